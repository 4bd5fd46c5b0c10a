/* Given names that one gender bears in the news, although lists of all bearers have both. */
#include <string.h>

#include "annotation/entities.h"
#include "language/gazetteer.h"
#include "language/tokens.h"

static const char *const male[] = {
    "aaron",       "abdul",    "abdullah",  "abraham",  "adam",      "adrian",   "ahmed",    "akbar",     "al",          "alan",
    "albert",      "alberto",  "alejandro", "alex",     "alexander", "alexei",   "alfred",   "ali",       "allan",       "allen",
    "andre",       "andrei",   "andrew",    "andy",     "angus",     "anthony",  "antonio",  "anwar",     "arnold",      "arthur",
    "ashraf",      "asif",     "ban",       "barack",   "barry",     "bashar",   "ben",      "benjamin",  "bernard",     "bernie",
    "bill",        "bob",      "boris",     "brad",     "bradley",   "brent",    "brett",    "brian",     "bruce",       "bryan",
    "calvin",      "carl",     "carlos",    "chad",     "charles",   "charlie",  "chris",    "christian", "christopher", "chuck",
    "clarence",    "clark",    "claude",    "clifford", "clint",     "clive",    "colin",    "craig",     "curtis",      "cyril",
    "dan",         "daniel",   "darren",    "dave",     "david",     "dean",     "dennis",   "derek",     "derrick",     "dick",
    "dmitri",      "dmitry",   "dominic",   "don",      "donald",    "doug",     "douglas",  "duncan",    "dwight",      "earl",
    "ed",          "eddie",    "edgar",     "eduardo",  "edward",    "eli",      "elias",    "elliott",   "emmanuel",    "enrique",
    "eric",        "erik",     "ernest",    "ethan",    "eugene",    "evan",     "felipe",   "fernando",  "floyd",       "francis",
    "francisco",   "frank",    "franklin",  "fred",     "frederick", "gary",     "gavin",    "geoff",     "geoffrey",    "george",
    "gerald",      "gerard",   "gerhard",   "glen",     "glenn",     "gordon",   "graham",   "greg",      "gregory",     "guillermo",
    "gustavo",     "guy",      "hamid",     "harold",   "harry",     "harvey",   "hassan",   "hector",    "helmut",      "henry",
    "herbert",     "herman",   "howard",    "hugh",     "hugo",      "hussein",  "ian",      "ibrahim",   "imran",       "isaac",
    "ivan",        "jack",     "jacob",     "jacques",  "jake",      "james",    "jared",    "jason",     "javier",      "jay",
    "jean-claude", "jeff",     "jeffrey",   "jeremy",   "jerome",    "jerry",    "jesse",    "jim",       "jimmy",       "joe",
    "joel",        "john",     "johnny",    "jon",      "jonathan",  "jorge",    "jose",     "josef",     "joseph",      "josh",
    "joshua",      "juan",     "julian",    "justin",   "karl",      "keith",    "ken",      "kenneth",   "kevin",       "kofi",
    "konstantin",  "kurt",     "kyle",      "lance",    "larry",     "lawrence", "lee",      "leo",       "leon",        "leonard",
    "leonid",      "les",      "lewis",     "lionel",   "lloyd",     "louis",    "lucas",    "luis",      "luke",        "mahmoud",
    "malcolm",     "manuel",   "marc",      "marcel",   "marco",     "marcus",   "mario",    "mark",      "martin",      "marvin",
    "matt",        "matteo",   "matthew",   "maurice",  "max",       "michael",  "michel",   "miguel",    "mike",        "mikhail",
    "mitch",       "mitt",     "mohamed",   "mohammad", "mohammed",  "morgan",   "moses",    "muhammad",  "mustafa",     "nathan",
    "neil",        "nelson",   "newt",      "nicholas", "nick",      "nicolas",  "nigel",    "norman",    "oleg",        "oliver",
    "omar",        "osama",    "oscar",     "otto",     "owen",      "pablo",    "patrick",  "paul",      "pavel",       "pedro",
    "percy",       "pervez",   "pete",      "peter",    "phil",      "philip",   "philippe", "pierre",    "rafael",      "rahul",
    "ralph",       "ramon",    "rand",      "randy",    "raul",      "ray",      "raymond",  "recep",     "reginald",    "rex",
    "ricardo",     "richard",  "rick",      "rob",      "robert",    "roberto",  "rodney",   "roger",     "roland",      "ron",
    "ronald",      "ross",     "roy",       "rudolph",  "rudy",      "rupert",   "russell",  "ryan",      "saddam",      "salman",
    "sam",         "samuel",   "scott",     "sean",     "sebastian", "sergei",   "sergey",   "seth",      "shane",       "shaun",
    "shawn",       "sidney",   "silvio",    "simon",    "stanley",   "stefan",   "stephen",  "steve",     "steven",      "stuart",
    "ted",         "terrence", "terry",     "theodore", "thomas",    "tim",      "timothy",  "toby",      "todd",        "tom",
    "tommy",       "tony",     "travis",    "trevor",   "tyler",     "vaclav",   "vernon",   "victor",    "viktor",      "vince",
    "vincent",     "vladimir", "volodymyr", "wallace",  "walter",    "warren",   "wayne",    "wesley",    "wilfred",     "will",
    "william",     "winston",  "wolfgang",  "xavier",   "yasser",    "yitzhak",  "yusuf",    "zachary"};

