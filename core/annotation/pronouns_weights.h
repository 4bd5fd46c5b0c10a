/* What speaks for an antecedent, and how much by class of pronoun. Learned by a log-linear ranking over the candidates from the coreference
 * annotation of the English GUM treebank (CC BY 4.0). */
#ifndef DS_ANNOTATION_PRONOUNS_WEIGHTS_H
#define DS_ANNOTATION_PRONOUNS_WEIGHTS_H

typedef enum ds_pronoun_class { DS_PRONOUN_PERSON, DS_PRONOUN_THING, DS_PRONOUN_PLURAL, DS_PRONOUN_CLASSES } ds_pronoun_class;

/* feature; weights for he/she, it, they */
#define DS_PRONOUN_LIST(X) \
  X(SAME_SENTENCE, 0.93f, 1.45f, 1.68f) \
  X(ONE_BACK, 0.57f, 0.37f, 0.52f) \
  X(TWO_BACK, -0.11f, 0.31f, -0.36f) \
  X(SUBJECT, 0.13f, 0.94f, 0.59f) \
  X(OBJECT, 0.03f, 0.69f, 0.44f) \
  X(POSSESSIVE, 0.49f, 1.40f, 1.18f) \
  X(PARALLEL, 0.33f, 0.26f, 0.45f) \
  X(SUBJECT_BEFORE, 0.77f, 0.50f, 0.68f) \
  X(OWN_SUBJECT, 1.07f, 0.42f, 0.88f) \
  X(HIGHER_SUBJECT, 0.89f, 0.20f, 0.80f) \
  X(EARLY, 0.31f, 0.50f, 0.43f) \
  X(QUOTE_EDGE, -1.23f, -0.62f, 0.01f) \
  X(OTHER_PARAGRAPH, -1.17f, -0.70f, -0.93f) \
  X(FIRST, 0.37f, -0.06f, -0.00f) \
  X(RANK, -0.48f, -0.93f, -1.34f) \
  X(PRONOUN, 0.56f, -0.78f, -0.04f) \
  X(NOMINAL, 0.41f, -0.05f, -0.06f) \
  X(SHADOW, -0.66f, -0.26f, 0.39f) \
  X(COUNT, 1.18f, 1.44f, 1.00f) \
  X(GENDER, 0.91f, 0.00f, 0.00f) \
  X(ORGANIZATION, 0.00f, -0.25f, -0.06f) \
  X(PLACE, 0.00f, -0.16f, -1.36f) \
  X(PLURAL, 0.00f, 0.00f, 0.15f) \
  X(LAST_SAME, -0.18f, 0.30f, 0.13f)

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
static const float ds_pronoun_none[DS_PRONOUN_CLASSES] = {0.99f, 2.10f, 2.60f};

#endif
