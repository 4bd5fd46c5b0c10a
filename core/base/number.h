/* Numbers of articles, entities, quotations, runs as people type them. */
#ifndef DS_BASE_NUMBER_H
#define DS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number in "#12" or "id:12"; 0 when it is neither. */
int64_t ds_number_marked(const char *text, size_t len);
/* The same, and "12". */
int64_t ds_number_typed(const char *text, size_t len);

#endif
