#!/usr/bin/env python3
"""Learns how a sentence treats a target in it: plugins/data/toward.tsv, features with a weight for "negative" and one for "positive"
(maxent.py), over the words at each side of the target by distance, and the tone of those words. Trained on NewsMTSC (MIT).
usage: toward.py DATA/sentiment/newsmtsc-clean.train.jsonl plugins/data/tone.tsv OUT.tsv [DEV.jsonl...]"""
import json, sys
import numpy as np
import maxent

IMPORTANCE = {0: 1.0, 1: 1.0, 2: 1.2}


def features(text, target, tone):
    words = maxent.words_of(text)
    left = [w for s, e, w in words if e <= target[0]]
    right = [w for s, e, w in words if s >= target[1]]
    out = ['n:%d' % (min(len(words), 48) // 8)]
    for side, ws in (('l', left[::-1]), ('r', right)):
        for i, w in enumerate(ws):
            out.append('%s%d:%s' % (side, 0 if i < 3 else 1 if i < 9 else 2, w))
            out.append('w:' + w)
            if i and i < 8:
                pair = (ws[i - 1], w) if side == 'r' else (w, ws[i - 1])
                out.append('2%s:%s_%s' % (side, *pair))
        out.append('t%s3:%d' % (side, maxent.bucket(maxent.tone_sum(ws[:3] if side == 'r' else ws[:3][::-1], tone))))
        out.append('t%s9:%d' % (side, maxent.bucket(maxent.tone_sum(ws[:9] if side == 'r' else ws[:9][::-1], tone))))
        out.append('t%s:%d' % (side, maxent.bucket(maxent.tone_sum(ws if side == 'r' else ws[::-1], tone) / 2)))
    everything = [w for _, _, w in words]
    out.append('tall:%d' % maxent.bucket(maxent.tone_sum(everything, tone) / max(1.0, len(everything) ** 0.5) * 2))
    if maxent.is_quoted(text, target[0]):
        out.append('quoted')
    return out


def load(path, tone):
    lists, labels = [], []
    for line in open(path, encoding='utf-8'):
        d = json.loads(line)
        at = lambda k: len(d['text'][:k].encode('utf-8'))
        lists.append(features(d['text'], [at(x) for x in d['target']], tone))
        labels.append({0: 0, -1: 1, 1: 2}[d['label']])
    return lists, labels


def main(train, tone_file, out, *devs):
    tone = maxent.load_tone(tone_file)
    lists, labels = load(train, tone)
    table = maxent.fit(lists, labels, IMPORTANCE, penalty=8.0, common=3, keep=0.05)
    maxent.write(table, out, 'How a sentence treats a target: feature, weight of "negative", weight of "positive". Learned by scripts/training/toward.py.')
    print(len(table), 'features')
    for dev in devs:
        lists, labels = load(dev, tone)
        print(dev.split('/')[-1], maxent.macro(np.array(labels), maxent.predict(table, lists).argmax(1)))


if __name__ == '__main__':
    main(*sys.argv[1:])
