#include "annotation/reporting.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"

#define C DS_TAKES_CLAUSE
#define Q DS_TAKES_QUOTE
#define H DS_TAKES_HEARER
#define I DS_TAKES_INFINITIVE
#define O DS_TAKES_OBJECT
#define P DS_TAKES_PARENTHESIS
#define T DS_TAKES_THOUGHT

/* Sorted by lemma. */
static const ds_reporting VERBS[] = {
    {"accuse", O | H, "of"},
    {"acknowledge", C | Q | P | O, ""},
    {"add", C | Q | P, ""},
    {"admit", C | Q | P, "to"},
    {"admonish", Q | H, ""},
    {"advise", C | Q | H | I | P, "against"},
    {"advocate", C | O, "for"},
    {"affirm", C | Q | P, ""},
    {"agree", C | Q | I, "with"},
    {"allege", C | Q | P, ""},
    {"allude", Q, "to"},
    {"announce", C | Q | P | O | I, ""},
    {"answer", C | Q | P, ""},
    {"anticipate", C | T, ""},
    {"apologize", Q, "for"},
    {"appeal", Q, "for to"},
    {"applaud", O | Q, ""},
    {"argue", C | Q | P, "for against"},
    {"ask", C | Q | H | I | P, "about for"},
    {"assail", O, ""},
    {"assert", C | Q | P, ""},
    {"assess", C, "Q"},
    {"assure", C | Q | H | P, ""},
    {"attack", O, ""},
    {"attest", C | Q, "to"},
    {"bark", Q, ""},
    {"bash", O, ""},
    {"beg", Q | H | I, "for"},
    {"believe", C | T | P, "in"},
    {"bellow", Q, ""},
    {"bemoan", C | O, ""},
    {"berate", O | Q, ""},
    {"blame", O, ""},
    {"blast", O | Q, ""},
    {"blog", C | Q | P, ""},
    {"blurt", C | Q, ""},
    {"bluster", Q, ""},
    {"boast", C | Q | P, "of about"},
    {"boom", Q, ""},
    {"brag", C | Q, "of about"},
    {"brand", O, ""},
    {"call", O | Q, "for on"},
    {"castigate", O, ""},
    {"caution", C | Q | H | P, "against"},
    {"certify", C, ""},
    {"challenge", O | H | I, ""},
    {"chant", Q | O, ""},
    {"characterise", O, ""},
    {"characterize", O, ""},
    {"charge", C | Q | P, ""},
    {"chastise", O | Q, ""},
    {"cheer", Q | O, ""},
    {"chide", O | Q, ""},
    {"chime", Q, ""},
    {"chuckle", Q, ""},
    {"cite", O, ""},
    {"claim", C | Q | P | I | O, ""},
    {"clarify", C | Q | P, ""},
    {"command", H | I | Q, ""},
    {"commend", O, ""},
    {"comment", C | Q | P, "on about"},
    {"complain", C | Q | P, "of about"},
    {"compliment", O, ""},
    {"concede", C | Q | P, ""},
    {"conclude", C | Q | P, ""},
    {"concur", C | Q | P, "with"},
    {"condemn", O, ""},
    {"confess", C | Q | P, "to"},
    {"confide", C | Q | P, ""},
    {"confirm", C | Q | P | O, ""},
    {"congratulate", O, "on for"},
    {"contend", C | Q | P, ""},
    {"continue", Q | P, ""},
    {"convey", C | O, ""},
    {"counsel", H | I | Q, "against"},
    {"counter", C | Q | P, ""},
    {"criticise", O | Q, ""},
    {"criticize", O | Q, ""},
    {"crow", C | Q, ""},
    {"cry", C | Q, ""},
    {"curse", O | Q, ""},
    {"dare", H | I | Q, ""},
    {"deadpan", Q, ""},
    {"debunk", O, ""},
    {"declare", C | Q | P | O, ""},
    {"decry", O, ""},
    {"defend", O, ""},
    {"demand", C | Q | I | O, ""},
    {"denigrate", O, ""},
    {"denounce", O, ""},
    {"deny", C | Q | P | O, ""},
    {"depict", O, ""},
    {"deplore", O, ""},
    {"deride", O, ""},
    {"describe", O | Q, ""},
    {"detail", C | O, ""},
    {"disagree", Q, "with"},
    {"disavow", O, ""},
    {"disclose", C | Q | P | O, ""},
    {"discuss", O, ""},
    {"dismiss", O | Q, ""},
    {"disparage", O, ""},
    {"dispute", C | O, ""},
    {"divulge", C | O, ""},
    {"doubt", C | T, ""},
    {"downplay", O, ""},
    {"dub", O, ""},
    {"echo", Q, ""},
    {"elaborate", Q, "on"},
    {"email", C | Q | H, ""},
    {"emphasise", C | Q | P | O, ""},
    {"emphasize", C | Q | P | O, ""},
    {"encourage", H | I, ""},
    {"endorse", O, ""},
    {"enthuse", Q, ""},
    {"estimate", C | Q | P, ""},
    {"eviscerate", O, ""},
    {"exclaim", C | Q | P, ""},
    {"excoriate", O, ""},
    {"exhort", H | I | Q, ""},
    {"expect", C | T | P, ""},
    {"explain", C | Q | P | O, ""},
    {"express", O, ""},
    {"extol", O, ""},
    {"fear", C | T | P, ""},
    {"find", C | T | P, ""},
    {"forecast", C | Q | P, ""},
    {"foresee", C | O | T, ""},
    {"fume", Q, ""},
    {"gloat", C | Q, ""},
    {"gripe", C | Q, "about"},
    {"groan", Q, ""},
    {"growl", Q, ""},
    {"grumble", C | Q, "about"},
    {"guarantee", C | Q | H, ""},
    {"guess", C | T, ""},
    {"gush", Q | C, ""},
    {"hail", O, ""},
    {"hammer", O, ""},
    {"heckle", O | Q, ""},
    {"highlight", C | O, ""},
    {"hint", C | Q | P, "at"},
    {"hope", C | T, ""},
    {"hypothesize", C | Q, ""},
    {"implore", H | I | Q, ""},
    {"imply", C | Q, ""},
    {"indicate", C | Q | P, ""},
    {"inform", C | Q | H, "of"},
    {"inquire", C | Q, "about"},
    {"insinuate", C | Q, ""},
    {"insist", C | Q | P, "on"},
    {"instruct", C | H | I | Q, ""},
    {"interject", Q, ""},
    {"interrupt", Q, ""},
    {"intone", Q, ""},
    {"jeer", Q, ""},
    {"joke", C | Q | P, "about"},
    {"label", O, ""},
    {"lambaste", O, ""},
    {"lament", C | Q | P | O, ""},
    {"lampoon", O, ""},
    {"laud", O, ""},
    {"laugh", Q, ""},
    {"lecture", Q | H, ""},
    {"lie", Q, "about"},
    {"liken", O, ""},
    {"maintain", C | Q | P, ""},
    {"malign", O, ""},
    {"marvel", C | Q, ""},
    {"mention", C | Q | O, ""},
    {"moan", C | Q, ""},
    {"mock", O | Q, ""},
    {"mouth", Q | O, ""},
    {"muse", C | Q, ""},
    {"mutter", Q, ""},
    {"nickname", O, ""},
    {"note", C | Q | P | O, ""},
    {"notify", C | H, "of"},
    {"object", C | Q, "to"},
    {"observe", C | Q | P, ""},
    {"offer", Q | I, ""},
    {"opine", C | Q | P, ""},
    {"order", H | I | O, ""},
    {"outline", O, ""},
    {"persuade", C | H, ""},
    {"pitch", O, ""},
    {"plead", C | Q, "for"},
    {"pledge", C | Q | I | P, ""},
    {"point", C | Q | P, "out to"},
    {"portray", O, ""},
    {"posit", C | Q, ""},
    {"post", C | Q, ""},
    {"praise", O | Q, ""},
    {"pray", C | Q, "for"},
    {"preach", Q, ""},
    {"predict", C | Q | P | O, ""},
    {"proclaim", C | Q | P | O, ""},
    {"prod", H | I, ""},
    {"profess", C | I, ""},
    {"promise", C | Q | H | I | O | P, ""},
    {"pronounce", Q | O, ""},
    {"propose", C | Q | I | O, ""},
    {"protest", C | Q, ""},
    {"question", O | C | Q, ""},
    {"quip", C | Q | P, ""},
    {"quote", O, ""},
    {"rail", Q, "against"},
    {"rant", Q, "about against"},
    {"rave", Q, "about"},
    {"read", Q, ""},
    {"reaffirm", C | Q | O, ""},
    {"reason", C | Q | P, ""},
    {"reassure", C | Q | H, ""},
    {"rebuke", O, ""},
    {"rebut", O, ""},
    {"recall", C | Q | P | O, ""},
    {"recite", Q | O, ""},
    {"reckon", C | Q | P, ""},
    {"recommend", C | Q | O, ""},
    {"recount", C | Q | P | O, ""},
    {"refer", Q, "to"},
    {"reference", O, ""},
    {"refute", O, ""},
    {"reiterate", C | Q | P | O, ""},
    {"reject", O, ""},
    {"rejoin", C | Q, ""},
    {"relate", C | Q, ""},
    {"relay", C | Q | O, ""},
    {"remark", C | Q | P, "on"},
    {"remember", C | Q | P | T, ""},
    {"remind", C | Q | H | I, "of"},
    {"reminisce", Q, "about"},
    {"renounce", O, ""},
    {"repeat", C | Q | P, ""},
    {"reply", C | Q | P, ""},
    {"report", C | Q | P | O, ""},
    {"reprimand", O, ""},
    {"reproach", O | Q, ""},
    {"repudiate", O, ""},
    {"request", C | Q | I | O, ""},
    {"respond", C | Q | P, ""},
    {"restate", C | Q, ""},
    {"retort", C | Q | P, ""},
    {"retweet", O, ""},
    {"reveal", C | Q | P | O, ""},
    {"ridicule", O, ""},
    {"roar", Q, ""},
    {"rule", C | Q, ""},
    {"salute", O, ""},
    {"say", C | Q | P, ""},
    {"scoff", C | Q, "at"},
    {"scold", O | Q, ""},
    {"scorn", O, ""},
    {"scrawl", Q | O, ""},
    {"scream", C | Q, ""},
    {"scribble", Q | O, ""},
    {"shout", C | Q, ""},
    {"show", C | P, ""},
    {"shrug", Q, ""},
    {"sigh", Q, ""},
    {"signal", C | O, ""},
    {"sing", Q | O, ""},
    {"skewer", O, ""},
    {"slam", O | Q, ""},
    {"smile", Q, ""},
    {"snap", Q, ""},
    {"snarl", Q, ""},
    {"sneer", Q, ""},
    {"sniff", Q, ""},
    {"snort", Q, ""},
    {"sob", Q, ""},
    {"speak", Q, "of about"},
    {"specify", C | Q, ""},
    {"speculate", C | Q | P, ""},
    {"stammer", Q, ""},
    {"state", C | Q | P, ""},
    {"stipulate", C | Q, ""},
    {"stress", C | Q | P | O, ""},
    {"suggest", C | Q | P | O, ""},
    {"summarise", Q | O, ""},
    {"summarize", Q | O, ""},
    {"surmise", C | Q | P, ""},
    {"suspect", C | T, ""},
    {"swear", C | Q | I, ""},
    {"talk", Q, "of about"},
    {"taunt", O | Q, ""},
    {"tease", Q | C, ""},
    {"tell", C | Q | H | I | P, "of about"},
    {"term", O, ""},
    {"testify", C | Q | P, ""},
    {"text", C | Q | H, ""},
    {"thank", O, "for"},
    {"theorize", C | Q | P, ""},
    {"think", C | T | P, ""},
    {"threaten", C | Q | I, ""},
    {"thunder", Q, ""},
    {"tout", O, ""},
    {"trumpet", O | Q, ""},
    {"tweet", C | Q | P | O, ""},
    {"type", Q | O, ""},
    {"underline", C | Q | O, ""},
    {"underscore", C | Q | O, ""},
    {"upbraid", O | Q, ""},
    {"urge", C | Q | H | I | O, ""},
    {"utter", Q, ""},
    {"vent", C | Q, ""},
    {"venture", Q, ""},
    {"vilify", O, ""},
    {"voice", O, ""},
    {"volunteer", C | Q, ""},
    {"vow", C | Q | I | P, ""},
    {"wail", Q, ""},
    {"warn", C | Q | H | I | P, "of about against"},
    {"welcome", O, ""},
    {"whine", C | Q, ""},
    {"whisper", C | Q, ""},
    {"wonder", C | Q | P, ""},
    {"worry", C | T, "about"},
    {"write", C | Q | P, "of about"},
    {"yell", C | Q, ""},
};

