/* The trained model: one file of named sections, compiled into the program and mapped with it, never parsed or copied.
 * Layout of core/language/model.bin, little-endian: "dsmodel1", uint32 count, uint32 zero, then count entries of
 * {char name[16]; uint64 offset; uint64 size}; sections start at multiples of 64 bytes. scripts/training/pack.py writes it.
 * Read-only and shared by all threads. */
#ifndef DS_LANGUAGE_MODEL_H
#define DS_LANGUAGE_MODEL_H

#include <stddef.h>

/* The bytes of a section (64-byte aligned, borrowed for ever), or NULL when the model has none of that name. */
const void *ds_model_section(const char *name, size_t *size);

#endif
