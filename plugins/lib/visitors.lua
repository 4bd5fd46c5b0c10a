---Who makes a trip that a predicate tells of.
local visitors = {}

local status = require "status"
local travel = require "travel"
local travellers = require "travellers"
local set = require "words".set

---Whom the first of some roles of a predicate names that can travel.
---@param p table
---@param roles string[]
---@return {entity: table|nil, words: string|nil}[]
function visitors.in_roles(p, roles)
  local out = {}
  for _, role in ipairs(roles) do
    for _, argument in ipairs(p.arguments) do
      if argument.role == role then
        local entity, words = travellers.of(argument)
        if entity or words then out[#out + 1] = { entity = entity, words = words } end
      end
    end
    if #out > 0 then return out end
  end
  return out
end

-- Verbs whose subject makes the trip that is their object; of others ("condemned the visit") it does not.
local MAKERS = set [[make pay plan take begin start end conclude finish complete cancel postpone delay announce undertake abandon scrap cut
  schedule consider plan_for go_on embark_on continue extend shorten have do be wrap_up wind_up kick_off launch open break_off cut_short
  call_off put_off round_off set_off_on resume scrub]]

-- Small words and words of office that stand in a title before a name.
local TITLE = set [[of the for and his her their prime foreign defense defence finance trade oil energy interior economy vice deputy state
  top senior former then new right left outgoing]]

---Whether words are nothing but a title before a name: "Ethiopian Prime Minister", "the foreign minister,".
local function is_title(words)
  for word in words:gsub(",%s*$", ""):gmatch "%S+" do
    local plain = word:lower():gsub("^['’]", "")
    if not word:find "^%u" and not TITLE[plain] and not travellers.names_office(plain) then return false end
    if word:find "[,;:.]$" and not word:find "^%u%l?%l?%.$" and not word:find "^%u%.%u%.$" then return false end
  end
  return true
end

---The persons of a sentence that are named before a byte, the last one first.
local function named_before(page, sentence, byte)
  local list = {}
  for _, m in ipairs(page:mentions_in(sentence)) do
    if m.end_byte <= byte and m.entity.kind == "person" then table.insert(list, 1, m) end
  end
  return list
end

-- Nouns whose owner does what their infinitive says: "Cuomo's decision to visit".
local RESOLVES = set "decision plan plans intention promise pledge vow desire wish willingness readiness agreement trip chance"

---Whether words between a person and a verb leave it his: small words alone, or the like of "'s decision to".
local function leads_to(between)
  if #between > 30 then return false end
  local noun = between:match "^[\xe2\x80\x99']+s%s+([%l]+)%s+to%s+$"
  return between:find "^[%l%s]*$" ~= nil or RESOLVES[noun or ""] == true
end

---The person behind a noun's "by" or "of", whatever stands between: "the visit this week by Prime Minister X".
local function person_by(page, p)
  local first = page.text:sub(p.end_byte + 1, p.sentence.end_byte):match "^%s+[%l%s]-%f[%a][bo][yf]%s+()"
  for _, m in ipairs(first and first < 30 and page:mentions_in(p.sentence) or {}) do
    local from = p.end_byte + first - 1
    if m.start_byte >= from and m.entity.kind == "person" then
      return is_title(page.text:sub(from + 1, m.start_byte)) and { { entity = m.entity } } or {}
    end
  end
  return {}
end

---The persons named right before a verb that has no subject of its own, with nothing but small words between: one, or two with "and".
local function persons_before(page, p)
  local last, other = table.unpack(named_before(page, p.sentence, p.start_byte), 1, 2)
  if not last or not leads_to(page.text:sub(last.end_byte + 1, p.start_byte)) then return {} end
  local title = other and page.text:sub(other.end_byte + 1, last.start_byte):match "^,?%s+and%s+(.*)$"
  return title and is_title(title) and { { entity = other.entity }, { entity = last.entity } } or { { entity = last.entity } }
end

---Adds to those whom a verb has for its subject the one who is named right before them: "Kenyan President X and" Y visited.
local function add_neighbour(page, p, list)
  local first = p.subject
  local before = first and list[1].entity and named_before(page, p.sentence, first.start_byte)[1]
  if not before or before.form ~= "name" or before.entity == list[1].entity or not page:titled(before.entity) then return end
  if page.text:sub(before.end_byte + 1, first.start_byte):find "^,?%s+and%s+$" then table.insert(list, 1, { entity = before.entity }) end
end

-- What a sentence opens with that tells of a trip before it says whose.
local OPENERS = set [[during on at in after before following while ending beginning wrapping concluding for amid despite ahead
  visiting speaking arriving]]

---The person behind what a sentence opens with: "During a visit to Brussels, Foreign Minister X met …".
local function person_behind_opening(page, p)
  local sentence = p.sentence
  local opener = sentence.text:match "^%s*(%u%l+)%s"
  if not opener or not OPENERS[opener:lower()] or p.start_byte - sentence.start_byte > 60 then return {} end
  local comma = page.text:find(",%s", p.end_byte + 1)
  for _, m in ipairs(comma and page:mentions_in(sentence) or {}) do
    if m.start_byte >= comma and m.entity.kind == "person" then
      local title = page.text:sub(comma + 1, m.start_byte)
      return comma < p.end_byte + 80 and #title < 80 and is_title(title) and { { entity = m.entity } } or {}
    end
  end
  return {}
end

---The person beside whose name a trip stands: "X, on a visit to Fiji, said", "Y, in Tokyo on the last leg of a tour, fell ill"; and the
---words between, which may name the place.
---@return table|nil mention, string|nil words
function visitors.aside(page, p)
  local m = named_before(page, p.sentence, p.start_byte)[1]
  local gap = m and page.text:sub(m.end_byte + 1, p.start_byte)
  if not gap or #gap > 70 or not gap:find "^,%s" or gap:find("[,;:%(]", 2) then return nil end
  local words = gap:gsub("^,%s+", ""):gsub("^who%s+[iw][sa]s?%s+", ""):gsub("^currently%s+", ""):gsub("^now%s+", "")
  if words:find "^on an?%s" or words:find "^on h[ie][sr]%s" or words:find "^on the%s" or words:find "^here%s" then return m, words end
  local first = words:find "^in%s+%u" or words:find "^at%s+t?h?e?%s*%u" or words:find "^visiting%s+%u"
  if first and (words:find "%s[of][nor]r?%s" or words:find "%sto%s" or words:find "%sduring%s") then return m, words end
end

---Who makes the trip that the sentence tells of beside a stop: "Mr. X's trip … with stops in A and B".
local function tourists(page, p)
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    if q ~= p and (travel.trips[q.lemma] or travel.moves[q.lemma]) then
      local out = visitors.in_roles(q, q.pos == "noun" and { "possessive", "by" } or { "subject" })
      if #out > 0 then return out end
    end
  end
  return {}
end

-- Verbs whose object does what their infinitive says: "sent the secretary to visit Moscow".
local CONTROL = set [[send dispatch ask request urge invite tell order allow persuade want force press encourage call_on permit enable help
  instruct advise authorize authorise]]
local PRONOUNS = set "his her their"

---The verb whose object does what the infinitive p says.
local function controller(page, p)
  if not page.text:sub(math.max(1, p.start_byte - 3), p.start_byte):find "%f[%a]to%s$" then return nil end
  for _, q in ipairs(page:predicates_in(p.sentence)) do
    local object = q ~= p and CONTROL[q.lemma] and not q.passive and (q["object"] or q["indirect object"])
    local clause = object and object.start_byte < p.start_byte and q["clause"]
    if clause and clause.start_byte <= p.start_byte and clause.end_byte >= p.end_byte then return q end
  end
end

---Who makes the trip of a predicate: its own subject or possessor, for a noun else the subject of the verb that governs it.
function visitors.of(page, p)
  if p.pos == "verb" then
    local asked = controller(page, p)
    if asked then return visitors.in_roles(asked, { "object", "indirect object" }) end
    local out = visitors.in_roles(p, p.passive and { "object", "subject" } or { "subject" })
    if #out == 0 and not p.subject and travel.moves[p.lemma] and not travel.acts[p.lemma] then out = persons_before(page, p) end
    if #out == 1 then add_neighbour(page, p, out) end
    return out
  end
  local whose = p["possessive"]
  local ahead = whose and PRONOUNS[whose.text:lower()] and person_behind_opening(page, p) or {}
  if #ahead > 0 then return ahead end
  local out = visitors.in_roles(p, { "possessive", "by", "subject", "of" })
  if #out == 0 then out = person_by(page, p) end
  if #out > 0 then return out end
  local verb = status.governor(page, p)
  if verb and MAKERS[verb.lemma] then out = visitors.in_roles(verb, { "subject" }) end
  if #out == 0 and not verb then
    local above = status.adjunct_governor(page, p)
    if above then out = visitors.in_roles(above, { "subject" }) end
  end
  if #out == 0 and (p.lemma == "stop" or p.lemma == "stopover" or p.lemma == "leg") then out = tourists(page, p) end
  if #out == 0 then out = person_behind_opening(page, p) end
  local aside = #out == 0 and visitors.aside(page, p)
  return aside and { { entity = aside.entity } } or out
end

return visitors
