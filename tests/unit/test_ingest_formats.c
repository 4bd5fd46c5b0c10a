/* HTML, CSV and TSV, feeds, Markdown. */
#include "ingest_helper.h"

static const char page[] =
    "<!doctype html><html><head><title>Leaders meet in Minsk | The Daily Post</title>"
    "<meta property='og:site_name' content='The Daily Post'><meta name='author' content='Jane Doe'>"
    "<meta property='article:published_time' content='2023-02-28T10:00:00Z'><meta property='article:modified_time' content='2024-01-01'>"
    "<link rel='canonical' href='https://post.example/a'></head><body>"
    "<nav><ul><li><a href='/'>Home page of the paper</a></li><li><a href='/w'>World news of the day</a></li></ul></nav>"
    "<div class='has-sidebar'><h1>Leaders meet in Minsk</h1><div class='story'>"
    "<p>The two leaders met on Tuesday, officials said, and spoke for three hours about trade, energy and the war.</p>"
    "<script>var x = 'not text';</script><div class='related'><p>Read more: another story that has nothing to do with it, at all.</p></div>"
    "<p>&ldquo;We agreed on&nbsp;much,&rdquo; the president said after the talks, <a href='#'>which</a> were held behind closed doors.</p>"
    "<figure><figcaption>A caption that is no part of the text, by a photographer.</figcaption></figure>"
    "<p>A second round is planned for March, the ministry said in a statement, though no place was named.</p></div></div>"
    "<footer><p>Copyright 2023, all rights reserved, do not copy this text at all.</p></footer></body></html>";

static void html_page(void **state) {
  catch *c = *state;
  ingest_text(c, "a.html", page);
  assert_int_equal(c->n, 1);
  ds_article *a = &c->articles[0];
  assert_string_equal(a->title, "Leaders meet in Minsk");
  assert_string_equal(a->date, "2023-02-28");
  assert_string_equal(a->author, "Jane Doe");
  assert_string_equal(a->outlet, "The Daily Post");
  assert_string_equal(a->url, "https://post.example/a");
  assert_string_equal(
      a->text, "The two leaders met on Tuesday, officials said, and spoke for three hours about trade, energy and the war.\n\n"
               "\xE2\x80\x9CWe agreed on much,\xE2\x80\x9D the president said after the talks, which were held behind closed doors.\n\n"
               "A second round is planned for March, the ministry said in a statement, though no place was named.");
}

static void html_linked_data(void **state) {
  catch *c = *state;
  ingest_text(c, "page",
              "<html><head><script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"H\","
              "\"datePublished\":\"2020-05-06\",\"author\":[{\"name\":\"A\"},{\"name\":\"B\"}],\"publisher\":{\"name\":\"P\"}}]}</script>"
              "<meta property='og:title' content='other'></head><body><p>Some text.</p></body></html>");
  ds_article *a = &c->articles[0];
  assert_string_equal(a->title, "H");
  assert_string_equal(a->date, "2020-05-06");
  assert_string_equal(a->author, "A, B");
  assert_string_equal(a->outlet, "P");
}

/* As older browsers needed it, and with a line break within a string. */
static void html_linked_data_in_cdata(void **state) {
  catch *c = *state;
  ingest_text(c, "page",
              "<html><head><script type='application/ld+json'>\n//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"Talks in\nMinsk\","
              "\"datePublished\":\"2020-05-06\"}\n//]]></script>"
              "<meta property='og:title' content='other'></head><body><p>Some text.</p></body></html>");
  assert_string_equal(c->articles[0].title, "Talks in Minsk");
  assert_string_equal(c->articles[0].date, "2020-05-06");
}

static const char *title_of(catch *c, const char *head, const char *heading) {
  char html[1000];
  snprintf(html, sizeof html, "<html><head>%s</head><body><h1>%s</h1><p>Some text.</p></body></html>", head, heading);
  ingest_text(c, "page.html", html);
  assert_int_equal(c->n, 1);
  return c->articles[0].title;
}

#define LINKED "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"a matrix\",\"name\":\"Unit matrix\"}</script>"

