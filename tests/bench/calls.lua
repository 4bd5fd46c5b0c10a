-- What calls of the Lua API cost, in microseconds of processor time for each row or call. usage: dossier -d DATABASE run calls.lua
-- Beside each: the loop that was timed. The figures of plugins/README.md come from it.
local LEAST <const> = 0.2   -- seconds a measurement goes on for

---Times f, which gives the number of rows or calls that it made, until it has run long enough.
local function cost(name, f)
  f()   -- what is prepared or read at the first call is not counted
  local start, n = os.clock(), 0
  repeat n = n + f() until os.clock() - start >= LEAST
  print(("%s\t%.1f"):format(name, (os.clock() - start) / n * 1e6))
end

local ids = {}
for article in db.articles:limit(400):each() do ids[#ids + 1] = article.id end
local few = { article = ids }

local function each(selection, f)
  return function()
    local n = 0
    for x in selection:each() do
      n = n + 1
      if f then f(x) end
    end
    return math.max(n, 1)
  end
end

local function per_article(f)
  return function()
    for _, id in ipairs(ids) do f(id) end
    return #ids
  end
end

cost("row: articles:each()", each(db.articles { id = ids }))
cost("row: mentions:each()", each(db.mentions(few)))
cost("row: quotes:each()", each(db.quotes(few)))
cost("row: predicates:each()", each(db.predicates(few)))
cost("row: dates:each()", each(db.dates(few)))
cost("row: db:rows, two columns of mentions", function()
  local n = 0
  for _ in db:rows("SELECT start, entity FROM mentions WHERE article BETWEEN ? AND ?", ids[1], ids[#ids]) do n = n + 1 end
  return math.max(n, 1)
end)
cost("row: predicates with their arguments", each(db.predicates(few), function(p) return p.arguments end))
cost("row: predicates with their sentence's text", each(db.predicates(few), function(p) return p.sentence.text end))
cost("row: quotes with quote.said", each(db.quotes(few), function(q) return q.said end))
cost("row: quotes with the speaker's name", each(db.quotes(few), function(q) return q.speaker and q.speaker.name end))
cost("row: mentions with the entity's kind", each(db.mentions(few), function(m) return m.entity.kind end))
cost("call: article.text", per_article(function(id) return db.articles { id = id }:first().text end))
cost("call: article.mentions:all()", per_article(function(id) return db.articles { id = id }:first().mentions:all() end))
cost("call: mentions{article, kind}:all()", per_article(function(id) return db.mentions { article = id, kind = "person" }:all() end))
cost("call: predicates{article, lemma}:all()", per_article(function(id)
  return db.predicates { article = id, lemma = { "say", "visit" } }:all()
end))
cost("call: sentence.tokens, first of an article", per_article(function(id)
  local sentence = db.articles { id = id }:first().sentences[1]
  return sentence and sentence.tokens
end))
