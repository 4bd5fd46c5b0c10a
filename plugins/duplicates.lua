--- Clusters of near copies, as the import found them: a story with another headline, a paragraph less, another byline.

--- All articles of clusters, those of one together, its primary first.
local function members(ctx)
  local clusters, order = {}, {}
  for row in ctx.db:rows([[
    SELECT coalesce(duplicate_of, id) AS cluster, id FROM articles
    WHERE duplicate_of NOT NULL OR id IN (SELECT duplicate_of FROM articles WHERE duplicate_of NOT NULL)
    ORDER BY cluster, duplicate_of NOT NULL, date IS NULL, date, id]]) do
    local list = clusters[row.cluster]
    if not list then
      list = {}
      clusters[row.cluster] = list
      order[#order + 1] = row.cluster
    end
    list[#list + 1] = row.id
  end
  return clusters, order
end

--- Which of the articles lie within --since, --until and --outlet.
local function in_scope(ctx, ids)
  local found, step = {}, 500
  for from = 1, #ids, step do
    for article in ctx.articles{ id = table.move(ids, from, math.min(from + step - 1, #ids), 1, {}) }:each() do found[article.id] = true end
  end
  return found
end

local function source(row)
  return { row.id, row.first or 0, row.last or math.min(row.bytes, 200) }
end

local facts = [[
  SELECT a.id, a.date, a.outlet, a.title, a.file, length(CAST(a.text AS BLOB)) AS bytes, s.start AS first, s."end" AS last
  FROM articles a LEFT JOIN sentences s ON s.article = a.id AND s.n = 0 WHERE a.id = ?]]

local function add_cluster(ctx, cluster, ids)
  local first, last, title
  local outlets, seen, sources = {}, {}, {}
  for _, id in ipairs(ids) do
    local row = ctx.db:rows(facts, id)()
    title = title or row.title
    if row.date and (not first or row.date < first) then first = row.date end
    if row.date and (not last or row.date > last) then last = row.date end
    if row.outlet and not seen[row.outlet] then
      seen[row.outlet] = true
      outlets[#outlets + 1] = row.outlet
    end
    sources[#sources + 1] = source(row)
  end
  ctx:row{ title = title, articles = #ids, first = first, last = last, outlets = outlets, primary = cluster, sources = sources }
end

local function add_articles(ctx, cluster, ids)
  for _, id in ipairs(ids) do
    local row = ctx.db:rows(facts, id)()
    ctx:row{ primary = cluster, article = id, date = row.date, outlet = row.outlet, title = row.title, file = row.file,
      source = source(row) }
  end
end

return {
  name = "duplicates",
  api = 1,
  summary = "Stories that stand here more than once, each with its near copies.",
  description = "Two articles are near copies when half of their runs of four words are the same, or nearly all of the shorter "
    .. "one's stand in the longer one. The one with the earliest date is primary. Analyses and listings count a story once; "
    .. "--all-copies counts each copy.",
  args = {},
  columns = {
    { name = "title", type = "text", help = "headline of the primary" },
    { name = "articles", type = "integer", help = "how many there are" },
    { name = "first", type = "date", help = "day of the first" },
    { name = "last", type = "date", help = "day of the last" },
    { name = "outlets", type = "list", help = "who ran it" },
    { name = "primary", type = "integer", help = "number of the article that stands for all" },
  },
  views = {
    list = {
      columns = {
        { name = "primary", type = "integer", help = "number of the article that stands for all" },
        { name = "article", type = "integer", help = "number of the article" },
        { name = "date", type = "date", help = "day of publication" },
        { name = "outlet", type = "text", help = "newspaper, agency or site" },
        { name = "title", type = "text", help = "headline" },
        { name = "file", type = "text", help = "where it was read from" },
      },
    },
  },
  run = function(ctx, args)
    local clusters, order = members(ctx)
    local ids = {}
    for _, cluster in ipairs(order) do table.move(clusters[cluster], 1, #clusters[cluster], #ids + 1, ids) end
    local wanted = in_scope(ctx, ids)
    for _, cluster in ipairs(order) do
      local list, any = clusters[cluster], false
      for _, id in ipairs(list) do any = any or wanted[id] end
      if any and args.view == "list" then
        add_articles(ctx, cluster, list)
      elseif any then
        add_cluster(ctx, cluster, list)
      end
    end
  end,
}
