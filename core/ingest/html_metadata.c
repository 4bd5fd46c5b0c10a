/* What a page says about itself. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/html.h"

enum { DEEPEST = 2000 };

/* Where a value stood; a lower number is more to be trusted. */
typedef enum rank { LINKED_DATA, CATALOGUE, OPEN_GRAPH, META, MICRODATA, SEEN, GUESSED, NOTHING } rank;
typedef enum what { TITLE, NAME, HEADING, WINDOW, DATE, AUTHOR, SITE, URL, WHATS } what;

typedef struct metadata {
  char *values[WHATS];
  rank ranks[WHATS];
  ds_buf *body;
} metadata;

static void offer(metadata *m, what w, rank r, const char *value) {
  if (!value || r >= m->ranks[w]) return;
  while (strchr(" \t\r\n", *value) && *value) value++;
  size_t len = strlen(value);
  while (len && strchr(" \t\r\n", value[len - 1])) len--;
  if (len == 0 || len > 1000 || (w == AUTHOR && (strncmp(value, "http", 4) == 0 || len > 200))) return;
  free(m->values[w]);
  m->values[w] = ds_strndup(value, len);
  m->ranks[w] = r;
}

/* A name, an object with one, or a list of these ("A, B"). */
static void join_names(const json_t *value, ds_buf *out) {
  if (json_is_object(value)) value = json_object_get(value, "name");
  if (json_is_string(value)) ds_buf_printf(out, "%s%s", out->len ? ", " : "", json_string_value(value));
  for (size_t i = 0; i < json_array_size(value); i++) join_names(json_array_get(value, i), out);
}

static void offer_names(metadata *m, what w, json_t *value) {
  ds_buf names = {0};
  join_names(value, &names);
  if (names.len) offer(m, w, LINKED_DATA, names.data);
  ds_buf_reset(&names);
}

static bool is_article(json_t *type) {
  size_t i;
  json_t *item;
  if (json_is_string(type)) {
    const char *name = json_string_value(type);
    size_t len = strlen(name);
    return (len >= 7 && strcmp(name + len - 7, "Article") == 0) || strstr(name, "Posting") || strstr(name, "Report");
  }
  json_array_foreach(type, i, item) if (is_article(item)) return true;
  return false;
}

static void look_at_linked(metadata *m, json_t *value, int depth) {
  if (depth > 6) return;
  for (size_t i = 0; i < json_array_size(value); i++) look_at_linked(m, json_array_get(value, i), depth + 1);
  if (!json_is_object(value)) return;
  if (json_object_get(value, "@graph")) look_at_linked(m, json_object_get(value, "@graph"), depth + 1);
  if (!is_article(json_object_get(value, "@type"))) return;
  offer(m, TITLE, LINKED_DATA, json_string_value(json_object_get(value, "headline")));
  offer(m, NAME, LINKED_DATA, json_string_value(json_object_get(value, "name")));
  offer(m, DATE, LINKED_DATA, json_string_value(json_object_get(value, "datePublished")));
  offer(m, URL, LINKED_DATA, json_string_value(json_object_get(value, "url")));
  offer_names(m, AUTHOR, json_object_get(value, "author"));
  offer_names(m, SITE, json_object_get(value, "publisher"));
  const char *body = json_string_value(json_object_get(value, "articleBody"));
  if (body && m->body->len == 0) ds_html_fragment(body, strlen(body), m->body);
}

/* Where the JSON in a script begins: at times it stands in a comment or a CDATA section, as older browsers needed it. Line breaks within
 * strings, which JSON has none of, become blanks. */
static char *plain_json(const char *script) {
  size_t start = strcspn(script, "{[");
  while (strncmp(script + start, "[CDATA[", 7) == 0) start += 7 + strcspn(script + start + 7, "{[");
  char *json = ds_strdup(script + start);
  for (char *p = json; *p; p++)
    if ((unsigned char)*p < ' ') *p = ' ';
  return json;
}

static void look_at_script(metadata *m, const GumboNode *node) {
  const char *type = ds_html_attribute(node, "type");
  if (!type || strcasecmp(type, "application/ld+json") != 0 || node->v.element.children.length == 0) return;
  const GumboNode *text = node->v.element.children.data[0];
  if (text->type != GUMBO_NODE_TEXT && text->type != GUMBO_NODE_CDATA) return;
  char *json = plain_json(text->v.text.text);
  json_t *value = json_loads(json, JSON_DISABLE_EOF_CHECK, NULL);
  look_at_linked(m, value, 0);
  json_decref(value);
  free(json);
}

