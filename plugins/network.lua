-- Any two that stand in one sentence (article); who: only the edges of one entity. Who is named less often than an edge must weigh has none
-- and makes no pairs. Filled in: the unit, the kinds, the two restrictions.
local TOGETHER = [[
WITH named AS MATERIALIZED (
  SELECT m.article AS article, %s AS unit, m.entity AS entity, min(m.start) AS start, max(m."end") AS stop
  FROM mentions m JOIN entities e ON e.id = m.entity
  WHERE m.form = 'name' AND e.kind IN (%s) AND in_scope(m.article) %s
  GROUP BY 1, 2, 3),
often AS MATERIALIZED (SELECT entity FROM named GROUP BY 1 HAVING count(*) >= :min)
SELECT a.entity AS a, b.entity AS b, count(*) AS weight, count(DISTINCT a.article) AS articles, min(r.date) AS first, max(r.date) AS last,
  group_concat(a.article || ' ' || min(a.start, b.start) || ' ' || max(a.stop, b.stop), ' ') AS places
FROM named a JOIN named b ON b.article = a.article AND b.unit = a.unit AND b.entity > a.entity JOIN articles r ON r.id = a.article
WHERE a.entity IN (SELECT entity FROM often) AND b.entity IN (SELECT entity FROM often) %s
GROUP BY 1, 2 HAVING count(*) >= :min]]

-- Whom a speaker names in quotes.
local SPEAKS = [[
WITH said AS (
  SELECT DISTINCT q.id AS quote, q.article AS article, q.start AS start, q."end" AS stop, q.speaker AS a, m.entity AS b
  FROM quotes q JOIN mentions m ON m.article = q.article AND m.start >= q.start AND m.start < q."end"
  JOIN entities e ON e.id = m.entity JOIN entities s ON s.id = q.speaker
  WHERE q.kind <> 'scare' AND m.form <> 'pronoun' AND m.entity <> q.speaker AND e.kind IN (%s) AND s.kind IN (%s)
    AND in_scope(q.article) %s)
SELECT a, b, count(*) AS weight, count(DISTINCT article) AS articles, min(r.date) AS first, max(r.date) AS last,
  group_concat(article || ' ' || start || ' ' || stop, ' ') AS places
FROM said JOIN articles r ON r.id = article GROUP BY 1, 2 HAVING count(*) >= :min]]

-- The edges with the names and kinds of their ends.
local NAMED = [[
SELECT x.*, e.name AS from_name, e.kind AS from_kind, f.name AS to_name, f.kind AS to_kind
FROM (%s) x JOIN entities e ON e.id = x.a JOIN entities f ON f.id = x.b]]

local MANY <const> = 5000    -- articles, among which two meet by chance more often
local SOURCES <const> = 50   -- passages kept for an edge

local function kinds_of(args)
  return "'" .. table.concat(args.kind or { "person", "organization" }, "', '") .. "'"
end

local function sql_of(relation, args)
  local kinds, who = kinds_of(args), args.who
  if relation == "together" then
    local near = args.within == "article" and "article" or "article, sentence"
    return TOGETHER:format(args.within == "article" and "0" or "m.sentence", kinds,
      who and ("AND (%s) IN (SELECT %s FROM mentions WHERE entity = :who AND form = 'name')"):format(near:gsub("%w+", "m.%0"), near) or "",
      who and "AND (a.entity = :who OR b.entity = :who)" or "")
  end
  return SPEAKS:format(kinds, kinds, who and "AND (q.speaker = :who OR m.entity = :who)" or "")
end

