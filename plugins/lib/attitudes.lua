---Words of position: what says that somebody is for or against something, and in which roles of it the thing stands.
---@class dossier.Attitudes
local attitudes = {}

---Calls f for each word of a list; "rule_out" is "rule out".
local function each_word(words, f)
  for w in words:gmatch "%S+" do f((w:gsub("_", " "))) end
end

local function set(words, value)
  local t = {}
  each_word(words, function(w) t[w] = value or true end)
  return t
end

local function signs(opposing, supporting)
  local t = set(opposing, -1)
  each_word(supporting, function(w) t[w] = 1 end)
  return t
end

-- lemma -> list of { sign, roles }, the likelier first
local VERBS, NOUNS, ADJECTIVES = {}, {}, {}

local function adder(words)
  return function(sign, roles, list)
    each_word(list, function(w)
      words[w] = words[w] or {}
      table.insert(words[w], { sign = sign, roles = roles })
    end)
  end
end

local verbs, nouns = adder(VERBS), adder(NOUNS)

verbs(1, { "for" }, "call vote push argue press campaign lobby plead appeal advocate fight rally root pray")
verbs(1, { "object", "clause" }, [[support back endorse welcome favor favour applaud hail defend champion approve uphold embrace
  advocate promote commend salute celebrate propose recommend justify ratify praise thank congratulate cheer tout encourage honour
  honor recognize recognise prefer laud admire]])
verbs(1, { "clause", "object" }, "urge demand seek ask press implore exhort beg instruct order direct request")
verbs(1, { "object" }, [[sign adopt pass reaffirm accept tolerate condone bless greenlight co-sponsor cosponsor sponsor espouse extol
  cherish trumpet validate underwrite spearhead put_forward table ok okay second echo vindicate hold_up]])
verbs(1, { "to" }, "subscribe adhere sign_on sign_up warm")
verbs(1, { "for" }, "vouch clamor clamour stump crusade petition canvass stand_up speak_up stick_up march demonstrate long yearn")
verbs(1, { "behind" }, "unite line_up fall_in get throw")
verbs(1, { "by", "with", "alongside" }, "stand stick")
verbs(1, { "in" }, "believe")
verbs(1, { "on" }, "insist sign_off")
verbs(1, { "to", "clause" }, "agree commit consent pledge")
verbs(1, { "clause" }, "hope")
verbs(1, { "object" }, "emphasize emphasise stress")
verbs(1, { "with" }, "agree side sympathize sympathise ally")
verbs(1, { "behind" }, "stand rally")
verbs(-1, { "object", "clause" }, [[oppose condemn criticize criticise reject denounce slam blast decry deplore protest veto ban block
  dismiss boycott resist lambaste lambast rebuke chide mock ridicule challenge dispute repeal abolish overturn sanction sue slap
  attack assail blame accuse fear regret deride repudiate rebuff discredit censure scold bash rip trash excoriate castigate lament
  bemoan bar prohibit outlaw]])
verbs(-1, { "against", "of", "about", "over" }, "warn complain protest")
verbs(-1, { "against" }, "vote argue campaign fight demonstrate rally speak lobby rule decide stand appeal")
verbs(-1, { "to" }, "object")
verbs(-1, { "from" }, "withdraw pull_out")
verbs(-1, { "object" }, "rule_out vote_down strike_down threaten")
verbs(-1, { "with" }, "disagree")
verbs(-1, { "clause" }, "refuse decline")
verbs(1, { "clause", "object" }, "insist vow pledge promise")
verbs(-1, { "clause" }, "warn complain charge")
verbs(-1, { "at" }, "lash_out hit_out")
verbs(-1, { "against" }, "speak_out come_out")
verbs(1, { "object" }, "impose introduce allow authorize authorise fund finance")
verbs(-1, { "object" }, "halt suspend scrap cancel lift ease relax reverse undo delay")
verbs(-1, { "to" }, "put_an_end stand_up")
verbs(-1, { "object" }, [[shun spurn snub flout defy contest counter thwart scuttle torpedo turn_down shoot_down knock_down throw_out
  disavow renounce disown reproach berate upbraid pillory vilify lampoon demonize demonise malign disparage belittle fault impugn
  undercut sabotage obstruct stymie shelve axe ditch quash invalidate annul nullify void rescind revoke forbid disallow detest despise
  loathe hate dislike resent dread distrust mistrust combat fight protest_against call_out decry pan savage hit_back rubbish torch
  lambast]])