static const struct {
  const char *form, *lemma;
  ds_verb_form kind;
} IRREGULAR[] = {
    {"sang", "sing", DS_VERB_PAST},
    {"sung", "sing", DS_VERB_PAST},
    {"lying", "lie", DS_VERB_ING},
    {"lied", "lie", DS_VERB_PAST},
    {"forecast", "forecast", DS_VERB_PAST},
    {"foresaw", "foresee", DS_VERB_PAST},
    {"forecasted", "forecast", DS_VERB_PAST},
    {"found", "find", DS_VERB_PAST},
    {"read", "read", DS_VERB_PAST},
    {"said", "say", DS_VERB_PAST},
    {"shown", "show", DS_VERB_PAST},
    {"spoke", "speak", DS_VERB_PAST},
    {"spoken", "speak", DS_VERB_PAST},
    {"swore", "swear", DS_VERB_PAST},
    {"sworn", "swear", DS_VERB_PAST},
    {"thought", "think", DS_VERB_PAST},
    {"told", "tell", DS_VERB_PAST},
    {"tweeted", "tweet", DS_VERB_PAST},
    {"written", "write", DS_VERB_PAST},
    {"wrote", "write", DS_VERB_PAST},
};

/* Sorted. */
static const char *const NOUNS[] = {
    "account",        "accusation", "ad",         "address",    "admission",  "affidavit",    "allegation",  "analysis",    "announcement",
    "answer",         "appeal",     "argument",   "article",    "assertion",  "assessment",   "assurance",   "audit",       "bill",
    "blog",           "book",       "brief",      "briefing",   "broadcast",  "bulletin",     "caption",     "charge",      "claim",
    "comment",        "commentary", "communique", "complaint",  "conclusion", "constitution", "criticism",   "data",        "declaration",
    "demand",         "denial",     "document",   "draft",      "editorial",  "email",        "essay",       "estimate",    "excerpt",
    "explanation",    "figure",     "file",       "filing",     "finding",    "forecast",     "guideline",   "headline",    "indictment",
    "interview",      "invitation", "joke",       "judgment",   "lawsuit",    "leaflet",      "letter",      "list",        "manifesto",
    "memo",           "memoir",     "memorandum", "message",    "motion",     "note",         "notice",      "observation", "op-ed",
    "opinion",        "order",      "paper",      "petition",   "plan",       "platform",     "play",        "plea",        "pledge",
    "poll",           "post",       "poster",     "prediction", "promise",    "proposal",     "publication", "question",    "quote",
    "recommendation", "record",     "release",    "remark",     "reply",      "report",       "request",     "resolution",  "response",
    "result",         "review",     "ruling",     "sign",       "speech",     "statement",    "story",       "study",       "suggestion",
    "summary",        "survey",     "text",       "threat",     "transcript", "treaty",       "tweet",       "verdict",     "vow",
    "warning",        "website",    "word",
};

