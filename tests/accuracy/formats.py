#!/usr/bin/env python3
"""How much of real files arrives: the body of web pages, their titles and dates, and the items of feeds.
usage: DATA=folder formats.py [pages] [metadata] [feeds]   (all three when none is named; one that has no gold data says so)
Each imports the files with $DOSSIER into a database of its own and reads them back with 'sql --format json'. Prints a line of JSON
a measure; with --wrong also what was not as expected, a line each."""
import ast
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

DATA = os.environ.get('DATA', os.path.join(os.path.dirname(__file__), '../../../shared/data'))
DOSSIER = os.environ.get('DOSSIER', 'build/release/dossier')
WRONG = '--wrong' in sys.argv


def articles(*paths):
    """Imports the paths: its exit status, what it said, and the stored articles."""
    with tempfile.TemporaryDirectory() as folder:
        call = [DOSSIER, '-d', os.path.join(folder, 'news.db')]
        names = '\0'.join(paths).encode()
        done = subprocess.run([*call, 'import', '--files0-from', '-'], input=names, capture_output=True)
        # A page may be found under several names: each is a sighting.
        sql = "select a.title, a.date, a.url, a.text, s.file from articles a join sightings s on s.article = a.id order by a.id"
        rows = subprocess.run([*call, 'sql', '--format', 'json', sql], capture_output=True)
        said = done.stderr.decode('utf-8', 'replace')
        return done.returncode, said, json.loads(rows.stdout) if rows.returncode == 0 else []


def wrong(what, file, mine, gold):
    if WRONG:
        print(f'{what} {file}: {mine!r}, expected {gold!r}')


def shingles(text):
    words = re.findall(r'\w+', text)
    return collections.Counter(tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3))) if words else collections.Counter()


def pages():
    """The means of precision and recall by 4-shingles of words over the pages, and their F1; a page that was refused counts as empty."""
    gold = json.load(open(f'{DATA}/formats/html/pages/ground-truth.json', encoding='utf-8'))
    paths = [f'{DATA}/formats/html/pages/{name}.html' for name in gold]
    found = {os.path.basename(row['file'])[:-5]: row['text'] for row in articles(*paths)[2]}
    precision, recall = [], []
    for name, page in gold.items():
        mine, theirs = shingles(found.get(name, '')), shingles(page['articleBody'])
        both = sum((mine & theirs).values())
        if mine:
            precision.append(both / mine.total())
        if theirs:
            recall.append(both / theirs.total())
        if mine and both < .8 * max(mine.total(), theirs.total()) or not mine:
            wrong('body', name[:12], mine.total(), theirs.total())
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    print(json.dumps({'measure': 'html body', 'pages': len(gold), 'P': round(p, 3), 'R': round(r, 3), 'F1': round(2 * p * r / (p + r), 3)}))


def folded(text):
    return ' '.join((text or '').split()).casefold()


def metadata():
    """Titles and dates of those pages where the expectation has one: the title to the letter (white space and case aside), the day."""
    gold = {os.path.basename(os.path.dirname(path)): json.load(open(path, encoding='utf-8'))
            for path in sorted(glob.glob(f'{DATA}/formats/html/metadata/*/expected-metadata.json'))}
    rows = articles(*(f'{DATA}/formats/html/metadata/{name}/source.html' for name in gold))[2]
    found = {row['file'].split('/')[-2]: row for row in rows}
    for what, key, say in (('title', 'title', folded), ('date', 'publishedTime', lambda value: (value or '')[:10])):
        asked = {name: page[key] for name, page in gold.items() if page.get(key)}
        right = 0
        for name, value in asked.items():
            mine = found.get(name, {}).get(what)
            right += say(mine) == say(value)
            if say(mine) != say(value):
                wrong(what, name, mine, value)
        print(json.dumps({'measure': f'html {what}', 'pages': len(asked), 'right': right, 'share': round(right / len(asked), 3)}))


def visible(markup):
    """What a reader sees of a title that may be markup."""
    text = markup
    for _ in range(2):
        text = re.sub(r'<[^>]*>', '', text)
        text = text.replace('&lt;', '<').replace('&gt;', '>').replace('&quot;', '"').replace('&amp;', '&')
        if '&' not in markup:
            break
    return folded(text)


EXPECTS = re.compile(r'''entries\[(\d+)\](?:\.|\[')(title|link)(?:'\])? == (u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))''')


def expectation(path):
    """The titles and links that a feed's comment expects: [(number of the item, what, value)], or None when it speaks of something else."""
    head = open(path, 'rb').read(4000).decode('utf-8', 'replace')
    line = re.search(r'Expect:(.*)', head)
    if not line or 'Header:' in head:
        return None
    return [(int(n), what, ast.literal_eval(value)) for n, what, value in EXPECTS.findall(line[1])]


def with_text(path, folder):
    """A copy of the feed whose items have a text each: an item without any is no article."""
    raw = open(path, 'rb').read()
    tag = re.compile(rb'<((?:\w+:)?)(item|entry)(\s[^>]*)?>')
    copy = os.path.join(folder, path.replace('/', '_'))
    with open(copy, 'wb') as out:
        out.write(tag.sub(lambda m: m[0] + b'<%ssummary>Text.</%ssummary>' % (m[1], m[1]), raw))
    return copy


def items_right(path, expected):
    """How many of the expected titles and links were read."""
    with tempfile.TemporaryDirectory() as folder:
        rows = articles(with_text(path, folder))[2]
    items = {int(row['file'].rpartition('#')[2]): row for row in rows if '#' in row['file']}
    right = 0
    for n, what, value in expected:
        mine = items.get(n + 1, {}).get('url' if what == 'link' else what) or ''
        good = visible(mine) == visible(value) if what == 'title' else mine == value
        right += good
        if not good:
            wrong(what, '/'.join(path.split('/')[-2:]), mine, value)
    return right


def feeds():
    """Of the well-formed feeds the title and the link of every item that the expectation names; all feeds are imported together, too:
    no crash, and each gives an article or is refused with a reason."""
    root = f'{DATA}/formats/feeds'
    files = sorted(glob.glob(f'{root}/**/*.xml', recursive=True) + glob.glob(f'{root}/**/*.json', recursive=True))
    asked = right = 0
    for path in files:
        expected = expectation(path) if '/wellformed/' in path else []
        if expected:
            asked, right = asked + len(expected), right + items_right(path, expected)
    status, said, rows = articles(*files)
    read = {row['file'].rpartition('#')[0] for row in rows}
    silent = [path for path in files if path not in read and path not in said]
    for path in silent:
        wrong('feed', path, '', 'an article, or a reason')
    print(json.dumps({'measure': 'feeds', 'titles and links': asked, 'right': right, 'share': round(right / asked, 3), 'files': len(files),
                      'crashed': int(status not in (0, 3)), 'without article or reason': len(silent)}))


MEASURES = {'pages': (pages, 'html/pages/ground-truth.json'), 'metadata': (metadata, 'html/metadata'), 'feeds': (feeds, 'feeds')}
for name in [word for word in sys.argv[1:] if word in MEASURES] or MEASURES:
    measure, place = MEASURES[name]
    if os.path.exists(f'{DATA}/formats/{place}'):
        measure()
    else:
        print(f'{name}: no gold data here (DATA=folder)')
