-- What the tone of texts is learned from: for each line of stdin, a text, prints its number of words and, after tabs, its terms, each with
-- its factor ("good/a -0.6"). usage: dossier run terms.lua < texts
local tone = require "tone"
for text in io.lines() do
  local terms, n = tone.terms(text)
  local out = { n }
  for term, factor in pairs(terms) do out[#out + 1] = ("%s %.3g"):format(term, factor) end
  print(table.concat(out, "\t"))
end
