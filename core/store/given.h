/* Annotations that `dossier annotate --tokens` made elsewhere, to be taken instead of annotating. Internal to the room. */
#ifndef DS_STORE_GIVEN_H
#define DS_STORE_GIVEN_H

#include "store/pool.h"

typedef struct ds_given ds_given;

/* Looks where in the file each id's line stands. DS_IO; DS_INPUT when it holds no annotations or none with tokens. */
ds_status ds_given_open(const char *path, ds_given **given, ds_err *err);
void ds_given_close(ds_given *given); /* NULL is fine */
/* Makes the draft of the job's article from its annotation, found by its ref; none when the file has none, or one whose offsets do not fit
 * the text. Several threads may look at once. */
void ds_given_find(const ds_given *given, ds_job *job);

#endif
