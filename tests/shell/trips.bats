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

@test "sport is no visit" {
  trips "Wales coach Warren Gatland travelled to France on Friday. England captain Owen Farrell arrived in Dublin."
  same "$out" ""
}

@test "a leader by the records has a home without being given one" {
  trips "Mr. Obama will travel to Kenya in July." 2015-03-30
  has "$out" "Obama | KE | - | 2015-07 | announced"
  trips "Mr. Obama will travel to Chicago in July." 2015-03-30
  same "$out" ""
}

plugin() { # BODY OF run: a plugin "paged"
  mkdir -p .dossier/plugins
  cat >.dossier/plugins/paged.lua <<L
return { name = "paged", api = 1, summary = "A plugin of the tests.", args = {},
  columns = { { name = "x", type = "text", help = "anything" } },
  run = function(ctx, args)
    $1
  end }
L
}

@test "a trip opens to its page, and its passages one by one" {
  "$DOSSIER" -q -d news.db import "$SAMPLES"
  expect_run 0 "$DOSSIER" -d news.db visits lukashenko --to China --open 1
  has "$out" "Alexander Lukashenko (Belarusian President): China"
  has "$out" "2023-02-28 to 2023-03-02, state visit, completed"
  has "$out" "Meets: Xi Jinping"
  has "$out" "  announced: President of Belarus Alexander Lukashenko will travel to China"
  has "$out" "  ongoing: Belarusian President Alexander Lukashenko arrived in Beijing"
  has "$out" "(Plains Gazette, 2023-03-03, article"
  has "$err" "'--open 1.1' opens the first of its 4 passages"
  expect_run 0 "$DOSSIER" -d news.db visits lukashenko --to China --open 1.1
  has "$out" "»President of Belarus Alexander Lukashenko will travel"
  has_not "$out" "How it was told"
  expect_run 0 "$DOSSIER" -d news.db visits lukashenko --to China --open 1 --format jsonl
  has "$out" '"passage":"President of Belarus'
}

@test "a plugin's page: a text, paragraphs, or a function called for the row that is opened" {
  "$DOSSIER" -q -d news.db import "$SAMPLES"
  plugin 'ctx:row{ x = "a", page = "One page." } ctx:row{ x = "b", page = { "Two", "paragraphs." } }
    ctx:row{ x = "c", page = function() return "made" end } ctx:row{ x = "d", page = function() error "not wanted" end }'
  expect_run 0 "$DOSSIER" -d news.db paged --open 1
  same "$out" "One page."
  expect_run 0 "$DOSSIER" -d news.db paged --open 2
  same "$out" "$(printf 'Two\n\nparagraphs.')"
  expect_run 0 "$DOSSIER" -d news.db paged --open 3
  same "$out" "made"
  expect_run 0 "$DOSSIER" -d news.db paged
  expect_run 4 "$DOSSIER" -d news.db paged --open 4
  has "$err" "not wanted"
  plugin 'ctx:row{ x = "a", page = 5 }'
  expect_run 4 "$DOSSIER" -d news.db paged
  has "$err" "'page' is a text, a list of paragraphs or a function that gives one, got a number"
}

@test "a day told of something else is not the trip's" {
  trips "Prime Minister Benjamin Netanyahu, who was elected in 2009, arrived in Paris."
  same "$out" "Benjamin Netanyahu | FR | Paris | - | ongoing | "
  trips "Polish President Andrzej Duda will travel to Georgia, which fought a brief war with Russia in 2008."
  same "$out" "Andrzej Duda | GE | - | - | announced | "
  trips "Since Polish President Andrzej Duda travelled to India in 2022, trade has doubled."
  has "$out" "Andrzej Duda | IN | - | 2022"
}

@test "what is to come is announced, though its verb has no tense" {
  trips "French President Emmanuel Macron will be the first leader of his country to visit Laos."
  same "$out" "Emmanuel Macron | LA | - | - | announced | "
  trips "Polish President Andrzej Duda is due to visit Paris and to make a stop in Lisbon."
  has "$out" "Andrzej Duda | PT | Lisbon | - | announced"
}

@test "who is greeted in his own country has not come" {
  trips "U.S. Secretary of State Hillary Clinton greets Russian Prime Minister Vladimir Putin during a meeting just outside Moscow."
  has_not "$out" "Vladimir Putin | US"
}