#undef C
#undef Q
#undef H
#undef I
#undef O
#undef P
#undef T

enum { WORD_MAX = 24 };

static int compare_verb(const void *key, const void *entry) {
  return ds_str_order(key, ((const ds_reporting *)entry)->lemma);
}

static int compare_noun(const void *key, const void *entry) {
  return ds_str_order(key, *(const char *const *)entry);
}

static const ds_reporting *verb(const char *lemma) {
  return bsearch(lemma, VERBS, sizeof VERBS / sizeof *VERBS, sizeof *VERBS, compare_verb);
}

/* Lower-cased copy; false when the word is too long or holds something other than ASCII letters and hyphens. */
static bool fold(const char *word, size_t len, char out[WORD_MAX]) {
  if (len == 0 || len >= WORD_MAX) return false;
  for (size_t i = 0; i < len; i++) {
    char c = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + 32) : word[i];
    if ((c < 'a' || c > 'z') && c != '-') return false;
    out[i] = c;
  }
  out[len] = 0;
  return true;
}

/* The verb that `stem` plus an ending may come from: as it is, with a final e, with a doubled consonant undone, with y for i. */
static const ds_reporting *from_stem(char *stem, size_t n) {
  const ds_reporting *v = verb(stem);
  if (v || n < 2) return v;
  if (n + 1 < WORD_MAX) {
    stem[n] = 'e';
    stem[n + 1] = 0;
    v = verb(stem);
    stem[n] = 0;
  }
  if (!v && stem[n - 1] == stem[n - 2]) {
    stem[n - 1] = 0;
    v = verb(stem);
  } else if (!v && stem[n - 1] == 'i') {
    stem[n - 1] = 'y';
    v = verb(stem);
  }
  return v;
}

