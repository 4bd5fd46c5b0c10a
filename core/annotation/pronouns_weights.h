/* What speaks for an antecedent, and how much by class of pronoun. Learned by a log-linear ranking over the candidates from the coreference
 * annotation of the English GUM treebank (CC BY 4.0). */
#ifndef DS_ANNOTATION_PRONOUNS_WEIGHTS_H
#define DS_ANNOTATION_PRONOUNS_WEIGHTS_H

typedef enum ds_pronoun_class { DS_PRONOUN_PERSON, DS_PRONOUN_THING, DS_PRONOUN_PLURAL, DS_PRONOUN_CLASSES } ds_pronoun_class;

/* feature; weights for he/she, it, they */
#define DS_PRONOUN_LIST(X) \
  X(SAME_SENTENCE, 1.0f, 1.0f, 1.0f) \
  X(ONE_BACK, 0.8f, 0.8f, 0.8f) \
  X(TWO_BACK, 0.3f, 0.3f, 0.3f) \
  X(SUBJECT, 0.8f, 0.6f, 0.5f) \
  X(OBJECT, 0.2f, 0.2f, 0.2f) \
  X(POSSESSIVE, 0.2f, 0.2f, 0.2f) \
  X(PARALLEL, 0.3f, 0.3f, 0.3f) \
  X(SUBJECT_BEFORE, 0.3f, 0.3f, 0.3f) \
  X(OWN_SUBJECT, 0.8f, 0.8f, 0.8f) \
  X(HIGHER_SUBJECT, 0.8f, 0.8f, 0.8f) \
  X(EARLY, 0.1f, 0.1f, 0.1f) \
  X(QUOTE_EDGE, -0.5f, -0.5f, -0.5f) \
  X(OTHER_PARAGRAPH, -0.3f, -0.3f, -0.3f) \
  X(FIRST, 0.5f, 0.5f, 0.5f) \
  X(RANK, -0.8f, -0.8f, -0.8f) \
  X(PRONOUN, 0.8f, 0.5f, 0.5f) \
  X(NOMINAL, -0.2f, -0.2f, -0.2f) \
  X(SHADOW, -0.3f, 0.0f, 0.0f) \
  X(COUNT, 0.5f, 0.5f, 0.5f) \
  X(GENDER, 0.8f, 0.0f, 0.0f) \
  X(ORGANIZATION, 0.0f, 0.5f, 0.0f) \
  X(PLACE, 0.0f, 0.0f, -1.0f) \
  X(PLURAL, 0.0f, 0.0f, 1.0f) \
  X(LAST_SAME, 0.8f, 0.5f, 0.5f)

typedef enum ds_pronoun_feature {
#define X(name, person, thing, plural) DS_F_##name,
  DS_PRONOUN_LIST(X)
#undef X
  DS_PRONOUN_FEATURES
} ds_pronoun_feature;

static const float ds_pronoun_weights[DS_PRONOUN_CLASSES][DS_PRONOUN_FEATURES] = {
#define X(name, person, thing, plural) person,
    {DS_PRONOUN_LIST(X)},
#undef X
#define X(name, person, thing, plural) thing,
    {DS_PRONOUN_LIST(X)},
#undef X
#define X(name, person, thing, plural) plural,
    {DS_PRONOUN_LIST(X)},
#undef X
};

/* The score that the best candidate must beat. */
static const float ds_pronoun_none[DS_PRONOUN_CLASSES] = {0.5f, 1.0f, 1.0f};

#endif
