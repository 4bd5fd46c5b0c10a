---Arithmetic of days, and days as they are printed.
local days = {}

---Days from a fixed day on, so that two days can be subtracted.
function days.number(day)
  local y, m, d = day:match "^(%d%d%d%d)-(%d%d)-(%d%d)$"
  if not y then return nil end
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  if m <= 2 then y, m = y - 1, m + 12 end
  return 365 * y + y // 4 - y // 100 + y // 400 + (153 * (m - 3) + 2) // 5 + d
end

---The day n days later.
function days.add(day, n)
  local y, m, d = day:match "^(%d%d%d%d)-(%d%d)-(%d%d)$"
  y, m, d = tonumber(y), tonumber(m), tonumber(d) + n
  local function length(month, year)
    if month == 2 then return (year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)) and 29 or 28 end
    return (month == 4 or month == 6 or month == 9 or month == 11) and 30 or 31
  end
  while d > length(m, y) do
    d = d - length(m, y)
    m = m + 1
    if m > 12 then y, m = y + 1, 1 end
  end
  while d < 1 do
    m = m - 1
    if m < 1 then y, m = y - 1, 12 end
    d = d + length(m, y)
  end
  return ("%04d-%02d-%02d"):format(y, m, d)
end

---"2023-03" for a whole month, "2023" for a year, else the day.
function days.printed(date)
  local value = date.value
  if value:match "^%d%d%d%d$" or value:match "^%d%d%d%d%-%d%d$" then return value end
  if value:match "^%d%d%d%d%-%d%d%-%d%d" then return value:sub(1, 10) end
  if value:match "%-WE$" then return date.first end
  return nil
end

return days
