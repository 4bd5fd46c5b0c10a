#include <string.h>

#include "annotation/predicates.h"

static const ds_token *token_at(const ds_framing *g, uint32_t token) {
  return &g->tree.reading->tokens[token];
}

static const char *subject_role(const ds_frame *f) {
  return f->passive ? "object" : "subject";
}

/* Takes the other clause's surface subject over as this one's. */
static void borrow_surface(ds_frame *f, const ds_frame *from) {
  for (uint32_t i = 0; i < from->n_slots; i++)
    if (from->slots[i].surface && from->slots[i].head != f->node) ds_frame_copy(f, &from->slots[i], subject_role(f), true);
}

/* Takes its object, or whom it is said to, over as this one's subject; false when there is neither. */
static bool borrow_object(ds_frame *f, const ds_frame *from) {
  static const char *const roles[] = {"indirect object", "object"};
  for (int k = 0; k < 2; k++) {
    bool found = false;
    for (uint32_t i = 0; i < from->n_slots; i++) {
      const ds_slot *s = &from->slots[i];
      if (s->surface || strcmp(s->role, roles[k]) != 0 || s->head == f->node) continue;
      ds_frame_copy(f, s, subject_role(f), true);
      found = true;
    }
    if (found) return true;
  }
  return false;
}

/* "urged Minsk to leave": the object leaves; "promised Minsk to leave", "plans to leave": the subject does. */
static void control(ds_frame *f, const ds_frame *above) {
  bool subject = above->copula || above->passive || ds_is_subject_control(above->lemma);
  if (subject || !borrow_object(f, above)) borrow_surface(f, above);
}

/* "visited and praised Minsk": the object behind both belongs to both. */
static void share_object(ds_frame *f, const ds_frame *above) {
  if (ds_frame_slot(f, "object") || ds_frame_slot(f, "clause") || f->passive) return;
  for (uint32_t i = 0; i < above->n_slots; i++) {
    const ds_slot *s = &above->slots[i];
    if (!s->surface && strcmp(s->role, "object") == 0 && s->head > f->node) ds_frame_copy(f, s, "object", false);
  }
}

/* "was seized and taken away": the passive goes on too. */
static void share_conjunct(ds_framing *g, ds_frame *f, const ds_frame *above) {
  if (!ds_frame_has_surface(f)) {
    bool participle = token_at(g, f->node)->xpos == DS_XPOS_VBN && ds_child_of(&g->tree, f->node, DS_REL_AUX) < 0;
    f->passive |= above->passive && participle && !ds_frame_slot(f, "object");
    borrow_surface(f, above);
  }
  share_object(f, above);
}

static bool has_mark(ds_framing *g, uint32_t node, const char *words) {
  for (int32_t c = ds_first_child(&g->tree, node); c >= 0; c = ds_next_child(&g->tree, c)) {
    if (token_at(g, (uint32_t)c)->rel != DS_REL_MARK && token_at(g, (uint32_t)c)->rel != DS_REL_CASE) continue;
    const char *text = ds_arena_printf(g->arena, "|%s|", ds_lower_text(g, (uint32_t)c));
    if (strstr(words, text)) return true;
  }
  return false;
}

/* "accused Minsk of helping": the accused helps. Elsewhere ("after arriving", "visiting China, he …") the subject goes on. */
static void share_adverbial(ds_framing *g, ds_frame *f, const ds_frame *above) {
  if (ds_frame_has_surface(f)) return;
  if (has_mark(g, f->node, "|of|from|for|against|") && borrow_object(f, above)) return;
  uint8_t xpos = token_at(g, f->node)->xpos;
  bool finite = xpos == DS_XPOS_VBD || xpos == DS_XPOS_VBZ || xpos == DS_XPOS_VBP;
  if (!finite) borrow_surface(f, above);
}

/* The clause of which the noun is an argument, with the frame that it has there. */
static ds_frame *frame_over(const ds_framing *g, uint32_t noun) {
  for (int steps = 0; steps < 6; steps++) {
    const ds_token *t = token_at(g, noun);
    bool nominal = t->rel == DS_REL_CONJ || t->rel == DS_REL_NMOD || t->rel == DS_REL_APPOS || t->rel == DS_REL_NMOD_DESC;
    int32_t head = ds_head_of(&g->tree, noun);
    if (head < 0) return NULL;
    ds_frame *f = ds_frame_at(g, head);
    if (f) return f;
    if (!nominal) return NULL;
    noun = (uint32_t)head;
  }
  return NULL;
}

/* "the plan to visit", "talks held in Minsk", "the minister visiting Minsk". */
static void share_modifier(ds_framing *g, ds_frame *f) {
  const ds_token *node = token_at(g, f->node);
  int32_t head = ds_head_of(&g->tree, f->node);
  if (head < 0 || ds_frame_has_surface(f)) return;
  uint32_t noun = (uint32_t)head;
  if (node->xpos == DS_XPOS_VBN || node->xpos == DS_XPOS_VBG) {
    ds_frame_add(g, f, subject_role(f), noun, true);
    return;
  }
  int32_t owner = ds_child_of(&g->tree, noun, DS_REL_NMOD_POSS);
  if (owner >= 0) {
    ds_frame_add(g, f, subject_role(f), (uint32_t)owner, true);
    return;
  }
  const ds_frame *above = frame_over(g, noun);
  if (above) borrow_surface(f, above);
}

