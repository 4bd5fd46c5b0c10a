#!/usr/bin/env python3
"""How often the confidence of a quotation is deserved: for each rule that finds speakers, and each band of confidence, how many of the
quotations that dossier gives have the right words (Jaccard >= 0.3 with a gold quotation) and the right speaker.
usage: DATA=folder confidence.py   (a folder of gold data with the measures in ../eval; says so and ends when there is none)
The last column is what belongs into the table of core/annotation/quotes.c: the share of right ones, in hundredths."""
import collections
import os
import sys

DATA = os.environ.get('DATA', os.path.join(os.path.dirname(__file__), '../../../shared/data'))
SETS = ('polnear.dev', 'polnear.train-sample', 'gum-news.dev')
FILES = [f'{DATA}/quotes/{name}.jsonl' for name in SETS]
if not all(map(os.path.exists, FILES)):
    print('confidence: no gold data here (DATA=folder)')
    sys.exit(0)
sys.path.insert(0, os.path.join(DATA, '../eval'))
from annotate import annotate, load  # noqa: E402
from quotes_score import chars, jac, match, name_match  # noqa: E402


def same_speaker(text, gold, mine, name):
    a, b = chars(text, gold['speaker']), chars(text, mine['speaker'] or [])
    if a & b and (jac(a, b) >= .3 or b <= a or a <= b):
        return True
    return bool(gold.get('speaker_name') and name and name_match(gold['speaker_name'], name))


def judge(doc, annotation):
    """Each quote that is not a scare quote with whether it is right."""
    mine = [q for q in annotation['quotes'] if q['kind'] != 'scare']
    _, matched, _, _ = match(doc['quotes'], mine, doc['text'], .3)
    for j, q in enumerate(mine):
        name = annotation['entities'][q['entity']]['name'] if q.get('entity') is not None else None
        yield q, j in matched and same_speaker(doc['text'], doc['quotes'][matched[j][0]], q, name)


rules, bands = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [0, 0])
for path in FILES:
    docs = load(path)
    annotations = annotate(docs)
    for d in docs:
        for q, right in judge(d, annotations[d['id']]):
            marked = 'unmarked' if q['kind'] == 'indirect' else 'marked'
            band = min(9, int(q['confidence'] * 10 + 1e-6)) / 10
            for table, key in ((rules, (q['rule'], marked)), (bands, band)):
                table[key][0] += 1
                table[key][1] += right
for (rule, marked), (n, right) in sorted(rules.items(), key=lambda row: (-row[1][0], row[0])):
    print(f'rule  {rule:16} {marked:9} {n:5} {right:5}  {right / n:.2f}')
for band, (n, right) in sorted(bands.items(), reverse=True):
    print(f'confidence {band:.1f}{"" if band == .9 else f" to {band + .1:.1f}"} {n:5} {right:5}  {right / n:.2f}')
