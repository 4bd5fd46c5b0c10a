#include "store/reader.h"

/* DS_READER comes from the Makefile: a checksum of the sources of the reader. */
#ifndef DS_READER
#define DS_READER 0
#endif

int64_t ds_reader(void) {
  return (int64_t)DS_ANNOTATION_VERSION << 32 | (int64_t)(uint32_t)(DS_READER);
}