static const ds_reporting *inflected(char *w, size_t n, ds_verb_form *form) {
  static const struct {
    const char *ending;
    ds_verb_form form;
  } ENDINGS[] = {{"ing", DS_VERB_ING}, {"ed", DS_VERB_PAST}, {"es", DS_VERB_S}, {"s", DS_VERB_S}};
  char stem[WORD_MAX + 1];
  for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
    size_t e = strlen(ENDINGS[i].ending);
    if (n < e + 2 || strcmp(w + n - e, ENDINGS[i].ending) != 0) continue;
    memcpy(stem, w, n - e);
    stem[n - e] = 0;
    const ds_reporting *v = from_stem(stem, n - e);
    if (!v) continue;
    *form = ENDINGS[i].form;
    return v;
  }
  return NULL;
}

const ds_reporting *ds_reporting_verb(const char *word, size_t len, ds_verb_form *form) {
  char w[WORD_MAX];
  ds_verb_form ignored;
  if (!form) form = &ignored;
  if (!fold(word, len, w)) return NULL;
  for (size_t i = 0; i < sizeof IRREGULAR / sizeof *IRREGULAR; i++) {
    if (ds_str_order(w, IRREGULAR[i].form) != 0) continue;
    *form = IRREGULAR[i].kind;
    return verb(IRREGULAR[i].lemma);
  }
  *form = DS_VERB_BASE;
  const ds_reporting *v = verb(w);
  return v ? v : inflected(w, len, form);
}

bool ds_reporting_noun(const char *word, size_t len) {
  char w[WORD_MAX];
  if (!fold(word, len, w)) return false;
  if (bsearch(w, NOUNS, sizeof NOUNS / sizeof *NOUNS, sizeof *NOUNS, compare_noun)) return true;
  if (len < 3 || w[len - 1] != 's') return false;
  w[len - 1] = 0;
  return bsearch(w, NOUNS, sizeof NOUNS / sizeof *NOUNS, sizeof *NOUNS, compare_noun) != NULL;
}
