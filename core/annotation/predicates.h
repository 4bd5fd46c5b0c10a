/* Inside the finding of predicates: the tree of one sentence and the frames that are filled over it. Only predicates*.c include this.
 *
 * A frame is a predicate in the making. Frames are filled from the root down, so that whatever a clause borrows from the one above it
 * (its subject, its modal) is already there. */
#ifndef DS_ANNOTATION_PREDICATES_H
#define DS_ANNOTATION_PREDICATES_H

#include "annotation/annotation.h"

enum { DS_FRAME_ARGUMENTS = 24 }; /* more of them are dropped */

/* Children and subtrees of a sentence; tokens are numbered as in the reading. */
typedef struct ds_clause_tree {
  const ds_reading *reading;
  uint32_t first, n;
  int32_t *child, *next; /* per token of the sentence: first child, next sibling, in text order; -1 */
  uint32_t *low, *high;  /* first and last token of its subtree */
  uint32_t *order;       /* the tokens from the root down */
  uint32_t n_order;
} ds_clause_tree;

/* Arrays for sentences of up to `longest` tokens. */
void ds_clause_tree_init(ds_clause_tree *t, const ds_reading *reading, uint32_t longest, ds_arena *arena);
void ds_clause_tree_read(ds_clause_tree *t, const ds_sentence *sentence);
/* Its children, in text order: for (c = ds_first_child(t, x); c >= 0; c = ds_next_child(t, c)). */
static inline int32_t ds_first_child(const ds_clause_tree *t, uint32_t token) {
  return t->child[token - t->first];
}
static inline int32_t ds_next_child(const ds_clause_tree *t, int32_t child) {
  return t->next[(uint32_t)child - t->first];
}
int32_t ds_head_of(const ds_clause_tree *t, uint32_t token);              /* -1 for a root, and for a head outside */
int32_t ds_child_of(const ds_clause_tree *t, uint32_t token, ds_rel rel); /* the first with that relation, or -1 */

typedef struct ds_slot {
  const char *role;
  uint32_t head;        /* token */
  uint32_t first, last; /* tokens of the phrase */
  bool surface;         /* it stands as the clause's subject, whatever its role */
} ds_slot;

typedef struct ds_frame {
  uint32_t token; /* the predicate: verb, event noun, copula */
  uint32_t node;  /* the token whose children are its arguments: of a copula the complement, else the same */
  bool noun, copula, passive, negated;
  ds_tense tense;
  const char *lemma, *modal;
  int32_t particle; /* token, or -1 */
  ds_slot slots[DS_FRAME_ARGUMENTS];
  uint32_t n_slots;
} ds_frame;

typedef struct ds_framing {
  ds_clause_tree tree;
  ds_frame *frames; /* of the sentence at hand, in the order in which they were filled */
  uint32_t n_frames;
  int32_t *verb_at; /* per token of the sentence: the frame that its node is (verb or copula), -1 */
  int32_t *noun_at; /* the same for event nouns */
  ds_arena *arena;
} ds_framing;

/* The frame whose node is token, or NULL. A verb or copula before an event noun. */
ds_frame *ds_frame_at(const ds_framing *g, int32_t token);
ds_frame *ds_noun_frame_at(const ds_framing *g, int32_t token);

/* Adds the phrase of `head` and of what is coordinated with it. A phrase that is there already in that role stays single. */
void ds_frame_add(ds_framing *g, ds_frame *f, const char *role, uint32_t head, bool surface);
void ds_frame_copy(ds_frame *f, const ds_slot *slot, const char *role, bool surface);
const ds_slot *ds_frame_slot(const ds_frame *f, const char *role); /* the first, or NULL */
bool ds_frame_has_surface(const ds_frame *f);

/* The steps, for each frame: what hangs below its node; what it borrows from the clause above; tense, negation, modality. */
void ds_frame_collect(ds_framing *g, ds_frame *f);
void ds_frame_share(ds_framing *g, ds_frame *f);
void ds_frame_judge(ds_framing *g, ds_frame *f);

/* The case words of a phrase, as its role: "to", "according to"; NULL when there are none. */
const char *ds_case_role(ds_framing *g, uint32_t head);
const char *ds_lower_text(ds_framing *g, uint32_t token);

/* Words. All take lemmas. */
bool ds_is_event_noun(const char *lemma);
bool ds_is_light_verb(const char *lemma);      /* "pay" a visit, "hold" talks */
bool ds_is_motion_onto(const char *lemma);     /* "embark" on, "leave" for, "go" on a visit */
bool ds_is_occurrence_verb(const char *lemma); /* talks "begin", a visit "take"s place */
bool ds_is_staging_verb(const char *lemma);    /* "plan", "postpone", "call off" a visit */
bool ds_is_subject_control(const char *lemma); /* "promise" somebody to go: the one who promises goes */
bool ds_is_time_noun(const char *lemma);

#endif