/* "dc:title" is "DC.title"; property holds one name, or several parted by blanks. */
static bool names_it(const char *names, const char *name) {
  size_t n = strlen(name);
  while (*names) {
    size_t len = strcspn(names, " \t\r\n"), i = 0;
    while (i < n && i < len && (strncasecmp(names + i, name + i, 1) == 0 || (names[i] == '.' && name[i] == ':'))) i++;
    if (i == n && i == len) return true;
    names += len + (names[len] != '\0');
  }
  return false;
}

static void look_at_meta(metadata *m, const GumboNode *node) {
  static const struct {
    const char *name;
    what what;
    rank rank;
  } names[] = {{"dc:title", TITLE, CATALOGUE},
               {"dcterms:title", TITLE, CATALOGUE},
               {"og:title", TITLE, OPEN_GRAPH},
               {"parsely-title", TITLE, META},
               {"twitter:title", TITLE, META},
               {"headline", TITLE, META},
               {"article:published_time", DATE, OPEN_GRAPH},
               {"og:published_time", DATE, OPEN_GRAPH},
               {"datePublished", DATE, MICRODATA},
               {"pubdate", DATE, META},
               {"publishdate", DATE, META},
               {"publish-date", DATE, META},
               {"publish_date", DATE, META},
               {"date", DATE, META},
               {"dc:date", DATE, META},
               {"dc:date:issued", DATE, META},
               {"dcterms:created", DATE, META},
               {"dcterms:date", DATE, META},
               {"parsely-pub-date", DATE, META},
               {"sailthru:date", DATE, META},
               {"article:published", DATE, META},
               {"published-date", DATE, META},
               {"cxenseparse:recs:publishtime", DATE, META},
               {"article_date_original", DATE, META},
               {"publication_date", DATE, META},
               {"author", AUTHOR, META},
               {"article:author", AUTHOR, OPEN_GRAPH},
               {"dc:creator", AUTHOR, META},
               {"byl", AUTHOR, META},
               {"parsely-author", AUTHOR, META},
               {"sailthru:author", AUTHOR, META},
               {"og:site_name", SITE, OPEN_GRAPH},
               {"application-name", SITE, META},
               {"dc:publisher", SITE, META},
               {"og:url", URL, OPEN_GRAPH}};
  const char *keys[] = {ds_html_attribute(node, "property"), ds_html_attribute(node, "name"), ds_html_attribute(node, "itemprop")};
  const char *value = ds_html_attribute(node, "content");
  for (size_t k = 0; k < 3; k++)
    for (size_t i = 0; keys[k] && i < sizeof names / sizeof *names; i++)
      if (names_it(keys[k], names[i].name)) offer(m, names[i].what, names[i].rank, value);
}

static bool has_word(const char *value, const char *word) {
  size_t n = strlen(word);
  for (const char *p = value; p && *p; p++)
    if (strncasecmp(p, word, n) == 0) return true;
  return false;
}

static void offer_text(metadata *m, what w, rank r, const GumboNode *node) {
  ds_buf text = {0};
  ds_html_text(node, DS_HTML_ALL, &text);
  if (text.len && text.len < 300) offer(m, w, r, text.data);
  ds_buf_reset(&text);
}

/* "By Jane Doe" -> "Jane Doe" */
static void offer_byline(metadata *m, const GumboNode *node) {
  ds_buf text = {0};
  ds_html_text(node, DS_HTML_ALL, &text);
  if (text.len && text.len < 100) offer(m, AUTHOR, SEEN, strncasecmp(text.data, "by ", 3) == 0 ? text.data + 3 : text.data);
  ds_buf_reset(&text);
}