verbs(-1, { "against" }, [[rail march strike caution inveigh rebel revolt mobilize mobilise push_back stand_up fight_back agitate
  crusade militate litigate retaliate vow plead testify preach side]])
verbs(-1, { "at" }, "rail scoff sneer bristle balk baulk bridle chafe jeer grumble fume hit_back lash")
verbs(-1, { "on" }, "crack_down clamp_down")
verbs(-1, { "with" }, "clash quarrel part_ways differ break")
verbs(-1, { "from" }, "secede back_away walk_away shy_away recoil")
verbs(-1, { "of" }, "pull_out disapprove despair tire opt_out back_out")
verbs(-1, { "over", "about" }, "fume quit walk_out strike")
nouns(1, { "for" }, "support backing praise call enthusiasm appeal demand sympathy")
nouns(1, { "for" }, "admiration respect applause petition plea advocacy preference affection endorsement")
nouns(1, { "to" }, "commitment dedication devotion allegiance loyalty")
nouns(1, { "with" }, "solidarity")
nouns(-1, { "of", "for", "against", "over", "on", "about" }, "critique rebuke backlash outcry disapproval skepticism scepticism")
nouns(-1, { "for" }, "contempt disdain distaste scorn")
nouns(-1, { "to", "toward", "towards" }, "hostility aversion")
nouns(-1, { "with", "over", "about", "at" }, [[dissatisfaction frustration disagreement displeasure dismay alarm misgiving reservation
  unease]])
nouns(1, { "of" }, "endorsement approval advocacy defence defense recognition")
nouns(-1, { "to", "against", "over", "about" }, "opposition objection protest resistance concern worry fear anger outrage")
nouns(-1, { "of", "for", "against", "over" }, "criticism condemnation veto rejection boycott denunciation")

local function adjectives(sign, roles, words)
  each_word(words, function(w) ADJECTIVES[w] = { sign = sign, roles = roles } end)
end
adjectives(1, { "of", "clause" }, "supportive proud")
adjectives(1, { "for", "to" }, "grateful thankful open")
adjectives(1, { "with", "about" }, "happy pleased satisfied delighted")
adjectives(1, { "about", "on" }, "enthusiastic keen excited")
adjectives(1, { "to" }, "committed sympathetic loyal favorable favourable receptive")
adjectives(-1, { "to" }, "opposed averse hostile resistant allergic")
adjectives(-1, { "of", "about" }, [[critical wary afraid skeptical sceptical leery fearful suspicious dismissive contemptuous scornful
  distrustful tired weary]])
adjectives(-1, { "with", "at", "about", "by", "over" }, [[frustrated dissatisfied furious aghast appalled horrified indignant fed_up
  incensed dismayed]])
adjectives(-1, { "about", "by", "over", "with" },
  "concerned worried disappointed alarmed outraged angry upset troubled unhappy dismayed")

verbs(-1, { "from" }, "back_away pull_back step_back back_off")
verbs(-1, { "against", "on", "at" }, "push_back hit_back fire_back")
verbs(1, { "object" }, "put_forward push_through bring_forward")

attitudes.verbs, attitudes.nouns, attitudes.adjectives = VERBS, NOUNS, ADJECTIVES

---Verbs that an adverb may make another.
attitudes.adverbs = {}
for lemma in pairs(VERBS) do
  local verb = lemma:match "^(%a+) %a+$"
  if verb then attitudes.adverbs[verb] = true end
end

