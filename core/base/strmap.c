#include "base/strmap.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

struct ds_strmap_slot {
  uint32_t hash, number; /* number: plus one; 0: empty */
};

static uint32_t hash_of(const char *s, size_t len) {
  uint64_t h = 0xcbf29ce484222325u ^ len;
  for (; len >= 8; s += 8, len -= 8) {
    uint64_t part;
    memcpy(&part, s, 8);
    h = (h ^ part) * 0x9e3779b97f4a7c15u;
    h ^= h >> 32;
  }
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
  h *= 0x9e3779b97f4a7c15u;
  return (uint32_t)(h >> 32);
}

static struct ds_strmap_slot *find(const ds_strmap *map, const char *s, size_t len, uint32_t hash) {
  for (size_t i = hash & (map->n_slots - 1);; i = (i + 1) & (map->n_slots - 1)) {
    struct ds_strmap_slot *slot = &map->slots[i];
    if (!slot->number) return slot;
    if (slot->hash != hash) continue;
    const uint32_t *at = &map->starts[slot->number - 1];
    if (at[1] - at[0] == len && memcmp(map->text + at[0], s, len) == 0) return slot;
  }
}

static void grow(ds_strmap *map) {
  size_t n = map->n_slots ? map->n_slots * 2 : 64;
  struct ds_strmap_slot *slots = ds_alloc(n * sizeof *slots);
  for (size_t k = 0; k < map->n_slots; k++) {
    if (!map->slots[k].number) continue;
    size_t i = map->slots[k].hash & (n - 1);
    while (slots[i].number) i = (i + 1) & (n - 1);
    slots[i] = map->slots[k];
  }
  free(map->slots);
  map->slots = slots;
  map->n_slots = n;
}

uint32_t ds_strmap_get(const ds_strmap *map, const char *s, size_t len) {
  if (!map->n_slots) return DS_STRMAP_NONE;
  return find(map, s, len, hash_of(s, len))->number - 1;
}

uint32_t ds_strmap_put(ds_strmap *map, const char *s, size_t len) {
  if (map->n * 2 >= map->n_slots) grow(map);
  uint32_t hash = hash_of(s, len);
  struct ds_strmap_slot *slot = find(map, s, len, hash);
  if (slot->number) return slot->number - 1;
  if (!map->starts) {
    DS_GROW(map->starts, map->n, map->cap_starts);
    map->starts[0] = 0;
  }
  DS_GROW(map->starts, map->n + 1, map->cap_starts);
  while (map->len + len + 1 > map->cap_text) {
    map->cap_text = map->cap_text ? map->cap_text * 2 : 1024;
    map->text = ds_realloc(map->text, map->cap_text);
  }
  if (len) memcpy(map->text + map->len, s, len);
  map->len += len;
  map->starts[++map->n] = (uint32_t)map->len;
  *slot = (struct ds_strmap_slot){hash, (uint32_t)map->n};
  return (uint32_t)map->n - 1;
}

const char *ds_strmap_text(const ds_strmap *map, uint32_t number, size_t *len) {
  *len = map->starts[number + 1] - map->starts[number];
  return map->text + map->starts[number];
}

void ds_strmap_reset(ds_strmap *map) {
  free(map->slots);
  free(map->text);
  free(map->starts);
  *map = (ds_strmap){0};
}
