/* What speaks for an antecedent, and how much by class of pronoun. Learned by a log-linear ranking over the candidates from the coreference
 * annotation of the English GUM treebank (CC BY 4.0). */
#ifndef DS_ANNOTATION_PRONOUNS_WEIGHTS_H
#define DS_ANNOTATION_PRONOUNS_WEIGHTS_H

typedef enum ds_pronoun_class { DS_PRONOUN_PERSON, DS_PRONOUN_THING, DS_PRONOUN_PLURAL, DS_PRONOUN_CLASSES } ds_pronoun_class;

/* feature; weights for he/she, it, they */
/* clang-format off */
#define DS_PRONOUN_LIST(X) \
  X(SAME_SENTENCE, 0.79f, 1.44f, 1.82f) \
  X(ONE_BACK, 0.44f, 0.35f, 0.63f) \
  X(TWO_BACK, -0.37f, 0.23f, -0.41f) \
  X(SUBJECT, -0.14f, 0.57f, 0.59f) \
  X(OBJECT, -0.10f, 0.74f, 0.44f) \
  X(POSSESSIVE, 0.36f, 1.30f, 1.26f) \
  X(PARALLEL, 0.31f, 0.24f, 0.34f) \
  X(SUBJECT_BEFORE, 0.83f, 0.36f, 0.43f) \
  X(OWN_SUBJECT, 0.38f, -0.07f, 0.47f) \
  X(HIGHER_SUBJECT, 0.90f, 0.03f, 0.48f) \
  X(EARLY, 0.13f, 0.26f, 0.30f) \
  X(QUOTE_EDGE, -1.19f, -0.61f, 0.03f) \
  X(OTHER_PARAGRAPH, -1.05f, -0.72f, -0.89f) \
  X(FIRST, 0.45f, -0.08f, 0.01f) \
  X(RANK, -0.39f, -0.95f, -1.22f) \
  X(PRONOUN, 0.55f, -0.68f, -0.52f) \
  X(NOMINAL, 0.36f, -0.23f, 0.31f) \
  X(SHADOW, -0.52f, -0.11f, 0.33f) \
  X(COUNT, 0.88f, 1.39f, 0.67f) \
  X(GENDER, 0.69f, 0.00f, 0.00f) \
  X(ORGANIZATION, 0.00f, -0.28f, -0.06f) \
  X(PLACE, 0.00f, -0.12f, -1.17f) \
  X(PLURAL, 0.00f, 0.00f, -0.05f) \
  X(LAST_SAME, 0.20f, 0.24f, 0.57f) \
  X(SPEAKER, 0.50f, 0.57f, 0.36f) \
  X(MUTE, 0.00f, -0.14f, -0.56f) \
  X(MAIN_SUBJECT, 0.55f, 0.90f, 0.51f) \
  X(TEXT_SPEAKS, 0.00f, 1.20f, -0.08f) \
  X(OWNS, 1.06f, 0.80f, 0.30f) \
  X(OWNS_PRONOUN, 0.50f, 2.00f, 2.00f)
/* clang-format on */

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
static const float ds_pronoun_none[DS_PRONOUN_CLASSES] = {0.78f, 2.01f, 2.66f};

#endif
