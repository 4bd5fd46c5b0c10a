#!/usr/bin/env python3
"""Makes a large corpus out of a small one. usage: grow.py ARTICLES CORPUS.jsonl [SEED] >OUT.jsonl

Each article is told as often as it takes, each time of other people and in other words, so that no two tellings are near copies while what
makes an article costly stays: its length in bytes but for a few, its sentences, how frequent its words are. In each telling
- rare names are spelled anew (the same name alike, its first letter and its length kept): they grow in number with the corpus, as names do;
  what many articles name (countries, weekdays, a president) stays;
- lower-case words change places with words of the same ending that are about as frequent; the most frequent, which carry the grammar, stay.
The tellings are shuffled, so that the first thousand lines are to the rest as any other thousand. The same arguments give the same bytes."""
import collections
import json
import random
import re
import sys

WORD = re.compile(r"[A-Za-z]+")
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvz"
KNOWN_TO_ALL = 0.01  # a name in a greater share of the articles stays
GRAMMAR = 150        # so many of the most frequent words stay
NEIGHBOURS = 8       # so many words, beside each other by frequency, change places
ENDING = 2           # letters that such words have in common


def read(path):
    """The articles' lines, how many articles have a word, and how often it stands there."""
    lines, articles, counts = [], collections.Counter(), collections.Counter()
    with open(path, encoding="utf-8") as corpus:
        for line in corpus:
            article = json.loads(line)
            words = WORD.findall(article.get("text") or "")
            lines.append(line)
            articles.update(set(words))
            counts.update(words)
    return lines, articles, counts


def is_name(word, counts):
    return word[0].isupper() and word[1:].islower() and len(word) > 3 and counts[word] > 2 * counts[word.lower()]


def names_of(articles, counts, total):
    return sorted(word for word in counts if is_name(word, counts) and articles[word] <= KNOWN_TO_ALL * total)


def groups_of(counts):
    """Groups of words that may change places."""
    frequent = {word for word, _ in counts.most_common(GRAMMAR)}
    classes = collections.defaultdict(list)
    for word in counts:
        if word.islower() and len(word) > 3 and word not in frequent and counts[word] > 3 * counts[word.capitalize()]:
            classes[word[-ENDING:]].append(word)
    for ending in sorted(classes):
        words = sorted(classes[ending], key=lambda word: (-counts[word], word))
        for i in range(0, len(words), NEIGHBOURS):
            yield words[i:i + NEIGHBOURS]


def table_of(names, groups, seed, telling):
    """What each word becomes in one telling."""
    chance = random.Random(f"{seed}/{telling}")
    letters = {}
    for kind in VOWELS, CONSONANTS:
        letters.update(zip(kind, chance.sample(kind, len(kind))))
    table = {name: name[0] + "".join(letters.get(letter, letter) for letter in name[1:]) for name in names}
    for group in groups:
        for word, other in zip(group, chance.sample(group, len(group))):
            table[word] = other
            table.setdefault(word.capitalize(), other.capitalize())
    return table


def tell(line, table, telling):
    article = json.loads(line)
    for field in "title", "text":
        if article.get(field):
            article[field] = WORD.sub(lambda match: table.get(match[0], match[0]), article[field])
    for field in "id", "url":
        if article.get(field):
            article[field] = f"{article[field]}-{telling}"
    return json.dumps(article, ensure_ascii=False)


def main(wanted, path, seed="1"):
    wanted = int(wanted)
    lines, articles, counts = read(path)
    names, groups = names_of(articles, counts, len(lines)), list(groups_of(counts))
    tables = [table_of(names, groups, seed, telling) for telling in range(-(-wanted // len(lines)))]
    pairs = [(number, telling) for telling in range(len(tables)) for number in range(len(lines))]
    random.Random(f"{seed}/order").shuffle(pairs)
    for number, telling in pairs[:wanted]:
        print(tell(lines[number], tables[telling], telling))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: grow.py ARTICLES CORPUS.jsonl [SEED]")
    main(*sys.argv[1:])
