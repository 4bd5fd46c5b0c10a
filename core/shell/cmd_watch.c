/* watch: a folder is imported, then what appears in it. Where the kernel tells of closed and renamed files (inotify) these are read at
 * once; what it does not tell of (a folder that came with files in it, another system, --poll) is looked at in rounds, and a file that was
 * the same in two rounds is whole. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/inotify.h>
#endif

#include "base/path.h"
#include "shell/handlers.h"
#include "shell/import.h"
#include "shell/print.h"
#include "shell/signals.h"

enum { ROUND_MS = 2000, LOOK_MS = 500, DEEPEST = 100 };

/* A file as it was in the last round. */
typedef struct file {
  char *path;
  long long size, mtime_ns;
  bool done; /* read as it is */
} file;

typedef struct watch {
  ds_importer *importer;
  ds_store *store; /* a watched folder may hold its file */
  file *files;     /* sorted up to n_sorted */
  size_t n_files, cap_files, n_sorted;
  bool polling;   /* files stays the list of all files; else it holds those that are not read yet */
  int kernel;     /* the inotify descriptor, or -1 */
  char **folders; /* by inotify's number; NULL: none */
  size_t n_folders;
} watch;

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int by_path(const void *a, const void *b) {
  return strcmp(((const file *)a)->path, ((const file *)b)->path);
}

static void drop_files(watch *w, bool all) {
  size_t n = 0;
  for (size_t i = 0; i < w->n_files; i++) {
    if (!all && w->files[i].path && (w->polling || !w->files[i].done))
      w->files[n++] = w->files[i];
    else
      free(w->files[i].path);
  }
  w->n_files = n;
  if (n) qsort(w->files, n, sizeof *w->files, by_path);
  w->n_sorted = n;
}

static void note_file(watch *w, const char *path, const struct stat *st) {
  file key = {.path = (char *)path};
  if (w->n_sorted && bsearch(&key, w->files, w->n_sorted, sizeof *w->files, by_path)) return;
  if (ds_store_owns(w->store, path)) return;
  DS_GROW(w->files, w->n_files, w->cap_files);
  w->files[w->n_files++] =
      (file){ds_strdup(path), (long long)st->st_size, (long long)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec, false};
}

#ifdef __linux__
static void add_folder(watch *w, const char *path) {
  if (w->kernel < 0) return;
  int number = inotify_add_watch(w->kernel, path, IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR);
  if (number < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES)) return;
  if (number < 0) {
    ds_print_remark(w->importer->shell, "'%s' cannot be watched (%s): looking every two seconds instead", path, strerror(errno));
    close(w->kernel);
    w->kernel = -1;
    w->polling = true;
    return;
  }
  if ((size_t)number >= w->n_folders) {
    w->folders = ds_realloc(w->folders, ((size_t)number + 1) * sizeof *w->folders);
    while (w->n_folders <= (size_t)number) w->folders[w->n_folders++] = NULL;
  }
  free(w->folders[number]);
  w->folders[number] = ds_strdup(path);
}
#else
static void add_folder(watch *w, const char *path) {}
#endif

/* Walks as the import does: hidden entries and links to folders are passed over. watch_it: the kernel is to tell of the folders. */
static void walk(watch *w, const char *path, bool watch_it, bool note, int depth) {
  if (watch_it) add_folder(w, path);
  DIR *folder = depth < DEEPEST ? opendir(path) : NULL;
  for (struct dirent *entry = folder ? readdir(folder) : NULL; entry && !ds_stop; entry = readdir(folder)) {
    struct stat st, link;
    if (entry->d_name[0] == '.') continue;
    char *inner = ds_path_join(path, entry->d_name);
    if (stat(inner, &st) == 0 && S_ISDIR(st.st_mode)) {
      if (lstat(inner, &link) == 0 && S_ISDIR(link.st_mode)) walk(w, inner, watch_it, note, depth + 1);
    } else if (note && stat(inner, &st) == 0 && S_ISREG(st.st_mode)) {
      note_file(w, inner, &st);
    }
    free(inner);
  }
  if (folder) closedir(folder);
}

static void say_counts(watch *w, const char *path, const ds_import_counts *counts) {
  ds_buf out = {0};
  if (counts->articles) {
    ds_import_summary(counts, &out);
    ds_print_remark(w->importer->shell, "%s: %s", path, out.data);
  }
  ds_buf_reset(&out);
}

/* Reads one path. *busy: the database was locked by another program; the file is to be read later. */
static ds_status read_path(watch *w, const char *path, bool *busy, ds_err *err) {
  const char *paths[] = {path, NULL};
  ds_import_counts counts;
  ds_err own = {0};
  *busy = false;
  ds_status status = ds_import(w->importer->shell->store, paths, &w->importer->options, &counts, &own);
  ds_importer_clear_line(w->importer);
  ds_importer_close_refusals(w->importer);
  say_counts(w, path, &counts);
  if (status == DS_BUSY) {
    ds_print_error(w->importer->shell, &own);
    *busy = true;
  }
  if (status == DS_OK || status == DS_PARTIAL || status == DS_BUSY) {
    ds_err_reset(&own);
    return DS_OK;
  }
  *err = own;
  return status;
}

