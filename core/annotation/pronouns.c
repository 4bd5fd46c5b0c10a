/* Pronouns. */
#include "annotation/entities.h"

void ds_cast_pronoun(ds_cast *c, uint32_t token) { (void)c, (void)token; }
