---@type dossier.Plugin
return {
  name = "NAME", api = 1,
  summary = "Who says what in how many words.",
  args = {
    { name = "who", type = "entity", positional = true, help = "only this speaker; any alias will do" },
  },
  columns = {
    { name = "speaker", type = "entity", help = "who said it" },
    { name = "words", type = "integer", help = "how many words it has" },
    { name = "quote", type = "text", help = "what was said" },
  },
  examples = { -- 'plugins test NAME' runs them; leave out corpus to run one on your own database
    { run = "NAME lukashenko", corpus = "samples", rows = { { speaker = "Alexander Lukashenko" } } },
  },
  run = function(ctx, args)
    for quote in ctx.quotes{ speaker = args.who }:each() do
      local _, words = quote.text:gsub("%S+", "")
      ctx:row{ speaker = quote.speaker, words = words, quote = quote.text, source = quote }
    end
  end,
}