/* A round over the files that are noted: those that are as they were are read. */
static ds_status look(watch *w, ds_err *err) {
  ds_status status = DS_OK;
  for (size_t i = 0; i < w->n_files && status == DS_OK && !ds_stop; i++) {
    file *f = &w->files[i];
    struct stat st;
    if (stat(f->path, &st) != 0 || !S_ISREG(st.st_mode)) {
      free(f->path);
      f->path = NULL;
      continue;
    }
    long long size = (long long)st.st_size, mtime = (long long)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    if (size == f->size && mtime == f->mtime_ns) {
      bool busy = false;
      if (!f->done) status = read_path(w, f->path, &busy, err);
      f->done = !busy;
    } else {
      f->size = size, f->mtime_ns = mtime, f->done = false;
    }
  }
  drop_files(w, false);
  return status;
}

#ifdef __linux__
static ds_status take_event(watch *w, const char *root, const struct inotify_event *event, ds_err *err) {
  struct stat st;
  ds_status status = DS_OK;
  if (event->mask & IN_Q_OVERFLOW) walk(w, root, true, true, 0);
  if (event->wd < 0 || (size_t)event->wd >= w->n_folders || !w->folders[event->wd]) return DS_OK;
  if (event->mask & IN_IGNORED) {
    free(w->folders[event->wd]);
    w->folders[event->wd] = NULL;
  }
  if (event->len == 0 || event->name[0] == '.') return DS_OK;
  char *path = ds_path_join(w->folders[event->wd], event->name);
  if (event->mask & IN_ISDIR) {
    walk(w, path, true, true, 0);
  } else if ((event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) && stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
             !ds_store_owns(w->store, path)) {
    bool busy;
    status = read_path(w, path, &busy, err);
    if (busy) note_file(w, path, &st);
  }
  free(path);
  return status;
}

static ds_status take_events(watch *w, const char *root, ds_err *err) {
  _Alignas(struct inotify_event) char buffer[64 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
  ssize_t n = read(w->kernel, buffer, sizeof buffer);
  ds_status status = DS_OK;
  for (char *at = buffer; n > 0 && at < buffer + n && status == DS_OK && !ds_stop && w->kernel >= 0;) {
    const struct inotify_event *event = (const struct inotify_event *)at;
    status = take_event(w, root, event, err);
    at += sizeof *event + event->len;
  }
  return status;
}

static void open_kernel(watch *w) {
  w->kernel = w->polling ? -1 : inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (w->kernel < 0) w->polling = true;
}
#else
static ds_status take_events(watch *w, const char *root, ds_err *err) {
  return DS_OK;
}
static void open_kernel(watch *w) {
  w->kernel = -1;
  w->polling = true;
}
#endif

static ds_status keep_watching(watch *w, const char *root, ds_err *err) {
  ds_status status = DS_OK;
  long long looked = now_ms();
  while (status == DS_OK && !ds_stop) {
    struct pollfd told = {.fd = w->kernel, .events = POLLIN};
    int ready = poll(&told, 1, LOOK_MS); /* short: a signal may come just before it */
    if (ready > 0) status = take_events(w, root, err);
    if (status != DS_OK || ds_stop || now_ms() - looked < ROUND_MS) continue;
    status = look(w, err);
    if (w->polling) walk(w, root, false, true, 0);
    looked = now_ms();
    if (!ds_path_is_folder(root)) status = ds_fail(err, DS_IO, "the folder '%s' is gone", root);
  }
  return ds_stop && status == DS_OK ? ds_fail(err, DS_INTERRUPT, "watch stopped") : status;
}

static ds_status run_watch(ds_shell *shell, const ds_args *args, watch *w, ds_err *err) {
  const char *root = args->words[0], *paths[] = {root, NULL};
  bool once = ds_args_flag(args, "once");
  ds_import_counts counts;
  ds_buf summary = {0};
  if (!once) open_kernel(w);
  if (!once) walk(w, root, true, w->polling, 0); /* before the import: what changes during it is seen */
  ds_status status = ds_import(shell->store, paths, &w->importer->options, &counts, err);
  ds_importer_clear_line(w->importer);
  ds_importer_close_refusals(w->importer);
  ds_import_summary(&counts, &summary);
  ds_print_remark(shell, "%s: %s", root, summary.data);
  ds_buf_reset(&summary);
  if (once || (status != DS_OK && status != DS_PARTIAL)) return status;
  ds_err_reset(err);
  for (size_t i = 0; i < w->n_files; i++) w->files[i].done = true;
  drop_files(w, false);
  ds_print_remark(shell, "watching '%s': Ctrl-C ends it", root);
  return keep_watching(w, root, err);
}

ds_status ds_run_watch(ds_shell *shell, const ds_args *args, ds_err *err) {
  ds_importer importer;
  const char *root = args->words[0];
  struct stat st;
  if (stat(root, &st) != 0) return ds_fail(err, DS_USAGE, "cannot watch '%s': %s", root, strerror(errno));
  if (!S_ISDIR(st.st_mode)) {
    ds_fail(err, DS_USAGE, "'%s' is no folder: 'watch' needs one", root);
    ds_err_hint(err, "'import %s' reads a file", root);
    return DS_USAGE;
  }
  ds_status status = ds_shell_open(shell, DS_OPEN_CREATE, err);
  if (status != DS_OK) return status;
  ds_importer_init(&importer, shell, args);
  watch w = {.importer = &importer, .kernel = -1, .polling = ds_args_flag(args, "poll")};
  w.store = shell->store;
  status = run_watch(shell, args, &w, err);
  drop_files(&w, true);
  if (w.kernel >= 0) close(w.kernel);
  for (size_t i = 0; i < w.n_folders; i++) free(w.folders[i]);
  free(w.folders);
  free(w.files);
  ds_importer_reset(&importer);
  return status;
}