static bool is_preposition(const char *role) {
  static const char *const others[] = {"subject", "object", "indirect object", "clause", "complement", "possessive", "modifier"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strcmp(role, others[i]) == 0) return false;
  return true;
}

static void take_mood(ds_frame *noun, const ds_frame *verb) {
  noun->tense = verb->tense;
  if (verb->modal) noun->modal = verb->modal;
  noun->negated |= verb->negated;
}

/* The argument that a token heads, or NULL. */
static const ds_slot *slot_of(const ds_frame *f, uint32_t head) {
  for (uint32_t i = 0; i < f->n_slots; i++)
    if (f->slots[i].head == head) return &f->slots[i];
  return NULL;
}

/* The light verb's own arguments become those of the event: "paid him a visit", "held talks with Xi in Beijing". */
static void take_arguments(ds_frame *noun, const ds_frame *verb, bool event_is_subject) {
  for (uint32_t i = 0; i < verb->n_slots; i++) {
    const ds_slot *s = &verb->slots[i];
    if (s->head == noun->node) continue;
    if (strcmp(s->role, "subject") == 0 && !event_is_subject)
      ds_frame_copy(noun, s, "subject", true);
    else if (strcmp(s->role, "indirect object") == 0)
      ds_frame_copy(noun, s, "to", false);
    else if (is_preposition(s->role) && !ds_frame_slot(noun, s->role))
      ds_frame_copy(noun, s, s->role, false);
  }
}

/* "planned a visit", "the visit was called off": how far the event got. */
static void take_stage(ds_framing *g, ds_frame *noun, const ds_frame *verb) {
  const char *text = verb->passive ? ds_lower_text(g, verb->token) : verb->lemma;
  const char *particle = verb->passive && verb->particle >= 0 ? ds_lower_text(g, (uint32_t)verb->particle) : "";
  noun->modal = ds_arena_printf(g->arena, "%s%s%s%s", verb->passive ? "be " : "", text, *particle ? " " : "", particle);
  noun->tense = verb->tense;
  noun->negated |= verb->negated;
  if (!verb->passive && strcmp(verb->lemma, "plan") == 0) take_arguments(noun, verb, false);
}

/* "is on a visit to China", "arrived for talks": the event stands behind a preposition. */
static bool is_motion(ds_framing *g, const ds_frame *noun, const ds_frame *verb) {
  const char *role = ds_case_role(g, noun->node);
  if (!role || verb->passive) return false;
  bool on = strcmp(role, "on") == 0, in = strcmp(role, "in") == 0;
  if (verb->copula) return verb->node == noun->node && (on || in);
  return ds_is_motion_onto(verb->lemma) && (on || strcmp(role, "for") == 0);
}

/* An event noun borrows from the verb that it is said with. */
static void share_event(ds_framing *g, ds_frame *noun) {
  ds_frame *verb = ds_frame_at(g, (int32_t)noun->node);
  if (!verb) verb = frame_over(g, noun->node);
  const ds_slot *slot = verb ? slot_of(verb, noun->node) : NULL;
  if (!slot) return;
  bool object = strcmp(slot->role, "object") == 0;
  if (object && ds_is_staging_verb(verb->lemma)) {
    take_stage(g, noun, verb);
    return;
  }
  bool occurs = slot->surface && !verb->passive && (ds_is_occurrence_verb(verb->lemma) || verb->copula);
  bool light = object && ds_is_light_verb(verb->lemma);
  if (!light && !occurs && !(is_preposition(slot->role) && is_motion(g, noun, verb))) return;
  take_arguments(noun, verb, occurs);
  take_mood(noun, verb);
}

void ds_frame_share(ds_framing *g, ds_frame *f) {
  const ds_token *node = token_at(g, f->node);
  if (f->noun) {
    share_event(g, f);
    return;
  }
  if (node->rel == DS_REL_ACL) share_modifier(g, f);
  const ds_frame *above = ds_frame_at(g, ds_head_of(&g->tree, f->node));
  if (!above || above == f) return;
  switch (node->rel) {
  case DS_REL_CONJ: share_conjunct(g, f, above); break;
  case DS_REL_XCOMP:
    if (!ds_frame_has_surface(f)) control(f, above);
    break;
  case DS_REL_CCOMP:
    if (!ds_frame_has_surface(f) && (node->xpos == DS_XPOS_VB || node->xpos == DS_XPOS_VBG)) control(f, above);
    break;
  case DS_REL_ADVCL: share_adverbial(g, f, above); break;
  default: break;
  }
}
