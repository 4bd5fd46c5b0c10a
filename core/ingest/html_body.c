/* Where the article is: paragraphs of running text vote for the elements that hold them. */
#include <stdlib.h>
#include <string.h>

#include "ingest/html.h"

enum { DEEPEST = 2000 };

typedef struct frame {
  struct frame *above;
  double votes;
  size_t letters, linked;
} frame;

typedef struct best {
  ds_html_mode mode;
  const GumboNode *node;
  double score;
} best;

static size_t commas(const char *text) {
  size_t n = 0;
  for (; *text; text++) n += *text == ',' || *text == '.' || *text == '"';
  return n;
}

/* Running text directly inside the element (links and emphasis included, blocks not). */
static void direct_text(const GumboNode *node, size_t *len, size_t *marks, int depth) {
  for (unsigned i = 0; i < node->v.element.children.length && depth < 20; i++) {
    const GumboNode *child = node->v.element.children.data[i];
    if (child->type == GUMBO_NODE_TEXT) {
      *len += strlen(child->v.text.text);
      *marks += commas(child->v.text.text);
    } else if (child->type == GUMBO_NODE_ELEMENT) {
      switch (child->v.element.tag) {
      case GUMBO_TAG_EM:
      case GUMBO_TAG_STRONG:
      case GUMBO_TAG_B:
      case GUMBO_TAG_I:
      case GUMBO_TAG_SPAN:
      case GUMBO_TAG_A: direct_text(child, len, marks, depth + 1); break;
      default: break;
      }
    }
  }
}

static double votes_of(const GumboNode *node) {
  size_t len = 0, marks = 0;
  switch (node->v.element.tag) {
  case GUMBO_TAG_P:
  case GUMBO_TAG_DIV:
  case GUMBO_TAG_TD:
  case GUMBO_TAG_PRE:
  case GUMBO_TAG_BLOCKQUOTE:
  case GUMBO_TAG_SECTION:
  case GUMBO_TAG_ARTICLE: break;
  default: return 0;
  }
  direct_text(node, &len, &marks, 0);
  if (len < 40) return 0;
  double votes = 1 + (double)(marks < 10 ? marks : 10) / 2 + (double)(len < 400 ? len : 400) / 100;
  return node->v.element.tag == GUMBO_TAG_P ? votes : votes / 2;
}

static bool is_skipped(const GumboNode *node, ds_html_mode mode) {
  switch (node->v.element.tag) {
  case GUMBO_TAG_SCRIPT:
  case GUMBO_TAG_STYLE:
  case GUMBO_TAG_NOSCRIPT:
  case GUMBO_TAG_HEAD:
  case GUMBO_TAG_TEMPLATE: return true;
  default: return ds_html_is_furniture(node, mode == DS_HTML_STRICT);
  }
}

static void visit(const GumboNode *node, frame *above, bool link, best *top, int depth) {
  if (node->type == GUMBO_NODE_TEXT) {
    size_t n = strlen(node->v.text.text);
    above->letters += n;
    if (link) above->linked += n;
  }
  if (node->type != GUMBO_NODE_ELEMENT || depth > DEEPEST || is_skipped(node, top->mode)) return;
  frame here = {.above = above};
  bool inside = link || node->v.element.tag == GUMBO_TAG_A;
  for (unsigned i = 0; i < node->v.element.children.length; i++) visit(node->v.element.children.data[i], &here, inside, top, depth + 1);
  double votes = votes_of(node);
  if (here.letters && here.linked * 2 > here.letters) votes = 0;
  above->votes += votes + here.votes * 0.2;
  if (above->above) above->above->votes += votes * 0.5;
  above->letters += here.letters;
  above->linked += here.linked;
  double score = here.votes * (1 - (here.letters ? (double)here.linked / (double)here.letters : 0));
  if (node->v.element.tag == GUMBO_TAG_ARTICLE || node->v.element.tag == GUMBO_TAG_MAIN) score *= 1.2;
  const char *property = ds_html_attribute(node, "itemprop");
  if (property && strcmp(property, "articleBody") == 0) score *= 3;
  if (score > top->score) *top = (best){top->mode, node, score};
}

const GumboNode *ds_html_find_body(const GumboNode *root, ds_html_mode mode) {
  frame outside = {0}, ground = {.above = &outside};
  best top = {mode, root, 0};
  visit(root, &ground, false, &top, 0);
  return top.node;
}
