/* Sentences of raw text, and sentences as bytes: each its number of words (32 bits), forms, tags, relations, heads (16 bits). */
#ifndef DS_TRAINING_RAW_H
#define DS_TRAINING_RAW_H

#include "samples.h"

/* Reads texts (articles ended by form feeds), every step-th article, into samples without tags and trees; at most `words` words; headlines
 * and sentences of under 5 or over 64 words are left out. */
void samples_read_raw(samples *all, const char *path, uint32_t words, uint32_t step, ds_arena *arena);

/* Of three sentences that the teacher has read, the first is for the tagger, the others for the parser. */
typedef enum samples_share { SHARE_OF_TAGGER, SHARE_OF_PARSER } samples_share;

/* Keeps samples with their forms, tags and trees; gets back a share of them. A file that is not what it should be ends the program. */
void samples_save(const samples *all, const char *path);
void samples_load(samples *all, const char *path, samples_share share, ds_arena *arena);

/* Both parts of each tag (by the model's tagger) as gold. */
void samples_trust_tags(samples *all, ds_arena *arena);
/* The tags that the model's tagger gives, in place of those that stand there. */
void samples_tag_again(samples *all);

/* Reads the tags that train_tagger wrote for these samples. */
void samples_read_tags(samples *all, const char *path);

#endif