static void html_titles(void **state) {
  catch *c = *state;
  /* the name is what the page shows: not where the headline is shown, or neither */
  assert_string_equal(title_of(c, "<title>Unit matrix - Encyclopedia</title>" LINKED, "Unit matrix"), "Unit matrix");
  assert_string_equal(title_of(c, "<title>a matrix - Encyclopedia</title>" LINKED, "Unit matrix"), "a matrix");
  assert_string_equal(title_of(c, "<title>Else</title>" LINKED, "Other"), "a matrix");
  /* one property of several names; Dublin Core before Open Graph */
  assert_string_equal(title_of(c, "<meta property='og:title' content='A'><meta property='x:title DC.Title' content='B'>", "C"), "B");
  assert_string_equal(title_of(c, "<meta property='og:title2 dc' content='A'><meta name='parsely-title' content='P'>", "C"), "P");
  assert_string_equal(title_of(c, "<title>Minister visits the harbour | The Post</title>", "News"), "Minister visits the harbour");
  assert_string_equal(title_of(c, "<title>Minister visits the harbour | The Post</title>", "Minister visits the harbour"),
                      "Minister visits the harbour");
  assert_string_equal(title_of(c, "", "Heading alone"), "Heading alone");
}

static void html_charset(void **state) {
  catch *c = *state;
  ingest_text(c, "a.html", "<html><head><meta charset='windows-1251'></head><body><p>\xCF\xF0\xE8\xE2\xE5\xF2</p></body></html>");
  assert_string_equal(c->articles[0].text, "Привет");
}

static void html_nested_deeply(void **state) {
  catch *c = *state;
  size_t n = 1 << 20;
  char *deep = malloc(n);
  for (size_t i = 0; i < n; i++) deep[i] = "<div>"[i % 5];
  memcpy(deep, "<html>", 5);
  ingest_with(c, write_file(c, "a.html", deep, n), &(ds_ingest_options){0});
  assert_int_equal(c->n_refused, 1);
  ingest_with(c, write_file(c, "a.html", deep, 40000), &(ds_ingest_options){0});
  assert_int_equal(c->n, 0);
  free(deep);
}

static void csv_rows(void **state) {
  catch *c = *state;
  ingest_text(c, "a.csv",
              "id;Title;Published;Body;content\r\n1;T;28.02.2023;\"Line one\r\nsaid \"\"so\"\"; end\";x\r\n2;U;;;\r\n\r\n3;V;2020;three");
  assert_int_equal(c->n, 2);
  assert_string_equal(c->articles[0].text, "Line one\r\nsaid \"so\"; end");
  assert_string_equal(c->articles[0].title, "T");
  assert_string_equal(c->articles[0].ref, "1");
  assert_string_equal(c->articles[0].date, "2023-02-28");
  assert_string_equal(c->articles[1].text, "three");
  assert_int_equal(c->n_refused, 1);
  assert_int_equal(c->lines[0], 3);
}

static void csv_without_text(void **state) {
  catch *c = *state;
  ingest_text(c, "a.csv", "a,b\n1,2\n3,4\n");
  assert_int_equal(c->n_refused, 1);
  assert_non_null(strstr(c->refused[0], "(it has: a, b)"));
  const char *fields[] = {"text=b", NULL};
  ingest_with(c, write_file(c, "a.csv", "a,b\n1,2\n", 8), &(ds_ingest_options){.fields = fields});
  assert_string_equal(c->articles[0].text, "2");
}

static void tsv_rows(void **state) {
  catch *c = *state;
  ingest_text(c, "a.tsv", "title\ttext\nIt \"is\"\tone\\ntwo \\\\ three\n");
  assert_string_equal(c->articles[0].title, "It \"is\"");
  assert_string_equal(c->articles[0].text, "one\ntwo \\ three");
  ingest_text(c, "noname", "title\ttext\nA\tB\n");
  assert_string_equal(c->articles[0].text, "B");
}

static void rss(void **state) {
  catch *c = *state;
  ingest_text(
      c, "f.xml",
      "<?xml version='1.0'?><rss xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
      "<channel><title>The Feed</title><item><title>One &amp; two</title><link>http://x/1</link><guid>g1</guid>"
      "<pubDate>Tue, 28 Feb 2023 10:00:00 GMT</pubDate><dc:creator>Ann</dc:creator><description>short</description>"
      "<content:encoded><![CDATA[<p>First&nbsp;para.</p><p>Second.</p>]]></content:encoded></item>"
      "<item><title>Only a title</title></item></channel></rss>");
  assert_int_equal(c->n, 2);
  ds_article *a = &c->articles[0];
  assert_string_equal(a->text, "First para.\n\nSecond.");
  assert_string_equal(a->title, "One & two");
  assert_string_equal(a->url, "http://x/1");
  assert_string_equal(a->ref, "g1");
  assert_string_equal(a->date, "2023-02-28");
  assert_string_equal(a->author, "Ann");
  assert_string_equal(a->outlet, "The Feed");
  assert_string_equal(c->articles[1].text, "Only a title");
  assert_string_equal(c->remarks[0], "of 1 of its entries the title is all there is");
}

