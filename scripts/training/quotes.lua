-- What is said in each direct and mixed quote of the database, one a line. usage: dossier -d NEWS.db run quotes.lua
for quote in db.quotes { kind = { "direct", "mixed" } }:each() do print((quote.said:gsub("%s+", " "))) end
