/* From the tree to text, and which parts are no text of the article. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/html.h"

enum { DEEPEST = 2000 };

typedef struct writer {
  ds_buf *out;
  ds_html_mode mode;
  bool gap;   /* white space is due before the next word */
  int breaks; /* line ends due: 1 or 2 */
  bool pre;
} writer;

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does a part of name (between signs) begin with word? A word that ends in '!' must be the whole part. */
static bool has_part(const char *name, size_t len, const char *word) {
  size_t n = strlen(word);
  bool whole = word[n - 1] == '!';
  n -= whole;
  for (size_t i = 0; i + n <= len; i++)
    if ((i == 0 || !is_letter(name[i - 1])) && strncasecmp(name + i, word, n) == 0 && (!whole || i + n == len || !is_letter(name[i + n])))
      return true;
  return false;
}

/* "has-sidebar", "no-ads" say what stands beside an element, not what it is. */
static bool tells_of_others(const char *name) {
  static const char *const beginnings[] = {"has-", "with-", "no-", "is-", "without-", "not-", "show-", "hide-"};
  for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
    if (strncasecmp(name, beginnings[i], strlen(beginnings[i])) == 0) return true;
  return false;
}

/* Is one of the names in value (a class attribute) made of one of the words? */
static bool matches(const char *value, const char *const *words) {
  while (value && *value) {
    size_t len = strcspn(value, " \t\n");
    for (const char *const *word = words; *word && !tells_of_others(value); word++)
      if (has_part(value, len, *word)) return true;
    value += len + strspn(value + len, " \t\n");
  }
  return false;
}

static const char *const furniture[] = {
    "comment",       "sidebar",         "related",    "promo!",      "promos!",      "share",        "sharing",     "social",
    "newsletter",    "subscri",         "breadcrumb", "advert",      "sponsor",      "cookie",       "popup",       "modal",
    "recommend",     "trending",        "most-read",  "mostread",    "most-popular", "widget",       "toolbar",     "author-bio",
    "author-info",   "byline",          "disqus",     "signup",      "sign-up",      "more-stories", "morestories", "read-more",
    "readmore",      "taboola",         "outbrain",   "pagination",  "print-only",   "masthead",     "copyright",   "disclaimer",
    "caption",       "credit!",         "credits!",   "timestamp",   "tag-list",     "taglist",      "keywords",    "skip-",
    "screen-reader", "visually-hidden", "sr-only",    "site-header", "site-footer",  "page-footer",  "footer!",     "gallery",
    "slideshow",     "paywall",         "jump-link",  "infobox",     "navbox",       "donat",        "nav!",        "navbar",
    "navigation",    "menu!",           "ad!",        "ads!",        "poll!",        "gdpr",         "teaser",      "tags!",
    "meta!",         "submitted",       NULL};
static const char *const content[] = {
    "article-body", "articlebody",  "article__body",   "story-body",      "storybody",    "post-content", "entry-content",
    "main-content", "body-content", "article-content", "article_content", "article-text", "content-body", NULL};

static bool is_hidden(const GumboNode *node) {
  const char *style = ds_html_attribute(node, "style"), *hidden = ds_html_attribute(node, "aria-hidden");
  bool none = style && (strstr(style, "display:none") || strstr(style, "display: none") || strstr(style, "visibility:hidden"));
  return none || ds_html_attribute(node, "hidden") || (hidden && strcmp(hidden, "true") == 0);
}

bool ds_html_is_furniture(const GumboNode *node, bool judge_names) {
  if (node->type != GUMBO_NODE_ELEMENT) return false;
  switch (node->v.element.tag) {
  case GUMBO_TAG_FORM: return judge_names;
  case GUMBO_TAG_NAV:
  case GUMBO_TAG_FOOTER:
  case GUMBO_TAG_ASIDE:
  case GUMBO_TAG_BUTTON:
  case GUMBO_TAG_SELECT:
  case GUMBO_TAG_FIGCAPTION:
  case GUMBO_TAG_FIGURE:
  case GUMBO_TAG_TEXTAREA:
  case GUMBO_TAG_LABEL:
  case GUMBO_TAG_MENU: return true;
  case GUMBO_TAG_BODY:
  case GUMBO_TAG_HTML:
  case GUMBO_TAG_ARTICLE:
  case GUMBO_TAG_MAIN: return false;
  default: break;
  }
  if (is_hidden(node)) return true;
  const char *class = ds_html_attribute(node, "class"), *id = ds_html_attribute(node, "id"), *role = ds_html_attribute(node, "role");
  static const char *const roles[] = {"navigation", "complementary", "banner", "contentinfo", "dialog", "alert", "menu", "search", NULL};
  if (matches(role, roles)) return true;
  if (matches(class, content) || matches(id, content)) return false;
  return judge_names && (matches(class, furniture) || matches(id, furniture));
}