---What is not done for a thing by who is against it: "will not renew the agreement".
attitudes.deniable_acts = set [[give provide renew extend permit join attend send negotiate pay host grant continue keep help finance
  deliver supply sell hand_over implement apply enforce]]

---Verbs that judge somebody: what they judge him "for" is what they are for or against.
attitudes.judges = set [[criticize criticise blame accuse blast slam condemn denounce rebuke chide attack assail lambaste lambast
  castigate scold censure bash rip trash excoriate thank praise commend applaud hail salute congratulate laud honour honor mock
  ridicule deride fault]]
---Roles in which a noun of position has its thing.
attitudes.noun_roles = {}
for _, entries in pairs(NOUNS) do
  for _, entry in ipairs(entries) do
    for _, role in ipairs(entry.roles) do attitudes.noun_roles[role] = true end
  end
end

---Nouns in spite of which things are done.
attitudes.resistance = set "opposition resistance objection protest criticism outcry backlash condemnation concern warning"
---Verbs that do what they say: a position taken by an act.
attitudes.deeds = set [[vote veto sign adopt pass approve ratify sanction ban block boycott sue repeal abolish overturn slap bar
  prohibit outlaw censure withdraw pull_out impose introduce allow authorize authorise fund finance halt suspend scrap cancel lift
  ease relax reverse undo strike_down vote_down demonstrate protest rally join uphold recognise recognize]]
---Verbs by which others say what somebody does: what stands in their "of" or "for" is their word against him.
attitudes.charges = set "accuse blame charge suspect"
---Nouns that end like a deed and are none: "the ministry of housing".
attitudes.trades = set [[housing training planning banking shipping farming fishing mining nursing engineering accounting advertising
  broadcasting publishing manufacturing marketing building funding spending policing gaming lending testing teaching]]
---Nouns that turn round what they govern: to want an end to the war is to be against the war.
attitudes.turners = set [[end halt stop removal repeal lifting withdrawal abolition cancellation ban moratorium elimination
  dissolution suspension]]
---Verbs of a clause that turn it round: to urge somebody to stop the attacks is to be against the attacks.
attitudes.turning_verbs = set [[stop end halt cease lift repeal scrap abolish drop cancel abandon reject oppose withdraw veto block
  ban condemn remove nullify defeat prevent avoid curtail curb counter combat fight eliminate quash overturn undo reverse rescind
  revoke dismantle disband oust topple overthrow]]
---Verbs that carry a noun of position: their subject takes it.
attitudes.carriers = set [[express voice show declare reiterate announce have state signal offer give raise repeat underline register
  lodge make maintain]]
---What is declined by those who would rather not talk: no position.
attitudes.reticence = set [[be name identify comment say discuss elaborate give specify answer respond speak talk disclose reveal
  provide confirm]]
---Verbs of opposing whose denial says something: who does not oppose a thing can live with it.
attitudes.deniable = set "oppose object rule_out veto block reject ban resist dispute repeal overturn scrap withdraw cancel sanction"
---Of the verbs that turn round, those that take a position: "criticised him for opposing the deal".
attitudes.contrary = set "oppose reject veto condemn resist dismiss"
---Verbs by which somebody is asked to act: the position is on the act, never on whom it is asked of.
attitudes.askers = set "urge ask call press implore exhort beg want push order direct request pressure tell encourage"
---Verbs of getting: what is got is somebody else's position on the one who gets it.
attitudes.getters = set "face draw win earn get receive attract garner provoke spark meet"
---Verbs that say what a thing is called.
attitudes.namers = set "call describe consider deem label brand dub term find"
---Verbs that say what somebody is, becomes or seems.
attitudes.links = set "be become remain stay feel seem appear look grow sound"
---Verbs that say nothing without their complement.
attitudes.pale = set [[be have say do get go think know see realize realise understand remember recognize recognise wait look begin
  start try talk ask convince]]
