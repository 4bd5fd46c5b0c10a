#!/usr/bin/env python3
"""Builds core/language/gazetteer.bin, the hashed table of what the reader knows of the world, from the lists in facts/.
usage: build.py GAZETTEER.bin COUNTRIES.h

Layout, little-endian: "dsgazet2", uint32 slots (a power of two), uint32 bytes; then the slots
{uint32 text, flags; uint8 len, country, demonym, place, seat, zero[3]} in open addressing with linear probing by FNV-1a of the text;
for each slot the highest byte of its hash (1 where that is 0), 0 for an empty one, so that a look-up of what is not there seldom
goes beyond these; and the bytes, to which all texts are offsets (NUL-terminated). Countries are numbered from 1 in the order of COUNTRIES.h; 0 is
none. Flags are those of core/language/gazetteer.h."""
import os, re, struct, sys, unicodedata

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'facts')
FLAGS = {name: 1 << i for i, name in enumerate(
    'country demonym region city big_city seat organization title title_male title_female qualifier role organization_word '
    'place_word given_male given_female surname prefix part_of_world demonym_noun'.split())}


def lines(name):
    path = os.path.join(HERE, name)
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8') as f:
        return [line.strip() for line in f if line.strip() and not line.startswith('#')]


def items(text):
    return [x.strip() for x in text.split(',') if x.strip()]


def plain(text):
    """Without diacritics."""
    special = str.maketrans({'ø': 'o', 'Ø': 'O', 'ł': 'l', 'Ł': 'L', 'đ': 'd', 'Đ': 'D', 'ı': 'i', 'ß': 'ss', 'æ': 'ae', 'Æ': 'Ae',
                             '’': "'", '‘': "'", 'ʻ': "'"})
    return ''.join(c for c in unicodedata.normalize('NFD', text.translate(special)) if not unicodedata.combining(c))


def fold(text):
    return plain(text).lower()


class Table:
    def __init__(self):
        self.rows, self.countries, self.number = {}, [('', '', '')], {}

    def add(self, text, flag, field=None, code=None, keep=False):
        for t in {text.replace('’', "'"), plain(text)}:
            if not 0 < len(t.encode()) < 256:
                continue
            row = self.rows.setdefault(t, {'flags': 0})
            row['flags'] |= FLAGS[flag]
            if field and code in self.number and not (keep and field in row):
                row[field] = self.number[code]


def plural(word):
    if re.search(r'(s|sh|ch|ese|men|ux|ois|oi)$', word) or word in ('Inuit', 'Khmer', 'Lao', 'Basotho', 'Saudi Arabian'):
        return None
    return word[:-1] + 'ies' if re.search(r'[^aeiou]y$', word) else word + 's'


def add_countries(t):
    for line in lines('countries.txt'):
        code, name, capital, others, demonyms = (line.split('|') + [''] * 5)[:5]
        t.number[code] = len(t.countries)
        t.countries.append((code, name, capital))
    for code, name, capital, others, demonyms in ((x.split('|') + [''] * 5)[:5] for x in lines('countries.txt')):
        for n in [name] + items(others):
            t.add(n, 'country', 'country', code, keep=True)
        if capital:
            t.add(capital, 'city', 'place', code, keep=True)
            t.add(capital, 'big_city')
        for d in items(demonyms):
            t.add(d, 'demonym', 'demonym', code, keep=True)
            if plural(d):
                t.add(plural(d), 'demonym', 'demonym', code, keep=True)
                t.add(plural(d), 'demonym_noun')


def add_by_country(t, name, flag, field):
    for line in lines(name):
        code, _, names = line.partition(':')
        for n in items(names):
            if code == '-':
                t.add(n, 'part_of_world')
            t.add(n, flag, field, code, keep=True)


def spellings(name):
    """As newspapers print a city's name, the given spelling first: without diacritics, "St. Petersburg"."""
    large = name.endswith('*')
    names = [name.rstrip('*').replace('’', "'")]
    names.append(plain(names[0]))
    if large:
        names.append(re.sub(r'^Saint ', 'St. ', names[0]))
    return list(dict.fromkeys(names))


def add_cities(t):
    """A name that several cities have is the largest one's: a large city's other spellings go before the names of smaller ones."""
    cities = [(n, code) for code, _, names in (line.partition(':') for line in lines('cities.txt')) for n in items(names)]
    for name, code in sorted(cities, key=lambda city: not city[0].endswith('*')):
        for n in spellings(name):
            t.add(n, 'city', 'place', code, keep=True)
            if name.endswith('*'):
                t.add(n, 'big_city')


def add_words(t):
    for line in lines('titles.txt'):
        kind, _, names = line.partition(':')
        for n in items(names):
            flags = {'m': ['title', 'title_male'], 'f': ['title', 'title_female'], '-': ['title'], 'adjectives': ['qualifier']}[kind]
            for flag in flags:
                t.add(n, flag)
    for name, flag in (('organizations.txt', 'organization'), ('roles.txt', 'role'), ('organization_words.txt', 'organization_word'),
                       ('place_words.txt', 'place_word')):
        for line in lines(name):
            for n in items(line):
                t.add(n, flag)
    for line in lines('given_names.txt'):
        kind, _, names = line.partition(':')
        for n in items(names):
            for k in kind.split()[0]:
                t.add(fold(n), 'given_male' if k == 'm' else 'given_female')


def add_prefixes(t):
    """The first words of texts of several words, so that a reader knows when looking further is worth it."""
    for text in list(t.rows):
        first = re.match(r"[^\W_]+(?:[^\W_]|\.(?=\w))*", text)
        if first and first.group() != text:
            t.add(first.group(), 'prefix')


def hash_of(data):
    h = 2166136261
    for b in data:
        h = ((h ^ b) * 16777619) & 0xffffffff
    return h


def write(t, path):
    size = 1
    while 3 * size < 4 * len(t.rows):
        size *= 2
    pool, slots, tags = bytearray(b'\0'), [b'\0' * 16] * size, bytearray(size)

    def intern(text):
        pool.extend(text.encode() + b'\0')
        return len(pool) - len(text.encode()) - 1
    for text in sorted(t.rows):
        row, data = t.rows[text], text.encode()
        i = hash_of(data) % size
        while tags[i]:
            i = (i + 1) % size
        tags[i] = hash_of(data) >> 24 or 1
        slots[i] = struct.pack('<IIBBBBB3x', intern(text), row['flags'], len(data), *(row.get(f, 0) for f in (
            'country', 'demonym', 'place', 'seat')))
    with open(path, 'wb') as f:
        f.write(b'dsgazet2' + struct.pack('<II', size, len(pool)) + b''.join(slots) + tags + pool)
    print(f'{len(t.rows)} texts, {len(t.countries) - 1} countries, {os.path.getsize(path)} bytes')


def write_countries(t, path):
    with open(path, 'w', encoding='utf-8') as f:
        f.write('/* Made by scripts/gazetteer/build.py: code, name, capital. */\n/* clang-format off */\n#define DS_COUNTRY_LIST(X) \\\n')
        f.write(' \\\n'.join('  X("%s", "%s", "%s")' % row for row in t.countries[1:]) + '\n/* clang-format on */\n')


def main():
    t = Table()
    add_countries(t)
    add_by_country(t, 'seats.txt', 'seat', 'seat')
    add_by_country(t, 'regions.txt', 'region', 'place')
    add_by_country(t, 'seats.txt', 'region', 'place')
    add_cities(t)
    add_words(t)
    add_prefixes(t)
    write(t, sys.argv[1])
    write_countries(t, sys.argv[2])


main()
