/* Near copies: what counts as one, and clusters as a function of the set of articles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/duplicates.h"
#include "store/save.h"

static char path[] = "/tmp/dossier-duplicates-XXXXXX";

/* A wire story, four ways: as sent; with a paragraph cut; with a byline and a dateline; with the last paragraph cut and a word changed. */
#define LEAD "The ministers of five coastal states agreed on Tuesday to open their ports to relief ships for another six months. "
#define TALKS "Talks had stalled twice over who pays for pilots and for the repair of two lighthouses that the spring storms put out. "
#define QUOTE                                                                                                                         \
  "\"We have found money for both, and nobody goes home unhappy,\" the chairman told reporters after the meeting in the old customs " \
  "house. "
#define UNION "The union of harbour workers, which had called a strike for next week, said it would study the paper before it decides. "
#define COSTS \
  "Officials put the cost at nine million a year, most of it for fuel, and expect the parliaments to vote before the summer recess. "
#define CLOSE \
  "A first convoy of four ships is to leave on the third of the month with grain, tents and medicine on board, the port office said.\n"
/* Another paper's story on the same meeting. */
#define OTHER                                                                                                                           \
  "Five governments along the coast will let aid ships dock until autumn after a night of bargaining. The chairman, in a good mood, "   \
  "joked about the coffee before he read out the result: pilots will be paid from a common fund, the lighthouses mended by whoever "    \
  "owns the rock. Dockers remain wary. \"Paper is patient,\" one of them said at the gate. Grain and tents are waiting in two sheds "   \
  "behind the station, and the first captain hopes to cast off within days. What the deal costs was not said at first; later a figure " \
  "of nine million a year went round, which nobody in the room wanted to confirm."

static const struct story {
  const char *date, *title, *text;
} stories[] = {{"2023-05-02", "Five states open ports", LEAD TALKS QUOTE UNION COSTS CLOSE},
               {"2023-05-03", "Ports stay open for relief ships", LEAD QUOTE UNION COSTS CLOSE},
               {"2023-05-03", "Relief deal", "By Anna Berg\nEASTPORT (Wire) - " LEAD TALKS QUOTE UNION COSTS CLOSE},
               {NULL, "Ministers agree", LEAD TALKS QUOTE UNION "Officials put the price at nine million a year."},
               {"2023-05-01", "A night of bargaining", OTHER},
               {"2023-05-04", "Ports", "Ports stay open."},
               {"2023-05-05", "Ports again", "Ports stay open now."}};
enum { STORIES = sizeof stories / sizeof *stories };

static ds_store *fresh(void) {
  ds_store *store = NULL;
  unlink(path);
  assert_int_equal(ds_store_open(path, DS_OPEN_CREATE, 0, &store, NULL), DS_OK);
  return store;
}

static int64_t save(ds_store *store, int64_t id, int n) {
  char key[8];
  int64_t saved = 0;
  ds_article article = {.title = (char *)stories[n].title,
                        .date = (char *)stories[n].date,
                        .text = (char *)stories[n].text,
                        .text_len = strlen(stories[n].text),
                        .file = "f"};
  snprintf(key, sizeof key, "%d", n);
  assert_int_equal(ds_article_save(store, id, &article, key, NULL, NULL, &saved, NULL), DS_OK);
  return saved;
}

static void settle(ds_store *store) {
  assert_int_equal(ds_duplicates_settle(store, NULL), DS_OK);
}

/* "key>primary's key " for each article, by key. The caller frees. */
static char *clusters(ds_store *store) {
  ds_buf out = {0};
  sqlite3_stmt *rows = NULL;
  sqlite3_prepare_v2(ds_store_handle(store),
                     "SELECT a.key, p.key FROM articles a LEFT JOIN articles p ON p.id = a.duplicate_of ORDER BY a.key", -1, &rows, NULL);
  while (sqlite3_step(rows) == SQLITE_ROW) {
    const char *primary = (const char *)sqlite3_column_text(rows, 1);
    ds_buf_printf(&out, "%s>%s ", (const char *)sqlite3_column_text(rows, 0), primary ? primary : "-");
  }
  sqlite3_finalize(rows);
  return ds_buf_take(&out);
}

