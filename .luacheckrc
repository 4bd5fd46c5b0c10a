std = "lua54"
max_line_length = 140
unused_args = false
files["scripts/training/quotes.lua"] = { read_globals = { "db" } }
files["scripts/*.lua"] = { globals = { "db", "json" }, read_globals = { "visits", "stances", "sentiment" } }
files["tests/bench/*.lua"] = { globals = { "db" } }
files["tests/shell/*.lua"] = { read_globals = { "json", "entity", "quote", "row" } }
files["plugins/meta/*.lua"] = { ignore = { "2..", "1..", "5.." } }
exclude_files = { "build/**" }