---What cannot be is not to be: "we cannot accept this".
attitudes.unbearable = set "accept allow tolerate afford let permit ignore condone abide stand_by abandon"
---Nouns that pass a verdict on what is said to be one, whatever their tone in other places.
attitudes.verdicts = signs("mistake problem obstacle threat danger crime disaster betrayal insult illusion farce scandal outrage error",
  "solution answer priority necessity imperative duty milestone improvement")
---Nouns for those who stand for or against something.
attitudes.sides = signs("critic opponent foe enemy detractor",
  "supporter advocate proponent backer defender champion ally admirer fan")
---Participles that say how somebody takes a thing: "was angered by".
attitudes.taken = signs("concern worry disappoint alarm outrage anger upset trouble dismay oppose", "please satisfy delight encourage")

---Verbs of doing harm (-1) and good (1): who says that a thing does so is against it or for it …
attitudes.effects = signs([[damage hurt harm undermine threaten weaken endanger jeopardize jeopardise violate breach worsen ruin
  imperil erode destabilize destabilise betray mislead discriminate penalize penalise distort hinder hamper backfire exacerbate
  inflame deepen contradict infringe trample stifle burden]],
  "help protect strengthen improve benefit boost safeguard guarantee empower stabilize stabilise modernize modernise")
---… and those that are held against people and bodies, who do many things.
attitudes.misdeeds = set [[undermine endanger jeopardize jeopardise violate breach betray mislead discriminate destabilize destabilise
  distort infringe trample]]
---Nouns for the side that is taken: "in favor of".
attitudes.stands = signs("opposition protest defiance", "favor favour support defence defense")
---Verbs with which a side is taken: "spoke in favor of".
attitudes.takers = set [[be come_out speak vote argue rule decide testify write march rally demonstrate stand lean campaign lobby sign
  remain]]
---Who is parted over a thing, as a body is neither for it nor against it.
attitudes.parted = set "divide split"
---Verbs that lend themselves to nouns of position, and these nouns: the verbs, the roles of the thing, the sign.
attitudes.lights = set "take give throw lend pour cast raise sound put place voice express offer extend withdraw grant pin fire level"
attitudes.idioms = {}
local function idiom(sign, nouns_of_it, with, roles)
  each_word(nouns_of_it, function(w) attitudes.idioms[w] = { sign = sign, verbs = set(with), roles = roles } end)
end
idiom(-1, "aim swipe potshot", "take", { "at" })
idiom(-1, "issue", "take", { "with" })
idiom(-1, "exception umbrage offence offense", "take", { "to", "at" })
idiom(-1, "doubt scorn water", "cast pour throw", { "on", "upon" })
idiom(-1, "alarm", "raise sound", { "about", "over" })
idiom(-1, "blame", "put place lay pin", { "on", "upon" })
idiom(-1, "accusation broadside salvo", "level fire", { "against", "at" })
idiom(1, "blessing assent consent approval endorsement nod", "give lend offer grant", { "to" })
idiom(1, "weight backing", "throw put lend give", { "behind", "to" })
idiom(1, "support", "throw lend give offer extend", { "behind", "to" })

---What somebody resolves is his position: "the decision to", "a bid to".
attitudes.resolves = { "decision to", "proposal to", "pledge to", "promise to", "vow to", "commitment to", "bid to", "push to",
  "campaign to", "threat to", "threaten to", "effort to", "drive to", "crusade to", "determination to", "move to", "attempt to" }
attitudes.resolve_words = set [[decision proposal pledge promise vow commitment bid push campaign threat threaten threatened
  threatening effort drive crusade determination move attempt]]

---What is done or not done to a position: with these as modal the position is not taken …
attitudes.refusals = { "refuse to", "decline to", "fail to", "stop short of", "hesitate to", "refusal to", "failure to", "reluctance to",
  "unwillingness to", "deny", "stop", "cease" }
---… or is left open.
attitudes.open = { "fail to", "stop short of", "hesitate to", "failure to", "reluctance to", "deny", "may", "might", "could", "would",
  "consider", "appear to", "seem to", "be likely to" }
