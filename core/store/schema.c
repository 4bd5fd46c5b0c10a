#include "store/store.h"

__asm__(".section .rodata\n"
        "ds_schema_start:\n"
        ".incbin \"core/store/schema.sql\"\n"
        ".byte 0\n"
        ".text\n");
extern const char ds_schema_start[];

const char *ds_store_schema(void) {
  return ds_schema_start;
}
