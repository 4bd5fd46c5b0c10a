#define _GNU_SOURCE
#include "shell/pager.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int screen_rows(void) {
  const char *lines = getenv("LINES");
  if (lines && atoi(lines) > 0) return atoi(lines);
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

static const char *pager_command(void) {
  const char *own = getenv("DOSSIER_PAGER"), *general = getenv("PAGER");
  return own ? own : general ? general : "less";
}

bool ds_pager_wanted(const char *text, size_t len) {
  int rows = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? screen_rows() : 0;
  const char *command = pager_command();
  if (rows <= 0 || !*command || strcmp(command, "cat") == 0) return false;
  int lines = 1; /* the prompt's own */
  for (size_t i = 0; i < len && lines <= rows; i++) lines += text[i] == '\n';
  return lines > rows;
}

ds_status ds_pager_show(const char *text, size_t len, ds_err *err) {
  if (!getenv("LESS")) setenv("LESS", "FRX", 1);
  fflush(stdout);
  FILE *pager = popen(pager_command(), "we");
  if (!pager) return ds_fail(err, DS_IO, "cannot start the pager '%s'", pager_command());
  fwrite(text, 1, len, pager); /* a pager that is left early reads no more: no failure */
  int status = pclose(pager);
  if (status == 127 * 256) fwrite(text, 1, len, stdout);
  return DS_OK;
}
