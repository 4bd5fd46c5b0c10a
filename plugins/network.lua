local edges = require "edges"

local MANY <const> = 5000    -- articles, among which two meet by chance more often

local function kinds_of(args) return args.kind or { "person", "organization" } end

---What edges are ordered by: their weight, then their names and kinds.
local function place_of(edge, found)
  local names, kinds = found.name_of, found.kind_of
  return ("%012d%s\0%s\0%s%s"):format(999999999999 - edge.weight, names[edge.a], names[edge.b], kinds[edge.a], kinds[edge.b])
end

local function by_place(x, y)
  if x[1] ~= y[1] then return x[1] < y[1] end
  return x[2] < y[2]
end

local function sources_of(edge, found, relation)
  local sources, in_order = {}, true
  for i, passage in ipairs(edge) do
    sources[i] = found.passage(relation, passage)
    in_order = in_order and (i == 1 or by_place(sources[i - 1], sources[i]))
  end
  if not in_order then table.sort(sources, by_place) end
  return sources
end

local function add_rows(ctx, found, relation, shown)
  local order, by_order = {}, {}
  for i, edge in ipairs(found[relation]) do
    order[i] = ("%s\0%08d"):format(place_of(edge, found), i)
    by_order[order[i]] = edge
  end
  found[relation] = nil
  table.sort(order)
  for i, place in ipairs(order) do
    local e = by_order[place]
    order[i], by_order[place] = false, nil   -- what becomes a row is let go of
    ctx:row { from = found.name_of[e.a], to = found.name_of[e.b], relation = shown, directed = relation ~= "together", weight = e.weight,
      articles = e.articles, first = e.first, last = e.last, from_kind = found.kind_of[e.a], to_kind = found.kind_of[e.b],
      sources = sources_of(e, found, relation) }
  end
end

---Those that are named often enough, yet beside nobody.
local function add_isolated(ctx, args, linked, min)
  local sql = [[SELECT m.entity, e.name, e.kind, count(DISTINCT m.article) AS n FROM mentions m JOIN entities e ON e.id = m.entity
    WHERE m.form = 'name' AND e.kind IN (%s) GROUP BY m.entity HAVING n >= :min ORDER BY n DESC, e.name]]
  for row in ctx.db:rows(sql:format("'" .. table.concat(kinds_of(args), "', '") .. "'"), { min = min }) do
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
    local found = edges.find(ctx,
      { kinds = kinds_of(args), relation = args.relation, within = args.within, who = args.who, min = min })
    for _, relation in ipairs { "together", "speaks" } do
      for _, e in ipairs(found[relation] or {}) do linked[e.a], linked[e.b] = true, true end
      if found[relation] then add_rows(ctx, found, relation, relation == "speaks" and "speaks of" or relation) end
    end
    if args.isolated and not args.who then add_isolated(ctx, args, linked, min) end
  end,
}