static void assert_clusters(ds_store *store, const char *expected) {
  char *got = clusters(store);
  assert_string_equal(got, expected);
  free(got);
}

static int64_t count(ds_store *store, const char *sql) {
  sqlite3_stmt *row = NULL;
  sqlite3_prepare_v2(ds_store_handle(store), sql, -1, &row, NULL);
  assert_int_equal(sqlite3_step(row), SQLITE_ROW);
  int64_t n = sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  return n;
}

static void three_edits_are_one_story(void **state) {
  ds_store *store = fresh();
  for (int i = 0; i < STORIES; i++) save(store, 0, i);
  settle(store);
  assert_clusters(store, "0>- 1>0 2>0 3>0 4>- 5>- 6>- ");
  assert_int_equal(count(store, "SELECT count(*) FROM unsettled"), 0);
  int64_t n = 0;
  assert_int_equal(ds_copies_count(store, "2023-05-03", "2023-05", NULL, &n, NULL), DS_OK);
  assert_int_equal(n, 2);
  ds_store_close(store);
}

static void order_and_batches_do_not_matter(void **state) {
  unsigned seed = 7;
  for (int round = 0; round < 30; round++) {
    int order[STORIES];
    ds_store *store = fresh();
    for (int i = 0; i < STORIES; i++) order[i] = i;
    for (int i = STORIES - 1; i > 0; i--) {
      seed = seed * 1103515245u + 12345u;
      int k = (int)(seed >> 16) % (i + 1), other = order[k];
      order[k] = order[i];
      order[i] = other;
    }
    for (int i = 0; i < STORIES; i++) {
      save(store, 0, order[i]);
      if (round % 3 == 0 || (round % 3 == 1 && i % 3 == 1)) settle(store);
    }
    settle(store);
    assert_clusters(store, "0>- 1>0 2>0 3>0 4>- 5>- 6>- ");
    ds_store_close(store);
  }
}

static void a_removed_primary_leaves_its_copies_together(void **state) {
  ds_store *store = fresh();
  int64_t ids[STORIES];
  for (int i = 0; i < STORIES; i++) ids[i] = save(store, 0, i);
  settle(store);
  assert_int_equal(ds_article_remove(store, ids[0], NULL), DS_OK);
  assert_clusters(store, "1>- 2>1 3>1 4>- 5>- 6>- ");
  assert_int_equal(ds_article_remove(store, ids[1], NULL), DS_OK);
  assert_int_equal(ds_article_remove(store, ids[2], NULL), DS_OK);
  assert_clusters(store, "3>- 4>- 5>- 6>- ");
  for (int i = 3; i < STORIES; i++) assert_int_equal(ds_article_remove(store, ids[i], NULL), DS_OK);
  assert_int_equal(count(store, "SELECT (SELECT count(*) FROM bands) + (SELECT count(*) FROM unsettled)"), 0);
  ds_store_close(store);
}

/* B is like A and like C, A and C are not alike: with B they are one cluster, without it two. */
static void a_link_that_goes_away_parts_a_cluster(void **state) {
  static char texts[3][4096];
  ds_store *store = fresh();
  int64_t ids[3];
  for (int n = 0; n < 3; n++) {
    texts[n][0] = '\0';
    for (int w = 70 * n; w < 70 * n + 260; w++) sprintf(texts[n] + strlen(texts[n]), "word%d ", w);
    char key[4];
    snprintf(key, sizeof key, "%d", n);
    ds_article article = {.text = texts[n], .text_len = strlen(texts[n]), .file = "f"};
    assert_int_equal(ds_article_save(store, 0, &article, key, NULL, NULL, &ids[n], NULL), DS_OK);
  }
  settle(store);
  assert_clusters(store, "0>- 1>0 2>0 ");
  assert_int_equal(ds_article_remove(store, ids[1], NULL), DS_OK);
  assert_clusters(store, "0>- 2>- ");
  ds_store_close(store);
}

