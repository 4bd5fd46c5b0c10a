#!/usr/bin/env -S dossier run
---How quotes sound, by month, as a table and a plot: OUT.csv (month, quotes, mean, negative, positive) and OUT.svg.
---
---  dossier -d news.db run scripts/tone_by_month.lua OUT [SPEAKER]
---
---Months without a quote are not in the table and leave a gap in the line.
local out, speaker = arg[1], arg[2]
if not out then error "usage: tone_by_month.lua OUT [SPEAKER]" end

local months, names = {}, {}
for _, row in ipairs(sentiment{ view = "list", speaker = speaker }.rows) do
  local month = row.date and row.date:sub(1, 7)
  if month and #month == 7 and row.score then
    local m = months[month]
    if not m then
      m = { n = 0, sum = 0, negative = 0, positive = 0 }
      months[month], names[#names + 1] = m, month
    end
    m.n, m.sum, m[row.label] = m.n + 1, m.sum + row.score, (m[row.label] or 0) + 1
  end
end
table.sort(names)

local csv = assert(io.open(out .. ".csv", "w"))
csv:write "month,quotes,mean,negative,positive\n"
for _, name in ipairs(names) do
  local m = months[name]
  csv:write(("%s,%d,%.4f,%d,%d\n"):format(name, m.n, m.sum / m.n, m.negative, m.positive))
end
assert(csv:close())

-- The plot: a dot a month, its size by the number of quotes, joined where months follow on each other.
local WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 800, 300, 50, 40, 20
local function number_of(name) return tonumber(name:sub(1, 4)) * 12 + tonumber(name:sub(6, 7)) end
local first, last = names[1] and number_of(names[1]) or 0, names[1] and number_of(names[#names]) or 0
local function x_of(name) return LEFT + (WIDTH - LEFT - 20) * (number_of(name) - first + 0.5) / (last - first + 1) end
local function y_of(score) return TOP + (HEIGHT - TOP - BOTTOM) * (1 - score) / 2 end

local svg = assert(io.open(out .. ".svg", "w"))
local function put(text, ...) svg:write(text:format(...), "\n") end
put('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">', WIDTH, HEIGHT)
put('<rect width="%d" height="%d" fill="white"/>', WIDTH, HEIGHT)
for _, score in ipairs { -1, -0.5, 0, 0.5, 1 } do
  local y, color = y_of(score), score == 0 and "#888" or "#ddd"
  put('<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="%s"/>', LEFT, WIDTH - 20, y, y, color)
  put('<text x="%d" y="%.1f" text-anchor="end">%+.1f</text>', LEFT - 6, y_of(score) + 4, score)
end
local step = math.max(1, (#names + 11) // 12) -- not more labels than fit
for i, name in ipairs(names) do
  local m, x, before = months[name], x_of(name), names[i - 1]
  local y = y_of(m.sum / m.n)
  if before and number_of(name) - number_of(before) == 1 then
    local b = months[before]
    put('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#369"/>', x_of(before), y_of(b.sum / b.n), x, y)
  end
  put('<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#369"><title>%s: %.2f, %d quotes</title></circle>', x, y,
    2 + math.min(6, math.log(m.n)), name, m.sum / m.n, m.n)
  if (i - 1) % step == 0 then put('<text x="%.1f" y="%d" text-anchor="middle">%s</text>', x, HEIGHT - BOTTOM + 20, name) end
end
put "</svg>"
assert(svg:close())
