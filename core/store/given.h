/* Annotations that `dossier annotate` made elsewhere, to be taken instead of annotating. Internal to the room. */
#ifndef DS_STORE_GIVEN_H
#define DS_STORE_GIVEN_H

#include "store/pool.h"

typedef struct ds_given ds_given;

/* Reads where in the file each id's line stands. DS_IO, DS_INPUT. */
ds_status ds_given_open(const char *path, ds_given **given, ds_err *err);
void ds_given_close(ds_given *given);   /* NULL is fine */
/* The annotation of the job's article, made in its arena, with its tokens packed; NULL when the file has none that fits. */
ds_annotation *ds_given_find(ds_given *given, ds_job *job, ds_buf *packed);

#endif