static bool is_never_text(GumboTag tag) {
  switch (tag) {
  case GUMBO_TAG_SCRIPT:
  case GUMBO_TAG_STYLE:
  case GUMBO_TAG_NOSCRIPT:
  case GUMBO_TAG_HEAD:
  case GUMBO_TAG_TEMPLATE:
  case GUMBO_TAG_IFRAME:
  case GUMBO_TAG_OBJECT:
  case GUMBO_TAG_SVG:
  case GUMBO_TAG_CANVAS:
  case GUMBO_TAG_AUDIO:
  case GUMBO_TAG_VIDEO: return true;
  default: return false;
  }
}

static bool is_block(GumboTag tag) {
  switch (tag) {
  case GUMBO_TAG_P:
  case GUMBO_TAG_DIV:
  case GUMBO_TAG_ARTICLE:
  case GUMBO_TAG_SECTION:
  case GUMBO_TAG_MAIN:
  case GUMBO_TAG_BLOCKQUOTE:
  case GUMBO_TAG_H1:
  case GUMBO_TAG_H2:
  case GUMBO_TAG_H3:
  case GUMBO_TAG_H4:
  case GUMBO_TAG_H5:
  case GUMBO_TAG_H6:
  case GUMBO_TAG_UL:
  case GUMBO_TAG_OL:
  case GUMBO_TAG_TABLE:
  case GUMBO_TAG_PRE:
  case GUMBO_TAG_HR:
  case GUMBO_TAG_HEADER:
  case GUMBO_TAG_FOOTER:
  case GUMBO_TAG_FIGURE:
  case GUMBO_TAG_FIGCAPTION:
  case GUMBO_TAG_ADDRESS:
  case GUMBO_TAG_DL:
  case GUMBO_TAG_ASIDE:
  case GUMBO_TAG_NAV:
  case GUMBO_TAG_FORM: return true;
  default: return false;
  }
}

static bool is_line(GumboTag tag) {
  return tag == GUMBO_TAG_LI || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_DT || tag == GUMBO_TAG_DD;
}

static void due(writer *w, int breaks) {
  if (breaks > w->breaks) w->breaks = breaks;
}

static void write_text(writer *w, const char *text) {
  size_t len = strlen(text);
  for (size_t i = 0; i < len;) {
    int32_t code;
    size_t n = ds_utf8_next(text + i, len - i, &code);
    bool space = code != 0xA0 && ds_utf8_is_space(code);
    if (space || code == 0xA0) {
      w->gap = true;
      if (w->pre && code == '\n') due(w, 1);
    } else if (code != 0x200B && code != 0xAD && code != 0xFEFF) {
      if (w->out->len && w->breaks)
        ds_buf_puts(w->out, w->breaks == 1 ? "\n" : "\n\n");
      else if (w->out->len && w->gap)
        ds_buf_putc(w->out, ' ');
      w->gap = false;
      w->breaks = 0;
      ds_buf_append(w->out, text + i, n);
    }
    i += n;
  }
}

static void measure(const GumboNode *node, bool link, size_t *all, size_t *linked, int depth) {
  if (depth > DEEPEST) return;
  if (node->type == GUMBO_NODE_TEXT) {
    size_t n = strlen(node->v.text.text);
    *all += n;
    if (link) *linked += n;
  }
  if (node->type != GUMBO_NODE_ELEMENT) return;
  for (unsigned i = 0; i < node->v.element.children.length; i++)
    measure(node->v.element.children.data[i], link || node->v.element.tag == GUMBO_TAG_A, all, linked, depth + 1);
}

/* A list or a block that is nearly all links leads elsewhere. */
static bool is_links(const GumboNode *node) {
  size_t all = 0, linked = 0;
  GumboTag tag = node->v.element.tag;
  if (tag != GUMBO_TAG_UL && tag != GUMBO_TAG_OL && tag != GUMBO_TAG_P && tag != GUMBO_TAG_DIV && tag != GUMBO_TAG_TABLE &&
      tag != GUMBO_TAG_SECTION && !(tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6))
    return false;
  measure(node, false, &all, &linked, 0);
  return linked * 10 > all * 7 && linked > 0;
}

static void walk(writer *w, const GumboNode *node, int depth) {
  if (depth > DEEPEST) return;
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
    write_text(w, node->v.text.text);
  if (node->type != GUMBO_NODE_ELEMENT) return;
  GumboTag tag = node->v.element.tag;
  if (is_never_text(tag)) return;
  if (w->mode != DS_HTML_ALL && depth && (tag == GUMBO_TAG_H1 || ds_html_is_furniture(node, w->mode == DS_HTML_STRICT) || is_links(node))) {
    due(w, 2);
    return;
  }
  if (tag == GUMBO_TAG_BR) {
    w->breaks = w->breaks ? 2 : 1;
    return;
  }
  int breaks = is_block(tag) ? 2 : is_line(tag) ? 1 : 0;
  bool pre = w->pre;
  w->pre |= tag == GUMBO_TAG_PRE;
  if (breaks) due(w, breaks);
  if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) w->gap = true;
  for (unsigned i = 0; i < node->v.element.children.length; i++) walk(w, node->v.element.children.data[i], depth + 1);
  if (breaks) due(w, breaks);
  w->pre = pre;
}

void ds_html_text(const GumboNode *node, ds_html_mode mode, ds_buf *out) {
  writer w = {.out = out, .mode = mode};
  walk(&w, node, 0);
}