static void a_changed_article_leaves_its_cluster(void **state) {
  ds_store *store = fresh();
  int64_t first = save(store, 0, 0);
  save(store, 0, 1);
  settle(store);
  assert_clusters(store, "0>- 1>0 ");
  save(store, first, 4);
  settle(store);
  assert_clusters(store, "1>- 4>- ");
  save(store, first, 2);
  settle(store);
  assert_clusters(store, "1>- 2>1 ");
  ds_store_close(store);
}

static bool alike(const char *a, const char *b) {
  ds_shingles x, y;
  ds_shingles_make(a, strlen(a), &x);
  ds_shingles_make(b, strlen(b), &y);
  bool same = ds_shingles_alike(&x, &y);
  assert_int_equal(same, ds_shingles_alike(&y, &x));
  ds_shingles_reset(&x);
  ds_shingles_reset(&y);
  return same;
}

static void texts_are_alike_or_not(void **state) {
  assert_true(alike(LEAD TALKS QUOTE, LEAD TALKS QUOTE));
  assert_true(alike("\xE2\x80\x9CNo,\xE2\x80\x9D he said \xE2\x80\x94 and left", "'NO' he said, and left"));
  assert_true(alike("\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82", "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82!"));
  assert_false(alike("", ""));
  assert_false(alike("...", "!"));
  assert_false(alike(LEAD QUOTE CLOSE, OTHER));
  /* Notices from one template. */
  assert_false(alike("Qtly div 18 cts vs 18 cts prior. Pay April 15. Record March 31.",
                     "Qtly div 22 cts vs 22 cts prior. Pay April 30. Record March 31."));
  assert_false(alike("The central bank added reserves on Monday through two billion of customer repurchases, a spokesman said. Funds "
                     "traded at six and one eighth percent at the time. Economists had expected it to add about that much.",
                     "The central bank added reserves on Friday through one billion of customer repurchases, a spokesman said. Funds "
                     "traded at six and one quarter percent at the time. Economists had expected it to add about that much."));
}

static void save_text(ds_store *store, int n, const char *text) {
  char key[16];
  int64_t saved;
  ds_article article = {.title = "Weather", .date = "2023-05-02", .text = (char *)text, .text_len = strlen(text), .file = "f"};
  snprintf(key, sizeof key, "%06d", n);
  assert_int_equal(ds_article_save(store, 0, &article, key, NULL, NULL, &saved, NULL), DS_OK);
}

/* The weather of a place: one template, seven things that differ. */
static void weather(char *out, size_t size, unsigned n, const char *end) {
  static const char *const winds[] = {"north", "east", "south", "west", "northwest", "southeast"};
  unsigned x = n * 2654435761u;
  snprintf(out, size,
           "The weather office expects a dry day in district %u, with a little cloud in the afternoon and a light wind from the %s. "
           "Temperatures are to rise to %u degrees on the coast and to %u degrees inland, after a night of %u degrees. The sea is at %u "
           "degrees and calm enough for small boats, which should all the same keep an eye on the sky in the evening hours%s.",
           n, winds[x % 6], 10 + (x >> 8) % 20, 12 + (x >> 13) % 20, (x >> 18) % 12, 8 + (x >> 23) % 14, end);
}

