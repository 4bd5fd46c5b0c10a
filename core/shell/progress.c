#define _GNU_SOURCE
#include "shell/progress.h"

#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

ds_progress ds_progress_start(const ds_shell *shell) {
  return (ds_progress){.wanted = isatty(STDERR_FILENO) && !shell->globals.quiet && !shell->globals.no_progress, .started = now()};
}

/* What fits on the line: a broken one could not be cleared. */
static size_t fitting(const char *text, size_t len) {
  struct winsize size = {0};
  size_t width = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79, used = 0, i = 0;
  while (i < len) {
    int32_t code;
    size_t n = ds_utf8_next(text + i, len - i, &code);
    used += (size_t)ds_utf8_width(code);
    if (used > width) break;
    i += n;
  }
  return i;
}

void ds_progress_draw(ds_progress *p, const char *what, double fraction) {
  double t = p->wanted ? now() : 0;
  if (!p->wanted || t - p->started < 1 || t - p->drawn < 0.2) return;
  ds_buf out = {0};
  ds_buf_puts(&out, what ? what : "");
  if (fraction >= 0) ds_buf_printf(&out, "%s%.0f %%", out.len ? ", " : "", 100 * fraction);
  if (fraction > 0.01 && fraction < 1) ds_buf_printf(&out, ", about %.0f s left", (t - p->started) * (1 - fraction) / fraction + 0.5);
  fprintf(stderr, "\r\033[K%.*s", (int)fitting(out.data, out.len), out.data);
  fflush(stderr);
  ds_buf_reset(&out);
  p->drawn = t;
  p->line = true;
}

void ds_progress_clear(ds_progress *p) {
  if (!p->line) return;
  fputs("\r\033[K", stderr);
  fflush(stderr);
  p->line = false;
}
