#include "base/part.h"

#include <stdint.h>

int ds_part_of(const char *name, size_t len, int parts) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < len; i++) hash = (hash ^ (unsigned char)name[i]) * 1099511628211u;
  return (int)(hash % (uint64_t)parts) + 1;
}
