#!/usr/bin/env -S dossier run
---Weekly report in HTML: who is for and who against what, with the words and where they stand.
---
---  dossier -d news.db run scripts/stances_report.lua [SINCE [UNTIL]] > report.html
---  crontab:  0 7 * * 1  cd /srv/news && dossier -d news.db run stances_report.lua "$(date -d '-7 days' +\%F)" > week.html
---
---Dates are those of the articles, inclusive ("2023-03", "2023-03-05"); without them the whole database.
local since, till = arg[1], arg[2]

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
local function escaped(text) return (tostring(text):gsub('[&<>"]', ENTITIES)) end

local statements = stances{ view = "list", since = since, ["until"] = till }.rows
local by_issue, issues = {}, {}
for _, row in ipairs(statements) do
  if not by_issue[row.issue] then
    by_issue[row.issue] = { name = row.issue, support = {}, oppose = {} }
    issues[#issues + 1] = by_issue[row.issue]
  end
  local side = by_issue[row.issue][row.stance]
  if side then side[#side + 1] = row end
end
table.sort(issues, function(a, b)
  local n, m = #a.support + #a.oppose, #b.support + #b.oppose
  if n ~= m then return n > m end
  return a.name < b.name
end)

local function print_side(name, rows)
  if #rows == 0 then return end
  print(("<h3>%s</h3>\n<ul>"):format(name))
  for _, row in ipairs(rows) do
    local article = db.articles{ id = row.source.article }:first()
    local outlet, words = escaped(article.outlet or "unknown outlet"), article.text:sub(row.source.first, row.source.last)
    if article.url then outlet = ('<a href="%s">%s</a>'):format(escaped(article.url), outlet) end
    print(("<li><b>%s</b>: <q>%s</q> <small>%s, %s</small></li>"):format(escaped(row.actor), escaped(words), outlet,
      article.date or "undated"))
  end
  print "</ul>"
end

local span = since and ("%s to %s"):format(since, till or "today") or "all articles"
print "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Stances</title>"
print "<style>body{font-family:sans-serif;max-width:50em;margin:2em auto}small{color:#666}</style></head><body>"
print(("<h1>Stances, %s</h1>\n<p>%d statements on %d issues.</p>"):format(escaped(span), #statements, #issues))
for _, issue in ipairs(issues) do
  print(("<h2>%s</h2>"):format(escaped(issue.name)))
  print_side("for", issue.support)
  print_side("against", issue.oppose)
end
print "</body></html>"