/* Thousands of texts of one template: the work grows with their number, not with its square, and copies among them are found. */
static void a_crowd_of_one_template(void **state) {
  enum { TEXTS = 4000, COPIES = 50 };
  char text[700];
  ds_store *store = fresh();
  assert_int_equal(ds_store_begin(store, NULL), DS_OK);
  for (unsigned i = 0; i < TEXTS; i++) {
    weather(text, sizeof text, i, "");
    save_text(store, (int)i, text);
    if (i == TEXTS / 2) settle(store);
  }
  for (unsigned i = 0; i < COPIES; i++) {
    weather(text, sizeof text, i * 79, ", it said");
    save_text(store, TEXTS + (int)i, text);
  }
  settle(store);
  assert_true(store->compared < TEXTS * 20 * 32);
  int64_t found = count(store, "SELECT count(*) FROM articles WHERE key >= '004000' AND duplicate_of IS NOT NULL");
  int64_t wrong = count(store, "SELECT count(*) FROM articles WHERE key < '004000' AND duplicate_of IS NOT NULL");
  if (found < COPIES * 9 / 10 || wrong > COPIES) print_error("%lld found, %lld wrong\n", (long long)found, (long long)wrong);
  assert_true(found >= COPIES * 9 / 10 && wrong <= COPIES);
  assert_int_equal(ds_store_commit(store, NULL), DS_OK);
  ds_store_close(store);
}

/* The same text thousands of times but for its last word is one cluster, in as many comparisons or a few times that. */
static void a_crowd_of_copies(void **state) {
  enum { TEXTS = 3000 };
  char text[1000];
  ds_store *store = fresh();
  assert_int_equal(ds_store_begin(store, NULL), DS_OK);
  for (int i = 0; i < TEXTS; i++) {
    snprintf(text, sizeof text, "%s%s%s%s by %d", LEAD, TALKS, QUOTE, UNION, i);
    save_text(store, i, text);
    if (i == TEXTS / 3) settle(store);
  }
  settle(store);
  assert_int_equal(count(store, "SELECT count(*) FROM articles WHERE duplicate_of = 1"), TEXTS - 1);
  assert_true(store->compared < TEXTS * 4);
  assert_int_equal(ds_store_commit(store, NULL), DS_OK);
  ds_store_close(store);
}

static void damaged_bytes_are_read(void **state) {
  static const char bytes[] = "a\xFF\xFE b\0c \xC3";
  ds_shingles shingles;
  uint32_t bands[DS_BANDS];
  ds_shingles_make(bytes, sizeof bytes - 1, &shingles);
  assert_int_equal(shingles.words, 3);
  assert_int_equal(shingles.n, 1);
  ds_shingles_bands(&shingles, bands);
  for (int i = 1; i < DS_BANDS; i++) assert_int_not_equal(bands[i], bands[i - 1]);
  ds_shingles_reset(&shingles);
}

static void bands_need_no_order(void **state) {
  (void)state;
  static const char text[] = "The ship left the port. The ship left the port at dawn, and at dawn the ship left the port again.";
  ds_shingles shingles;
  uint32_t sorted[DS_BANDS], read[DS_BANDS];
  for (size_t len = 0; len < sizeof text; len++) {
    ds_shingles_make(text, len, &shingles);
    ds_shingles_bands(&shingles, sorted);
    ds_shingles_text_bands(text, len, read);
    assert_memory_equal(sorted, read, sizeof read);
    ds_shingles_reset(&shingles);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bands_need_no_order),
                                     cmocka_unit_test(three_edits_are_one_story),
                                     cmocka_unit_test(order_and_batches_do_not_matter),
                                     cmocka_unit_test(a_removed_primary_leaves_its_copies_together),
                                     cmocka_unit_test(a_link_that_goes_away_parts_a_cluster),
                                     cmocka_unit_test(a_changed_article_leaves_its_cluster),
                                     cmocka_unit_test(texts_are_alike_or_not),
                                     cmocka_unit_test(a_crowd_of_one_template),
                                     cmocka_unit_test(a_crowd_of_copies),
                                     cmocka_unit_test(damaged_bytes_are_read)};
  close(mkstemp(path));
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  unlink(path);
  return failed;
}
