#define _GNU_SOURCE
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *ds_path_join(const char *folder, const char *name) {
  ds_buf buf = {0};
  ds_buf_puts(&buf, folder);
  if (buf.len && buf.data[buf.len - 1] != '/') ds_buf_putc(&buf, '/');
  ds_buf_puts(&buf, name);
  return ds_buf_take(&buf);
}

char *ds_path_xdg(ds_xdg which) {
  static const struct {
    const char *variable, *below_home;
  } places[] = {{"XDG_DATA_HOME", ".local/share/dossier"},
                {"XDG_STATE_HOME", ".local/state/dossier"},
                {"XDG_CONFIG_HOME", ".config/dossier"},
                {"XDG_CACHE_HOME", ".cache/dossier"}};
  const char *base = getenv(places[which].variable);
  if (base && base[0] == '/') return ds_path_join(base, "dossier");
  const char *home = getenv("HOME");
  const struct passwd *user = home || which != DS_XDG_DATA ? NULL : getpwuid(geteuid());
  if (user) home = user->pw_dir;
  return home && home[0] == '/' && ds_path_is_folder(home) ? ds_path_join(home, places[which].below_home) : NULL;
}

char *ds_path_program_folder(void) {
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0) return NULL;
  path[n] = '\0';
  char *slash = strrchr(path, '/');
  if (!slash) return NULL;
  *slash = '\0';
  return ds_strdup(path);
}

bool ds_path_is_folder(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool ds_path_exists(const char *path) {
  struct stat st;
  return stat(path, &st) == 0;
}

static ds_status make_one(const char *path, ds_err *err) {
  if (mkdir(path, 0700) == 0 || (errno == EEXIST && ds_path_is_folder(path))) return DS_OK;
  return ds_fail_at(err, DS_IO, path, 0, "cannot make the folder '%s': %s", path, strerror(errno));
}

ds_status ds_path_make_folder(const char *path, ds_err *err) {
  char *copy = ds_strdup(path);
  ds_status status = DS_OK;
  for (char *p = copy + 1; status == DS_OK && *p; p++) {
    if (*p != '/') continue;
    *p = '\0';
    if (!ds_path_is_folder(copy)) status = make_one(copy, err);
    *p = '/';
  }
  if (status == DS_OK) status = make_one(copy, err);
  free(copy);
  return status;
}

ds_status ds_path_read(const char *path, size_t limit, ds_buf *out, ds_err *err) {
  bool standard = strcmp(path, "-") == 0;
  FILE *in = standard ? stdin : fopen(path, "rbe");
  if (!in) return ds_fail_at(err, DS_IO, path, 0, "cannot open '%s': %s", path, strerror(errno));
  ds_status status = DS_OK;
  for (;;) {
    ds_buf_reserve(out, 65536);
    size_t n = fread(out->data + out->len, 1, 65536, in);
    out->len += n;
    out->data[out->len] = '\0';
    if (limit && out->len > limit) {
      status = ds_fail_at(err, DS_IO, path, 0, "'%s' is larger than %zu bytes", path, limit);
      break;
    }
    if (n) continue;
    if (ferror(in)) status = ds_fail_at(err, DS_IO, path, 0, "cannot read '%s': %s", path, strerror(errno));
    break;
  }
  if (!standard) fclose(in);
  return status;
}

struct ds_outfile {
  char *path, *temporary; /* temporary NULL: a device or a pipe, written as it is */
  FILE *stream;
};

/* Beside the target, with its mode, or that of a new file. */
static FILE *open_beside(const char *path, const struct stat *there, char **temporary) {
  ds_buf name = {0};
  ds_buf_printf(&name, "%s.XXXXXX", path);
  *temporary = ds_buf_take(&name);
  int fd = mkostemp(*temporary, O_CLOEXEC);
  if (fd < 0) {
    free(*temporary);
    *temporary = NULL;
    return NULL;
  }
  mode_t mask = umask(0);
  umask(mask);
  fchmod(fd, there ? there->st_mode & 07777 : 0666 & ~mask);
  return fdopen(fd, "wb");
}

ds_status ds_outfile_open(const char *path, ds_outfile **file, ds_err *err) {
  struct stat there;
  bool exists = stat(path, &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) return ds_fail_at(err, DS_IO, path, 0, "cannot write '%s': it is a folder", path);
  ds_outfile *f = ds_alloc(sizeof *f);
  char *target = exists ? realpath(path, NULL) : NULL; /* what a link leads to is written, the link stays */
  f->path = ds_strdup(target ? target : path);
  free(target);
  if (exists && !S_ISREG(there.st_mode))
    f->stream = fopen(f->path, "wbe");
  else
    f->stream = open_beside(f->path, exists ? &there : NULL, &f->temporary);
  if (!f->stream) {
    ds_fail_at(err, DS_IO, path, 0, "cannot write '%s': %s", path, strerror(errno));
    ds_outfile_abort(f);
    return DS_IO;
  }
  *file = f;
  return DS_OK;
}

FILE *ds_outfile_stream(ds_outfile *file) {
  return file->stream;
}

void ds_outfile_abort(ds_outfile *file) {
  if (!file) return;
  if (file->stream) fclose(file->stream);
  if (file->temporary) unlink(file->temporary);
  free(file->temporary);
  free(file->path);
  free(file);
}

ds_status ds_outfile_commit(ds_outfile *file, ds_err *err) {
  ds_status status = DS_OK;
  bool bad = fflush(file->stream) != 0 || ferror(file->stream) || (file->temporary && fsync(fileno(file->stream)) != 0);
  bad = fclose(file->stream) != 0 || bad;
  file->stream = NULL;
  if (bad || (file->temporary && rename(file->temporary, file->path) != 0))
    status = ds_fail_at(err, DS_IO, file->path, 0, "cannot write '%s': %s", file->path, strerror(errno));
  else {
    free(file->temporary);
    file->temporary = NULL;
  }
  ds_outfile_abort(file);
  return status;
}
