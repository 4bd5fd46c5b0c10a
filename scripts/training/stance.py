#!/usr/bin/env python3
"""Learns who is for or against whom in a sentence: plugins/data/stance.tsv, features with a weight for "oppose" and one for "support"
(maxent.py), over the words between, before and after holder and target, their order and distance, and the tone of those words.
Trained on the directed-sentiment set of news sentences (dse-group).
usage: stance.py DATA/sentiment/dse-group.train.jsonl plugins/data/tone.tsv OUT.tsv [DEV.jsonl]"""
import json, sys
import numpy as np
import maxent

IMPORTANCE = {0: 0.6, 1: 1.1, 2: 1.5}


def features(text, holder, target, tone):
    words = maxent.words_of(text)
    order = 'ht' if holder[0] <= target[0] else 'th'
    a, b = (holder, target) if order == 'ht' else (target, holder)
    before = [w for s, e, w in words if e <= a[0]][-4:]
    between = [w for s, e, w in words if s >= a[1] and e <= b[0]]
    after = [w for s, e, w in words if s >= b[1]][:5]
    far = len(between)
    out = ['d:%s:%d' % (order, min(far, 24) // 3)]
    near = between if far <= 14 else between[:7] + between[-7:]
    negated = False
    for i, w in enumerate(near):
        out.append('b%s:%s:%s' % ('N' if negated else '', order, w))
        if far <= 6:
            out.append('s:%s:%s' % (order, w))
        if i and far <= 14:
            out.append('2:%s:%s_%s' % (order, near[i - 1], w))
        negated = maxent.is_negator(w) or (negated and w not in '.,;:')
    out += ['p:%s:%s' % (order, w) for w in before[-2:]] + ['a:%s:%s' % (order, w) for w in after[:3]]
    out.append('tp:%d' % maxent.bucket(maxent.tone_sum(before, tone)))
    out.append('tb:%s:%d' % (order, maxent.bucket(maxent.tone_sum(near, tone))))
    out.append('ta:%d' % maxent.bucket(maxent.tone_sum(after, tone)))
    out.append('tall:%d' % maxent.bucket(maxent.tone_sum([w for _, _, w in words], tone) / 2))
    if maxent.is_quoted(text, a[0]):
        out.append('quoted')
    return out


def load(path, tone):
    lists, labels = [], []
    for line in open(path, encoding='utf-8'):
        d = json.loads(line)
        at = lambda k: len(d['text'][:k].encode('utf-8'))
        lists.append(features(d['text'], [at(x) for x in d['source']], [at(x) for x in d['target']], tone))
        labels.append({0: 0, -1: 1, 1: 2}[d['label']])
    return lists, labels


def main(train, tone_file, out, dev=None):
    tone = maxent.load_tone(tone_file)
    lists, labels = load(train, tone)
    table = maxent.fit(lists, labels, IMPORTANCE, penalty=6.0, common=4, keep=0.04)
    table['*bias'] = (round(table['*bias'][0] + 0.1, 2), round(table['*bias'][1] + 0.1, 2))
    maxent.write(table, out, 'Who is for or against whom: feature, weight of "oppose", weight of "support". Learned by scripts/training/stance.py.')
    print(len(table), 'features')
    if dev:
        lists, labels = load(dev, tone)
        print(maxent.macro(np.array(labels), maxent.predict(table, lists).argmax(1)))


if __name__ == '__main__':
    main(*sys.argv[1:])
