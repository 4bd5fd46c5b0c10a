/* How fast each step of an annotation is, on one core. usage: stages ARTICLES.jsonl
 * The steps are run one after another over each article, as ds_annotate runs them; the time is the thread's own, so that other work on the
 * machine counts little. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "annotation/annotation.h"
#include "stages.h"

#define X(name, text) text,
static const char *const stage_texts[] = {STAGE_LIST(X)};
#undef X

static double thread_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void done(bench *b, stage s) {
  double now = thread_seconds();
  b->seconds[s] += now - b->last;
  b->last = now;
}

static void annotate(bench *b, const char *text, size_t len, const char *title, const char *date) {
  ds_reading *r = DS_ARENA_NEW(b->arena, ds_reading, 1);
  ds_annotation *a = DS_ARENA_NEW(b->arena, ds_annotation, 1);
  r->text = text;
  r->len = len;
  a->reading = r;
  a->lang = "en";
  if (date && strlen(date) >= 10) memcpy(a->date, date, 10);
  read_in_steps(b, r);
  ds_entities_find(a, title, b->arena);
  done(b, STAGE_ENTITIES);
  ds_dates_find(a, b->arena);
  done(b, STAGE_DATES);
  ds_quotes_find(a, b->arena);
  done(b, STAGE_QUOTES);
  ds_predicates_find(a, b->arena);
  done(b, STAGE_PREDICATES);
  ds_buf_clear(&b->out);
  ds_annotation_json(a, NULL, false, &b->out);
  done(b, STAGE_JSON);
  b->tokens += r->n_tokens;
  b->articles++;
}

static void run(bench *b, FILE *in) {
  char *line = NULL;
  size_t cap = 0;
  while (getline(&line, &cap, in) > 0) {
    b->last = thread_seconds();
    json_t *o = json_loads(line, 0, NULL), *text = json_object_get(o, "text");
    done(b, STAGE_INPUT);
    if (json_is_string(text))
      annotate(b, json_string_value(text), json_string_length(text), json_string_value(json_object_get(o, "title")),
               json_string_value(json_object_get(o, "date")));
    ds_arena_reset(b->arena);
    json_decref(o);
    done(b, STAGE_INPUT);
  }
  free(line);
}

static void report(const bench *b) {
  double all = 0;
  for (int s = 0; s < STAGES; s++) all += b->seconds[s];
  printf("%-20s %12s %8s\n", "stage", "tokens/s", "share");
  for (int s = 0; s < STAGES; s++)
    printf("  %-18s %12.0f %7.1f%%\n", stage_texts[s], (double)b->tokens / b->seconds[s], 100 * b->seconds[s] / all);
  printf("  %-18s %12.0f   (%llu tokens in %llu articles)\n", "all", (double)b->tokens / all, (unsigned long long)b->tokens,
         (unsigned long long)b->articles);
}

int main(int argc, char **argv) {
  FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
  if (!in) {
    fprintf(stderr, argc == 2 ? "stages: cannot open '%s'\n" : "usage: stages ARTICLES.jsonl\n", argc == 2 ? argv[1] : "");
    return 2;
  }
  bench b = {.arena = ds_arena_new()};
  run(&b, in);
  fclose(in);
  if (b.tokens) report(&b);
  if (!b.tokens) fprintf(stderr, "stages: no article with a text in '%s'\n", argv[1]);
  ds_arena_free(b.arena);
  ds_buf_reset(&b.out);
  return b.tokens ? 0 : 1;
}
