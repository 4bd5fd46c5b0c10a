#!/usr/bin/env -S dossier run
---Holds the database's entities against a list of names, for instance of sanctioned persons: one row of CSV a name.
---
---  dossier -d news.db run scripts/check_names.lua NAMES > found.csv
---
---NAMES is a text file with a name on each line; blank lines and lines that begin with # are passed over. The columns: name; found: exact
---(an entity bears it as its name), alias (one goes by it), near (one shares its last word), none; entity, kind, articles. A name that fits
---several entities has a row for each: which of them is meant is for you to say.
local path = arg[1]
if not path then error "usage: check_names.lua NAMES" end

local function csv(...)
  local cells = {}
  for i, cell in ipairs { ... } do
    cell = tostring(cell)
    cells[i] = cell:find '[",\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
  end
  print(table.concat(cells, ","))
end

local function articles_of(entity)
  return db:rows("SELECT count(DISTINCT article) AS n FROM mentions WHERE entity = ?", entity)().n
end

local function ids(sql, name)
  local list, has = {}, {}
  for row in db:rows(sql, name) do
    if not has[row.id] then list[#list + 1], has[row.id] = row.id, true end
  end
  return list
end

local WAYS = {
  { "exact", "SELECT id FROM entities WHERE name = ? COLLATE NOCASE ORDER BY id" },
  { "alias", "SELECT entity AS id FROM aliases WHERE name = ? COLLATE NOCASE ORDER BY 1" },
}

csv("name", "found", "entity", "kind", "articles")
for line in assert(io.lines(path)) do
  local name = line:match "^%s*(.-)%s*$"
  if name ~= "" and name:sub(1, 1) ~= "#" then
    local found, how
    for _, way in ipairs(WAYS) do
      if not found or #found == 0 then how, found = way[1], ids(way[2], name) end
    end
    local last = name:match "(%S+)$"
    if #found == 0 and last ~= name then
      how, found = "near", ids("SELECT id FROM entities WHERE name LIKE '% ' || ? ORDER BY id", last)
    end
    if #found == 0 then csv(name, "none", "", "", 0) end
    for _, id in ipairs(found) do
      local entity = db.entities{ id = id }:first()
      csv(name, how, entity.name, entity.kind, articles_of(id))
    end
  end
end
