/* CoNLL-U treebanks, as the trainers and the measuring tool read them: documents whose text is rebuilt from the forms, words with their
 * place in it. Written in the reader's own label enumerations. */
#ifndef DS_TRAINING_CONLLU_H
#define DS_TRAINING_CONLLU_H

#include "base/arena.h"
#include "language/reading.h"

typedef struct gold_word {
  uint32_t start, end;   /* bytes in the document's text */
  const char *lemma;
  int32_t head;          /* index in gold_doc.words, -1 for the root */
  uint32_t sentence;
  uint8_t upos, xpos, rel;
} gold_word;

typedef struct gold_doc {
  char *text;
  uint32_t len, text_cap;
  gold_word *words;
  uint32_t n_words, words_cap;
  uint32_t (*sentences)[2]; /* first word, count */
  uint32_t n_sentences, sentences_cap;
} gold_doc;

typedef struct gold_bank {
  gold_doc *docs;
  uint32_t n, cap;
} gold_bank;

/* Reads a file and appends its documents; exits with a message when it cannot be read. Everything lives in the arena. */
void gold_read(gold_bank *bank, const char *path, ds_arena *arena);

/* A reading that has the document's gold tokens and sentences (tags, lemmas, heads and relations left empty). */
ds_reading *gold_reading(const gold_doc *doc, ds_arena *arena);

#endif
