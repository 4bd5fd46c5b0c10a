/* Inside the finding of quotations: stretches of words around a cue, and the clauses that it reports without marks. Tokens are indices into
 * the reading; "first" and "last" are both included. */
#ifndef DS_ANNOTATION_QUOTES_STRETCH_H
#define DS_ANNOTATION_QUOTES_STRETCH_H

#include "annotation/quotes.h"

/* The cue with its speaker, as far as they stand together: from the earlier to the later of both. */
uint32_t ds_quotes_cue_first(const ds_cue *c);
uint32_t ds_quotes_cue_last(const ds_cue *c);
/* Does the speaker stand behind the verb or within a dozen words before it? */
bool ds_quotes_speaker_near(const ds_cue *c);

ds_span ds_quotes_bytes(const ds_quoting *q, uint32_t first, uint32_t last);
/* Gives the marks among the tokens that belong to no quote yet to this one. */
void ds_quotes_use_marks(ds_quoting *q, uint32_t first, uint32_t last, int32_t quote);
/* Adds the tokens as what the cue reports: mixed when they hold marks that belong to no quote yet, which it takes, else indirect. */
ds_quote *ds_quotes_add_words(ds_quoting *q, uint32_t first, uint32_t last, const ds_cue *c);

/* Does the clause of the cue end behind it: nothing follows but circumstances ("on Monday", "in a statement")? */
bool ds_quotes_clause_ends(const ds_quoting *q, const ds_cue *c);
/* The first word of the token's sentence, without "and", "but" and punctuation before it. */
uint32_t ds_quotes_content_first(const ds_quoting *q, uint32_t t);
/* The last token of a reported clause that begins at first: marks whole, final punctuation left out. */
uint32_t ds_quotes_clause_end(const ds_quoting *q, uint32_t first, uint32_t last);
/* Cuts off what does not belong to the words of this cue: from a coordinated cue on ("said it was late but argued …"), and, behind the last
 * quotation mark, a circumstance of the saying ("… “excited” as he faces …"). */
uint32_t ds_quotes_cut_tail(const ds_quoting *q, const ds_cue *c, uint32_t first, uint32_t last);
/* The first token behind the cue and its adverbs, times and places ("said on Monday that …"). */
uint32_t ds_quotes_after_circumstances(const ds_quoting *q, const ds_cue *c);
/* The first token after the cue that is not its hearer, time or place: where a reported clause would begin; or DS_NO_TOKEN. */
uint32_t ds_quotes_complement_first(const ds_quoting *q, const ds_cue *c);
/* Does the cue with its speaker stand behind a comma inside a sentence? Gives the sentence's first word. */
bool ds_quotes_is_inside(const ds_quoting *q, const ds_cue *c, uint32_t *start);
/* Does a clause that the cue with its speaker interrupts go on behind it: "…, he added, to pursue …", "…, he said, and “…”"? Gives the
 * token from which it does. */
bool ds_quotes_resumes(const ds_quoting *q, const ds_cue *c, uint32_t *next);
/* Does the cue report somebody's words or opinion, and not the writer's or the reader's own? */
bool ds_quotes_is_reported(const ds_quoting *q, const ds_cue *c);
/* Is there a finite verb among the tokens? */
bool ds_quotes_has_finite(const ds_quoting *q, uint32_t first, uint32_t last);

/* Adds what the cue reports without marks; false when it reports nothing. */
bool ds_quotes_take_clause(ds_quoting *q, const ds_cue *c);
/* "SMITH: “…”", "SMITH: We will go on." The words to the paragraph's end when none are marked. */
bool ds_quotes_take_colon(ds_quoting *q, const ds_cue *c);
/* "Mr. Trump's assertion that …": an utterance's noun with its owner and its clause. */
void ds_quotes_take_noun(ds_quoting *q, uint32_t noun);

#endif