@test "what no day is known of joins the only trip it can mean, and no two of different years" {
  mkdir told
  printf -- '---\ndate: 2013-09-30\n---\nIsraeli Prime Minister Benjamin Netanyahu arrived in Washington on Monday.\n' >told/a.md
  printf 'Israeli Prime Minister Benjamin Netanyahu accepted an invitation to visit Washington.\n' >told/b.txt
  expect_run 0 "$DOSSIER" -q -d told.db import told
  expect_run 0 "$DOSSIER" -d told.db visits --format jsonl
  same "$(wc -l <<<"$out")" 1
  has "$out" '"first":"2013-09-30"'
  has "$out" '"status":"ongoing"'
  printf "Israeli Prime Minister Benjamin Netanyahu accepted an invitation to visit the White House.\n" >told/d.txt
  printf -- '---\ndate: 2017-02-01\n---\nIsraeli Prime Minister Benjamin Netanyahu will travel to Washington on February 14.\n' >told/c.md
  expect_run 0 "$DOSSIER" -q -d told.db import told
  expect_run 0 "$DOSSIER" -d told.db visits --format jsonl
  same "$(wc -l <<<"$out")" 4
  has "$out" '"first":"2013-09-30"'
  has "$out" '"first":"2017-02-14"'
}

@test "states as they were on the article's day" {
  trips "U.S. Secretary of State George Shultz will fly to Moscow on Monday. Soviet Foreign Minister Eduard Shevardnadze will hold talks with him in Moscow." 1987-04-09
  has "$out" "George Shultz | SU | Moscow"
  has_not "$out" "Shevardnadze | "
  trips "Polish President Andrzej Duda will fly to Moscow." 2023-05-10
  has "$out" "Andrzej Duda | RU | Moscow"
}

@test "what is to come has no day that is over, an offer is a plan, and who goes back goes home" {
  trips "Polish President Andrzej Duda will visit an India still torn by the passage last December of a law." 2020-02-21
  has "$out" "Andrzej Duda | IN | - | - | announced"
  trips "Polish President Andrzej Duda had accepted an offer from the president to visit Japan."
  has "$out" "Andrzej Duda | JP | - | - | planned"
  trips "Polish President Andrzej Duda headed back to Berlin late on Sunday."
  has_not "$out" "Berlin"
  trips "We hope that our delegation travels to Berlin in peace."
  has_not "$out" "Berlin"
}

@test "a country that somebody has is not where others go" {
  trips "Chinese President Xi Jinping wants to join Russia's President Vladimir Putin in the business of chaos."
  has_not "$out" "Xi Jinping | RU"
  trips "Chinese President Xi Jinping will visit Russia's President Vladimir Putin."
  has "$out" "Xi Jinping | RU"
}

@test "who makes a trip stands before it, beside it, or behind what the sentence opens with" {
  trips "During a visit to Quito, Latvian Foreign Minister Edgars Kalnins met President Ana Torres."
  has "$out" "Edgars Kalnins | EC | Quito | - | ongoing | Ana Torres"
  trips "Danish Prime Minister Ida Holm, on a visit to Fiji, announced a fund for the islands."
  has "$out" "Ida Holm | FJ | - | - | ongoing"
  trips "Everything changed: Kenyan President Amos Kariuki and Ethiopian Prime Minister Tesfaye Bekele visited Juba on Tuesday."
  has "$out" "Amos Kariuki | SS | Juba | 2023-05-09"
  has "$out" "Tesfaye Bekele | SS | Juba | 2023-05-09"
  trips "Danish Foreign Minister Ida Holm and Economy Minister Lars Krog are in New Delhi for talks with their Indian counterparts."
  has "$out" "Ida Holm | IN | New Delhi"
}

@test "on the way, on from there, and where somebody left" {
  trips "Norwegian Prime Minister Kari Lund stopped over in Hong Kong on her way to Tokyo."
  has "$out" "Kari Lund | HK | Hong Kong"
  has "$out" "Kari Lund | JP | Tokyo"
  trips "British Foreign Secretary Paul Marsh left Baghdad for Amman."
  has "$out" "Paul Marsh | IQ | Baghdad | - | completed"
  has "$out" "Paul Marsh | JO | Amman"
  trips "Irish President Nora Daly arrived in Lisbon on Monday and will go on to Rome on Thursday." 2023-05-10
  has "$out" "Nora Daly | PT | Lisbon | 2023-05-08"
  has "$out" "Nora Daly | IT | Rome | 2023-05-11"
}