---Nouns that keep whoever has them from what stands after "to".
attitudes.unwilling = set "refusal failure reluctance unwillingness inability"
attitudes.duties = { "must", "should", "need to", "ought to" }

---Heads of actors that only count them: "dozens of lawmakers".
attitudes.quantities = set [[% percent majority minority most half third quarter dozen dozens hundred hundreds thousand thousands
  million millions number group handful scores many some several few plurality]]

---Subjects that are no actors.
attitudes.empty = set "it this that these those which there what something nothing everything anything"
attitudes.pronouns = set "i we he she they you who me us him her them its his their my our your one some many most others"
---Issues that are only times: "for months", "on the same day".
attitudes.times = {}
each_word([[second minute hour day week month year decade today tonight yesterday tomorrow monday tuesday wednesday thursday friday
  saturday sunday time moment]], function(w) attitudes.times[w], attitudes.times[w .. "s"] = true, true end)

---Heads of actors that go by no name: people, groups and bodies that can take a position.
attitudes.actors = set [[archbishop cardinal cleric imam rabbi pastor clergy prince princess sultan emir deputy commander admiral
  colonel captain ambassador consul negotiator mediator inspector auditor ombudsman economist historian columnist editor blogger pilot
  driver trucker shopkeeper miner fisherman physician surgeon academic scholar lecturer researcher engineer entrepreneur billionaire
  landlord tenant homeowner taxpayer migrant refugee immigrant settler villager elder veteran defendant plaintiff bloc alliance
  confederation consortium conglomerate airline carrier lender broker exporter importer supermarket utility multinational publisher
  broadcaster magazine think-tank trust synod parish congregation faction wing camp clan tribe militia army navy kingdom republic
  state-owned town city province superpower signatory activist administration adviser agency ally analyst assembly association
  attorney author authority bank bishop board business cabinet campaign campaigner candidate caucus chairman chairwoman chancellor
  charity chief church citizen club coalition commission commissioner committee community company congress congressman congresswoman
  conservative consumer council country court creditor critic delegate delegation democrat department diplomat director doctor
  document employer envoy executive expert family farmer federation firm force foundation general government governor group house
  industry institute insurer investor journalist judge jury king labor lawmaker lawyer leader leadership league legislator legislature
  letter liberal lobby lobbyist majority man manager manufacturer mayor measure media member men minister ministry minority mission
  monarch movement municipality nation network newspaper ngo nurse office officer official operator opponent opposition organisation
  organiser organization organizer panel paper parent parliament party passenger patient people plan player police policymaker
  politician pope premier president priest prime producer professor proposal prosecutor protester public queen rebel regime regulator
  report representative republican resident residents resolution retailer scientist secretary senate senator shareholder society
  soldier speaker spokesman spokesperson spokeswoman staff state statement student supporter survivor teacher team trader tribunal
  troops union university victim voter watchdog woman women worker writer]]

---Whether a word may head an argument that stands for an actor: a group or an office, or a pronoun that may lead to one.
function attitudes.may_act(word)
  word = word:lower()
  return word == "i" or word == "we" or word == "it" or attitudes.actors[word] or attitudes.quantities[word]
    or word:find "ers$" ~= nil or word:find "^%d" ~= nil
end

local said = setmetatable({}, { __mode = "k" })   -- list of phrases -> modal -> whether it has one of them

---Whether a predicate's modal ("would refuse to") has one of the phrases in it; nil has none.
function attitudes.has(modal, list)
  if not modal then return false end
  local known = said[list]
  if not known then
    known = {}
    said[list] = known
  end
  local has = known[modal]
  if has == nil then
    has = false
    for _, phrase in ipairs(list) do
      has = has or modal:sub(1, #phrase) == phrase or modal:find("%f[%a]" .. phrase .. "%f[%A]") ~= nil
    end
    known[modal] = has
  end
  return has
end

return attitudes
