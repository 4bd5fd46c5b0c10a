-- Names of the program's own in Lua, and those that the annotations tell of: the same.
local meta = "\n"
for _, name in ipairs(arg) do
  local file = assert(io.open(name))
  meta = meta .. file:read "a" .. "\n"
  file:close()
end
local wrong = {}
local function told(pattern)
  local all = {}
  for name in meta:gmatch(pattern) do all[name] = true end
  return all
end
local function names_of(t)
  local all = {}
  for name in pairs(t) do all[name] = true end
  return all
end
local function same(what, told_of, there)
  for name in pairs(there) do if not told_of[name] then wrong[#wrong + 1] = what .. "." .. name .. " is not told of" end end
  for name in pairs(told_of) do if not there[name] then wrong[#wrong + 1] = what .. "." .. name .. " is not there" end end
end
same("english", told "\nfunction english%.([%w_]+)%(", names_of(require "english"))
local json_told = told "\nfunction json%.([%w_]+)%("
json_told.null = meta:find "@class dossier.json\n%-%-%-@field null" and true
same("json", json_told, names_of(json))
local verbs = {}
for verb in meta:match "@alias dossier.EntityVerb ([^\n]+)":gmatch '"(%w+)"' do verbs[verb] = true end
same("entity", verbs, names_of(entity))
same("quote", told "\nfunction quote%.([%w_]+)%(", names_of(quote))
same("row", told "\nfunction row%.([%w_]+)%(", names_of(row))
same("debug", told "\nfunction debug%.([%w_]+)%(", { repl = rawget(debug, "repl") and true })
local globals = names_of(_G)
for name in ([[_G _VERSION arg assert collectgarbage coroutine debug dofile error getmetatable io ipairs load loadfile math next os
  package pairs pcall print rawequal rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 warn
  xpcall]]):gmatch "%S+" do globals[name] = nil end
local told_globals = told "\n([%a_]+) = {}"
for name in pairs(told "\nfunction ([%a_]+)%(") do
  if not globals[name] and type(_G[name]) == "function" then globals[name] = true end -- a command's, made when it is asked for
  told_globals[name] = true
end
same("_G", told_globals, globals)
table.sort(wrong)
print(#wrong == 0 and "the same" or table.concat(wrong, "\n"))