static void look_at_element(metadata *m, const GumboNode *node) {
  const char *property = ds_html_attribute(node, "itemprop"), *rel = ds_html_attribute(node, "rel"),
             *class = ds_html_attribute(node, "class");
  switch (node->v.element.tag) {
  case GUMBO_TAG_SCRIPT: look_at_script(m, node); return;
  case GUMBO_TAG_META: look_at_meta(m, node); return;
  case GUMBO_TAG_LINK:
    if (rel && strcasecmp(rel, "canonical") == 0) offer(m, URL, LINKED_DATA, ds_html_attribute(node, "href"));
    return;
  case GUMBO_TAG_H1: offer_text(m, HEADING, SEEN, node); break;
  case GUMBO_TAG_TITLE: offer_text(m, WINDOW, GUESSED, node); return;
  case GUMBO_TAG_TIME: {
    bool published = ds_html_attribute(node, "pubdate") || (property && has_word(property, "datePublished"));
    if (!(property && has_word(property, "modified"))) offer(m, DATE, published ? MICRODATA : SEEN, ds_html_attribute(node, "datetime"));
    break;
  }
  default: break;
  }
  if (property && strcasecmp(property, "datePublished") == 0) offer(m, DATE, MICRODATA, ds_html_attribute(node, "content"));
  if ((rel && strcasecmp(rel, "author") == 0) || (class && has_word(class, "byline"))) offer_byline(m, node);
}

static void visit(metadata *m, const GumboNode *node, int depth) {
  if (node->type != GUMBO_NODE_ELEMENT || depth > DEEPEST) return;
  look_at_element(m, node);
  for (unsigned i = 0; i < node->v.element.children.length; i++) visit(m, node->v.element.children.data[i], depth + 1);
}

/* "A headline | The Post" -> "A headline" when what follows the last bar or dash is short. */
static void cut_site(char *title) {
  static const char *const marks[] = {" | ", " – ", " — ", " - ", " :: "};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    char *found = NULL;
    for (char *p = strstr(title, marks[i]); p; p = strstr(p + 1, marks[i])) found = p;
    if (found && found - title > 15 && strlen(found) < 40) {
      *found = '\0';
      return;
    }
  }
}

static bool begins(const char *text, const char *with) {
  return text && with && strncmp(text, with, strlen(with)) == 0;
}

/* JSON-LD's name is the title where the page shows it as such and does not show the headline (an encyclopedia's short description). */
static bool shows_name(char *const values[WHATS]) {
  const char *name = values[NAME], *headline = values[TITLE], *shown[] = {values[HEADING], values[WINDOW]};
  bool name_shown = false, headline_shown = false;
  for (size_t i = 0; i < 2; i++) {
    name_shown = name_shown || begins(shown[i], name);
    headline_shown = headline_shown || begins(shown[i], headline);
  }
  return name_shown && !headline_shown;
}

/* What the page says its title is; else the heading, which <title> holds together with the site's name; else <title> without that. */
static what choose_title(metadata *m) {
  char **values = m->values;
  if (values[TITLE]) return m->ranks[TITLE] == LINKED_DATA && shows_name(values) ? NAME : TITLE;
  if (values[HEADING] && (!values[WINDOW] || strstr(values[WINDOW], values[HEADING]))) return HEADING;
  if (values[WINDOW]) cut_site(values[WINDOW]);
  return WINDOW;
}

static char *take_title(metadata *m) {
  static const what titles[] = {TITLE, NAME, HEADING, WINDOW};
  what chosen = choose_title(m);
  for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
    if (titles[i] != chosen) free(m->values[titles[i]]);
  return m->values[chosen];
}

static char *host_of(const char *url) {
  const char *host = strstr(url, "://");
  if (!host) return NULL;
  host += 3;
  if (strncmp(host, "www.", 4) == 0) host += 4;
  size_t len = strcspn(host, "/:?#");
  return len ? ds_strndup(host, len) : NULL;
}

void ds_html_metadata(const GumboNode *root, ds_article *article, ds_buf *body) {
  metadata m = {.body = body};
  for (int w = 0; w < WHATS; w++) m.ranks[w] = NOTHING;
  visit(&m, root, 0);
  article->title = take_title(&m);
  article->date = m.values[DATE];
  article->date_from = article->date ? "metadata" : NULL;
  article->author = m.values[AUTHOR];
  article->url = m.values[URL] && strncmp(m.values[URL], "http", 4) != 0 ? NULL : m.values[URL];
  if (!article->url) free(m.values[URL]);
  article->outlet = m.values[SITE] ? m.values[SITE] : article->url ? host_of(article->url) : NULL;
}