---The passages of an edge, in the order of the text.
local function sources_of(places)
  local sources = {}
  for article, start, stop in places:gmatch "(%d+) (%d+) (%d+)" do
    sources[#sources + 1] = { math.tointeger(article), math.tointeger(start), math.tointeger(stop) }
  end
  table.sort(sources, function(x, y)
    if x[1] ~= y[1] then return x[1] < y[1] end
    return x[2] < y[2]
  end)
  return table.move(sources, 1, math.min(SOURCES, #sources), 1, {})
end

local function edges_of(ctx, args, relation, min)
  local edges = {}
  for edge in ctx.db:rows(NAMED:format(sql_of(relation, args)), { who = args.who and args.who.id, min = min }) do
    edges[#edges + 1] = edge
  end
  return edges
end

local function heavier(x, y)
  if x.weight ~= y.weight then return x.weight > y.weight end
  if x.from_name ~= y.from_name then return x.from_name < y.from_name end
  if x.to_name ~= y.to_name then return x.to_name < y.to_name end
  return x.from_kind .. x.to_kind < y.from_kind .. y.to_kind
end

local function add_rows(ctx, edges, relation)
  for _, e in ipairs(edges) do
    if relation == "together" and e.to_name < e.from_name then
      e.from_name, e.to_name, e.from_kind, e.to_kind = e.to_name, e.from_name, e.to_kind, e.from_kind
    end
  end
  table.sort(edges, heavier)
  for _, e in ipairs(edges) do
    ctx:row { from = e.from_name, to = e.to_name, relation = relation, directed = relation ~= "together", weight = e.weight,
      articles = e.articles, first = e.first, last = e.last, from_kind = e.from_kind, to_kind = e.to_kind, sources = sources_of(e.places) }
  end
end

---Those that are named often enough, yet beside nobody.
local function add_isolated(ctx, args, linked, min)
  local sql = [[SELECT m.entity, e.name, e.kind, count(DISTINCT m.article) AS n FROM mentions m JOIN entities e ON e.id = m.entity
    WHERE m.form = 'name' AND e.kind IN (%s) GROUP BY m.entity HAVING n >= :min ORDER BY n DESC, e.name]]
  for row in ctx.db:rows(sql:format(kinds_of(args)), { min = min }) do
    if not linked[row.entity] then
      ctx:row { from = row.name, from_kind = row.kind, articles = row.n, weight = 0, directed = false }
    end
  end
end

---@type dossier.Plugin
return {
  name = "network", api = 1, version = "1",
  summary = "Who is named with whom, and who speaks of whom; for Gephi with --as gexf.",
  description = "Each row is an edge. 'together': sentences (articles) that name both; 'speaks of': quotes of one that name the other.",
  args = {
    { name = "who", type = "entity", positional = true, help = "only edges of this entity" },
    { name = "relation", type = "choice", choices = { "together", "speaks", "both" }, default = "both", help = "which edges" },
    { name = "within", type = "choice", choices = { "sentence", "article" }, default = "sentence", help = "what counts as together" },
    { name = "kind", type = "list", choices = { "person", "organization", "place", "other" },
      help = "kinds of entities, parted by commas; else persons and organizations" },
    { name = "min", type = "integer", help = "the least weight; else 2, and 5 where there are 5,000 articles or more" },
    { name = "isolated", type = "boolean", default = false, help = "those without an edge too, as rows without 'to'" },
  },
  columns = {
    { name = "from", type = "entity", help = "one of them; the speaker" },
    { name = "to", type = "entity", help = "the other; the one spoken of" },
    { name = "relation", type = "text", help = "together, speaks of" },
    { name = "weight", type = "integer", help = "sentences (articles) that name both; quotes" },
    { name = "articles", type = "integer", help = "articles with such a passage" },
    { name = "first", type = "date", help = "day of the earliest such article" },
    { name = "last", type = "date", help = "day of the latest" },
    { name = "from_kind", type = "text", help = "kind of 'from'" },
    { name = "to_kind", type = "text", help = "kind of 'to'" },
    { name = "directed", type = "boolean", help = "whether it leads from the one to the other" },
  },
  examples = {
    { run = "network Lukashenko --relation together --min 2", corpus = "samples",
      rows = { { from = "Alexander Lukashenko", to = "Xi Jinping", relation = "together", directed = false } } },
  },
  run = function(ctx, args)
    local linked = {}
    local min = args.min or ctx.articles:count() >= MANY and 5 or 2
    if not args.min and min > 2 then ctx:note(("edges of weight %d or more; --min 1 for all"):format(min)) end
    for _, relation in ipairs { "together", "speaks" } do
      if args.relation == relation or args.relation == "both" then
        local edges = edges_of(ctx, args, relation, min)
        for _, e in ipairs(edges) do linked[e.a], linked[e.b] = true, true end
        add_rows(ctx, edges, relation == "speaks" and "speaks of" or relation)
      end
    end
    if args.isolated and not args.who then add_isolated(ctx, args, linked, min) end
  end,
}
