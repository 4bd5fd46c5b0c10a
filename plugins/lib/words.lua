---Lists of words as they are written down in the libraries.
local words = {}

---The set of words in a text, apart by commas or white space; "_" stands for the space in one of several words.
---@param text string
---@return table<string, boolean>
function words.set(text)
  local set = {}
  for word in text:gmatch "[^,%s]+" do set[word:gsub("_", " ")] = true end
  return set
end

return words