static void rss_guid(void **state) {
  catch *c = *state;
  ingest_text(c, "f.xml",
              "<rss version='2.0'><channel><item><title>A</title><guid>http://x/a</guid></item>"
              "<item><title>B</title><guid isPermaLink='false'>http://x/b</guid></item>"
              "<item><title>C</title><guid isPermaLink='true'>http://x/c</guid><link>http://x/link</link></item>"
              "<item><title>D</title><guid>tag:d</guid></item><item><link>http://x/e</link></item></channel></rss>");
  assert_int_equal(c->n, 4);
  assert_string_equal(c->articles[0].url, "http://x/a");
  assert_null(c->articles[1].url);
  assert_string_equal(c->articles[2].url, "http://x/link");
  assert_null(c->articles[3].url);
  assert_int_equal(c->n_refused, 1);
  assert_string_equal(c->refused[0], "no text in it");
}

static void atom(void **state) {
  catch *c = *state;
  ingest_text(c, "f.atom",
              "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><entry><title type='html'>A &lt;b&gt;bold&lt;/b&gt; move</title>"
              "<link rel='self' href='http://x/self'/><link href='http://x/2'/><id>i2</id><updated>2024-01-01T00:00:00Z</updated>"
              "<published>2023-12-31T00:00:00Z</published><author><name>Bob</name></author>"
              "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Hello</p><p>there</p></div></content></entry></feed>");
  ds_article *a = &c->articles[0];
  assert_int_equal(c->n, 1);
  assert_string_equal(a->title, "A bold move");
  assert_string_equal(a->url, "http://x/2");
  assert_string_equal(a->date, "2023-12-31");
  assert_string_equal(a->author, "Bob");
  assert_string_equal(a->text, "Hello\n\nthere");
}

static void broken_feed(void **state) {
  catch *c = *state;
  ingest_text(c, "f.xml", "<rss><channel><item><description>one</description></item>\n<item><description>two</item></rss>");
  assert_int_equal(c->n, 1);
  assert_int_equal(c->n_refused, 1);
  assert_int_equal(c->lines[0], 2);
}

static void json_feed(void **state) {
  catch *c = *state;
  ingest_text(c, "f.json",
              "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"J\",\"items\":[{\"id\":\"1\",\"content_html\":\"<p>Hi</p>\","
              "\"date_published\":\"2020-01-02T00:00:00Z\"}]}");
  assert_string_equal(c->articles[0].text, "Hi");
  assert_string_equal(c->articles[0].outlet, "J");
  assert_string_equal(c->articles[0].date, "2020-01-02");
}

static void front_matter(void **state) {
  catch *c = *state;
  ingest_text(c, "a.md", "---\ntitle: \"A: B\"\ndate: 2023-02-28\nauthors: [Ann, Bob]\n---\n\nText *here*.\n");
  ds_article *a = &c->articles[0];
  assert_string_equal(a->title, "A: B");
  assert_string_equal(a->date, "2023-02-28");
  assert_string_equal(a->author, "Ann, Bob");
  assert_string_equal(a->text, "Text *here*.\n");
  ingest_text(c, "a.md", "# Head\n\n[link](http://x/1)\n\n*28 February 2023*\n\nText.\n");
  assert_string_equal(c->articles[0].title, "Head");
  assert_string_equal(c->articles[0].url, "http://x/1");
  assert_string_equal(c->articles[0].date, "2023-02-28");
  ingest_text(c, "a.md", "--- \nno end\n");
  assert_string_equal(c->articles[0].text, "--- \nno end\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(html_page, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(html_linked_data, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(html_linked_data_in_cdata, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(html_titles, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(html_charset, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(html_nested_deeply, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(csv_rows, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(csv_without_text, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(tsv_rows, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(rss, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(rss_guid, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(atom, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(broken_feed, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(json_feed, catch_setup, catch_teardown),
      cmocka_unit_test_setup_teardown(front_matter, catch_setup, catch_teardown),
  };
  return cmocka_run_group_tests_name("ingest formats", tests, NULL, NULL);
}