static const char *const female[] = {
    "abigail",   "aisha",     "alexandra", "alice",     "alicia",   "alison",      "allison",    "amanda",     "amber",     "amelia",
    "amy",       "andrea",    "angela",    "angelina",  "anita",    "ann",         "anna",       "anne",       "annette",   "annie",
    "april",     "aretha",    "ashley",    "audrey",    "barbara",  "beatrice",    "benazir",    "bernadette", "beth",      "betty",
    "beverly",   "bonnie",    "brenda",    "bridget",   "brittany", "camilla",     "carla",      "carly",      "carmen",    "carol",
    "caroline",  "carolyn",   "carrie",    "catherine", "cathy",    "charlotte",   "cheryl",     "chloe",      "christina", "christine",
    "cindy",     "claire",    "clara",     "claudia",   "colleen",  "condoleezza", "connie",     "constance",  "courtney",  "crystal",
    "cynthia",   "daisy",     "dana",      "danielle",  "dawn",     "debbie",      "deborah",    "debra",      "denise",    "diana",
    "diane",     "dolores",   "dora",      "doris",     "dorothy",  "edith",       "eileen",     "elaine",     "eleanor",   "elena",
    "elizabeth", "ella",      "ellen",     "elsa",      "emily",    "emma",        "erica",      "erin",       "esther",    "ethel",
    "eva",       "eve",       "evelyn",    "fatima",    "fiona",    "florence",    "frances",    "gabrielle",  "gail",      "geraldine",
    "gina",      "ginni",     "gladys",    "glenda",    "gloria",   "grace",       "greta",      "hannah",     "harriet",   "hazel",
    "heather",   "heidi",     "helen",     "helena",    "hillary",  "holly",       "hope",       "ida",        "ilhan",     "indira",
    "ingrid",    "irene",     "isabel",    "isabella",  "ivanka",   "jackie",      "jacqueline", "jane",       "janet",     "janice",
    "jasmine",   "jean",      "jeanne",    "jenna",     "jennifer", "jenny",       "jessica",    "jill",       "joan",      "joann",
    "joanna",    "joanne",    "josephine", "joyce",     "juanita",  "judith",      "judy",       "julia",      "julie",     "kamala",
    "karen",     "kate",      "katherine", "kathleen",  "kathryn",  "kathy",       "katie",      "kayla",      "kellyanne", "kimberly",
    "kirsten",   "kirstjen",  "kristen",   "kristin",   "laura",    "lauren",      "laurie",     "leah",       "leila",     "lillian",
    "linda",     "lindsay",   "lisa",      "liz",       "lois",     "loretta",     "lori",       "louise",     "lucy",      "lydia",
    "lynn",      "madeleine", "malala",    "margaret",  "maria",    "mariam",      "marian",     "marie",      "marilyn",   "marine",
    "marjorie",  "martha",    "mary",      "maureen",   "megan",    "meghan",      "melania",    "melanie",    "melinda",   "melissa",
    "mercedes",  "meredith",  "michelle",  "mildred",   "miriam",   "molly",       "monica",     "nadia",      "nancy",     "naomi",
    "natalia",   "natalie",   "natasha",   "nicole",    "nikki",    "nina",        "nora",       "norma",      "olga",      "olivia",
    "olympia",   "pamela",    "patricia",  "patsy",     "patty",    "paula",       "pauline",    "peggy",      "penelope",  "penny",
    "phyllis",   "priscilla", "priti",     "rachel",    "ramona",   "rebecca",     "regina",     "renee",      "rhonda",    "rita",
    "roberta",   "rosa",      "rosalynn",  "rose",      "rosemary", "roxanne",     "ruth",       "sally",      "samantha",  "sandra",
    "sara",      "sarah",     "selena",    "serena",    "shannon",  "sharon",      "sheila",     "shelley",    "shirley",   "simone",
    "sofia",     "sonia",     "sophia",    "sophie",    "stacey",   "stella",      "stephanie",  "sue",        "susan",     "susana",
    "suzanne",   "sylvia",    "tamara",    "tammy",     "tania",    "tara",        "tatiana",    "teresa",     "thelma",    "theresa",
    "tina",      "toni",      "tulsi",     "ursula",    "valerie",  "vanessa",     "vera",       "veronica",   "vicki",     "victoria",
    "violet",    "virginia",  "vivian",    "wanda",     "wendy",    "yolanda",     "yulia",      "yvonne",     "zoe"};

ds_gender ds_given_name_gender(const char *folded) {
  size_t n = strlen(folded);
  ds_gender gender = DS_GENDER_UNKNOWN;
  if (ds_word_listed(folded, n, male, sizeof male / sizeof *male)) return DS_GENDER_MALE;
  if (ds_word_listed(folded, n, female, sizeof female / sizeof *female)) return DS_GENDER_FEMALE;
  ds_given_name(folded, n, &gender);
  return gender;
}
