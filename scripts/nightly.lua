#!/usr/bin/env -S dossier run
---Nightly import with an alert on new visits. What is printed is new; cron mails it, and prints nothing otherwise.
---
---  dossier -d news.db run scripts/nightly.lua INBOX [SEEN]
---  crontab:  15 2 * * *  cd /srv/news && dossier -q -d news.db run nightly.lua inbox
---
---INBOX is a folder or a file; what was imported before is passed over. SEEN (default: the database's name and ".seen") remembers which
---visits were told already. Exit status: 0, or 3 when some files could not be read; they are named on standard error, and again when they
---have changed and still cannot be read.
local inbox, seen_file = arg[1], arg[2] or db.path .. ".seen"
if not inbox then error "usage: nightly.lua INBOX [SEEN]" end

local function quoted(word) return "'" .. word:gsub("'", "'\\''") .. "'" end

local program = os.getenv "DOSSIER" or "dossier"
local _, how, code = os.execute(("%s -q -d %s import --skip-failed -- %s"):format(quoted(program), quoted(db.path), quoted(inbox)))
if how ~= "exit" or (code ~= 0 and code ~= 3) then os.exit(how == "exit" and code or 1) end

local seen = {}
local file = io.open(seen_file)
if file then
  for line in file:lines() do seen[line] = true end
  file:close()
end

local fresh = {}
for _, visit in ipairs(visits({}).rows) do
  local key = table.concat({ visit.visitor, visit.place or visit.country or "", visit.first or "", visit.status or "" }, "|")
  if not seen[key] then fresh[#fresh + 1] = { key = key, visit = visit } end
end

for _, item in ipairs(fresh) do
  local visit = item.visit
  local article = db.articles{ id = visit.source.article }:first()
  print(("%s: %s, %s%s (%s)"):format(visit.visitor, visit.place or visit.country or "place unknown", visit.first or "date unknown",
    visit.last and visit.last ~= visit.first and " to " .. visit.last or "", visit.status or "status unknown"))
  print("  " .. article.text:sub(visit.source.first, visit.source.last):gsub("%s+", " "))
  print("  " .. table.concat({ article.date or "undated", article.outlet, article.url }, ", "))
end

-- Remembered only after it was told: a run that is cut off tells again.
if #fresh > 0 then
  file = assert(io.open(seen_file, "a"))
  for _, item in ipairs(fresh) do file:write(item.key, "\n") end
  assert(file:close())
end
os.exit(code)
