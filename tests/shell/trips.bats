# What visits finds in single sentences: travellers, goals, status, whom they meet.
load helper

# trips TEXT [DATE]: a line a trip, "visitor | country | place | first | status | meets".
trips() {
  cat >trips.lua <<'L'
local english, pages, trips = require "english", require "page", require "trips"
local a = english.annotate(arg[1], arg[2])
for _, t in ipairs(trips.find(pages.new { text = a.text, date = arg[2], predicates = a.predicates, dates = a.dates, mentions = a.mentions })) do
  local meets = {}
  for i, e in ipairs(t.meets or {}) do meets[i] = e.name end
  print(table.concat({ t.visitor and t.visitor.name or t.words, t.country or "-", t.place or "-", t.first or "-", t.status,
    table.concat(meets, ", ") }, " | "))
end
L
  expect_run 0 "$DOSSIER" run trips.lua "$1" "${2:-2023-05-10}"
}

@test "a visit, its day and its host" {
  trips "French President Emmanuel Macron will visit Berlin on May 20 and hold talks with German Chancellor Olaf Scholz."
  same "$out" "Emmanuel Macron | DE | Berlin | 2023-05-20 | announced | Olaf Scholz"
}

@test "hosts receive guests, who travel" {
  trips "Polish President Andrzej Duda received Latvian Prime Minister Krisjanis Karins in Warsaw on Monday."
  has "$out" "Krisjanis Karins | PL | Warsaw | 2023-05-08 | completed | Andrzej Duda"
}

@test "delegations travel too, and a second one whose verb is left out" {
  trips "A Soviet delegation will come to Israel and an Israeli delegation to the Soviet Union."
  has "$out" "Soviet delegation | IL"
  has "$out" "Israeli delegation | SU"
}

@test "a landmark stands for its country" {
  trips "Japanese Prime Minister Fumio Kishida arrived at the Kremlin on Tuesday."
  has "$out" "Fumio Kishida | RU | Kremlin | 2023-05-09"
}

@test "plans, cancelled trips, cancellations that are only thought of" {
  trips "Turkish Foreign Minister Mevlut Cavusoglu is considering a trip to Cairo."
  has "$out" "| EG | Cairo | - | planned |"
  trips "Turkish Foreign Minister Mevlut Cavusoglu called off a visit to Athens."
  has "$out" "| GR | Athens | - | cancelled |"
  trips "Turkish Foreign Minister Mevlut Cavusoglu has postponed a visit to Athens."
  has "$out" "| GR | Athens | - | postponed |"
}

@test "at home nobody is a visitor" {
  trips "French President Emmanuel Macron visited Lyon on Monday. Olaf Scholz, the German chancellor, spoke in Hamburg."
  same "$out" ""
}

@test "what is no visit" {
  trips "Emmanuel Macron, the French president, asked readers to visit our website. He may revisit the decision on troops in Mali."
  same "$out" ""
  trips "Canadian Prime Minister Justin Trudeau did not travel to Beijing."
  same "$out" ""
  trips "Canadian Prime Minister Justin Trudeau said he was willing to leave some troops in Iraq to secure oil."
  same "$out" ""
}

@test "a leader by the records has a home without being given one" {
  trips "Mr. Obama will travel to Kenya in July." 2015-03-30
  has "$out" "Obama | KE | - | 2015-07 | announced"
  trips "Mr. Obama will travel to Chicago in July." 2015-03-30
  same "$out" ""
}
