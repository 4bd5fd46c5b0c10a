#include "language/model.h"

#include <stdint.h>
#include <string.h>

typedef struct entry {
  char name[16];
  uint64_t offset, size;
} entry;

__asm__(".section .rodata\n"
        ".balign 64\n"
        "ds_model_start:\n"
        ".incbin \"core/language/model.bin\"\n"
        "ds_model_end:\n"
        ".byte 0\n"
        ".text\n");
extern const char ds_model_start[], ds_model_end[];

const void *ds_model_section(const char *name, size_t *size) {
  if (ds_model_end - ds_model_start < 16 || memcmp(ds_model_start, "dsmodel1", 8) != 0) return NULL;
  uint32_t count;
  memcpy(&count, ds_model_start + 8, sizeof count);
  const entry *entries = (const void *)(ds_model_start + 16);
  for (uint32_t i = 0; i < count; i++) {
    if (strncmp(entries[i].name, name, sizeof entries[i].name) != 0) continue;
    *size = entries[i].size;
    return ds_model_start + entries[i].offset;
  }
  return NULL;
}