@test "sent, led, and taken by a tour" {
  trips "Peruvian President Luis Ortega sent Foreign Minister Rosa Quispe of Peru to Havana on Monday."
  has "$out" "Rosa Quispe | CU | Havana"
  trips "Tunisian Trade Minister Hamad Karoui is leading a delegation to Libya."
  has "$out" "Hamad Karoui | LY"
  trips "Swedish Foreign Minister Maja Ek begins a tour on Monday. The tour will take her to Accra and Lagos."
  has "$out" "Maja Ek | GH | Accra"
  has "$out" "Maja Ek | NG | Lagos"
}

@test "a visit that ends on a day began before it" {
  trips "Estonian President Kadri Tamm ended her two-day visit to Finland on Tuesday."
  has "$out" "Kadri Tamm | FI | - | 2023-05-08 | completed"
}

@test "refused, supposed or asked is no visit, nor what is done again and again" {
  trips "Australian Foreign Minister Jane Hall refused to visit Moscow."
  same "$out" ""
  trips "If Israeli Prime Minister Dan Levi visited Riyadh, the region would change."
  same "$out" ""
  trips "Did Kenyan President Amos Kariuki visit Rome as a child?"
  same "$out" ""
  trips "Former U.S. ambassador Bill Reed has made several trips to Cuba in recent years."
  same "$out" ""
  trips "The USS Abraham Lincoln arrived in Bahrain on Thursday. President Ali Hamadi of Egypt was told in Cairo."
  has_not "$out" "Abraham Lincoln"
  trips "Canadian Prime Minister Jean Roy spoke by telephone with Chancellor Olaf Scholz of Germany in Berlin on Tuesday."
  same "$out" ""
  trips "The company's chief executive, Tom Clark of Canada, visited China on Monday."
  same "$out" ""
}

@test "a country went by another name" {
  cat >bonn.md <<'M'
---
title: Visit
date: 1987-03-17
---
Greek Foreign Minister Nikos Pavlou arrived in Bonn on Monday.
M
  expect_run 0 "$DOSSIER" -q -d bonn.db import bonn.md
  expect_run 0 "$DOSSIER" -q -d bonn.db visits --format csv
  has "$out" "West Germany,Bonn,1987-03-16"
}

@test "whom somebody meets: the host of an audience, a row, those of the place, no compatriots" {
  trips "Chilean President Pablo Rojas will be in Rome from June 3 to 6 and have an audience with Pope Leo Bianchi on June 6."
  has "$out" "Pablo Rojas | IT | Rome | 2023-06-03"
  has "$out" "Leo Bianchi"
  trips "Kenyan President Amos Kariuki met Energy Minister Ola Berg and Trade Minister Liv Dahl in Oslo on Monday."
  has "$out" "Amos Kariuki | NO | Oslo | 2023-05-08"
  trips "Greek Finance Minister Nikos Pavlou was in Ottawa on Monday, where Greek ambassador Eleni Doukas of Greece met Pavlou and Canadian
Prime Minister Jean Roy."
  has_not "$out" "Eleni Doukas"
  trips "Peruvian Foreign Minister Ana Torres was busy with the visit this week by Ecuadorean Foreign Minister Rosa Lopez."
  has "$out" "Rosa Lopez | PE"
}

@test "a day that belongs to a clause about something else is not the trip's" {
  trips "Mexican President Luis Ortega visited Cuba after he was freed from prison in 2019."
  has "$out" "Luis Ortega | CU | - | - | completed"
}

@test "who is asked to travel, and whom an opening means by his" {
  trips "Peruvian President Luis Ortega asked Prime Minister Jean Roy of Canada to visit Cuba."
  same "$out" ""
  trips "Ana Torres waited. On his trip to Peru in April, Latvian Foreign Minister Edgars Kalnins spoke of wheat."
  has "$out" "Edgars Kalnins | PE | - | 2023-04"
  has_not "$out" "Ana Torres | PE"
  trips "Canadian Prime Minister Jean Roy promised to open the border with Mexico."
  same "$out" ""
}

@test "a leader of two surnames is known by the first" {
  trips "Lenin Moreno is set to visit Washington on Wednesday." 2020-02-10
  has "$out" "Lenin Moreno | US | Washington | 2020-02-12 | announced"
}
