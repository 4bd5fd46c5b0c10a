#!/usr/bin/env python3
"""Learns the tone lexicon, plugins/data/tone.tsv: a weight from -1 to 1 for each word that carries tone.

A word's weight is a linear function of its vector (embed.py) plus a small correction of its own; both are fitted by ridge regression
to sentences of known tone, in which a word under a negation counts with the opposite sign, and to the seeds (tone.seeds.txt). The method follows
Rothe, Ebert and Schuetze 2016, "Ultradense Word Embeddings by Orthogonal Transformation", in its plain linear form.
Sentences: NewsMTSC (MIT), EmoBank news and headlines (CC BY-SA 4.0), IBM claims (CC BY 3.0).
Needs Debian's python3-numpy and python3-scipy.
usage: tone.py VECTORS.npz DATA/sentiment plugins/data/tone.seeds.txt OUT.tsv [CORPUS.jsonl.gz for capitals]"""
import collections, gzip, json, os, re, sys
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsqr

WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[.!?;]")
NEGATORS = set("not no never n't cannot can't won't don't doesn't didn't isn't aren't wasn't weren't without nor neither hardly barely scarcely nothing nobody "
               "wouldn't shouldn't couldn't haven't hasn't hadn't lack".split())
FLIP, SCOPE = -0.6, 4
LAMBDA_VECTOR, LAMBDA_WORD, SEED_WEIGHT = 0.7, 9.0, 2.0
SHRINK = 0.14   # soft threshold: words of little tone are noise when added up


def tokens(text):
    sign, left, out = 1.0, 0, []
    for w in WORD.findall(text.replace('’', "'")):
        w = w.lower()
        if w in '.!?;':
            left = 0
            continue
        out.append((w, FLIP if left > 0 else 1.0))
        left = SCOPE if w in NEGATORS or w.endswith("n't") else left - 1
    return out


def lines(path):
    return [json.loads(l) for l in open(path, encoding='utf-8')]


def sentences(folder):
    by_sentence = collections.defaultdict(list)
    for d in lines(os.path.join(folder, 'newsmtsc-clean.train.jsonl')):
        by_sentence[d['sent'], d['text']].append(d['label'])
    data = [(text, 0.6 * np.mean(labels), 1.0) for (_, text), labels in sorted(by_sentence.items())]
    for name, weight in (('emobank-news', 2.0), ('emobank-headlines', 2.0)):
        data += [(d['text'], max(-1.0, min(1.0, 1.6 * d['score'])), weight) for d in lines(os.path.join(folder, name + '.train.jsonl'))]
    data += [(d['text'], 0.7 * d['label'], 1.0) for d in lines(os.path.join(folder, 'ibm-claims.train.jsonl'))]
    return data


def seeds(path):
    """{form: weight}; the uses of a form ("like/v") are put together"""
    found = collections.defaultdict(list)
    for line in open(path, encoding='utf-8'):
        if not line.startswith('#'):
            weight, *words = line.split()
            for w in words: found[w.partition('/')[0]].append(float(weight))
    return {w: sum(weights) / len(weights) for w, weights in found.items()}


def capitals(path, limit=6000):
    """share of a word's uses inside sentences that are capitalised: names are not words of tone"""
    upper, total = collections.Counter(), collections.Counter()
    with gzip.open(path, 'rt', encoding='utf-8') as f:
        for i, line in enumerate(f):
            if i == limit:
                break
            for before, w in re.findall(r'([a-z,]) ([A-Za-z]+)', json.loads(line)['text']):
                total[w.lower()] += 1
                upper[w.lower()] += w[0].isupper()
    return {w: upper[w] / n for w, n in total.items() if n >= 5}


def main(vectors, folder, seed_file, out, corpus=None):
    z = np.load(vectors)
    words, E, counts = z['words'].tolist(), z['vectors'].astype(np.float64), z['counts']
    number = {w: i for i, w in enumerate(words)}
    known = seeds(seed_file)
    caps = capitals(corpus) if corpus else {}
    skip = {i for w, i in number.items() if (i < 120 and w not in known) or caps.get(w, 0) > 0.6 or w in NEGATORS or len(w) < 3}
    rows, cols, vals, y, weight = [], [], [], [], []
    for text, label, importance in sentences(folder):
        ts = [(number[w], s) for w, s in tokens(text) if w in number and number[w] not in skip]
        if not ts:
            continue
        scale = 1.0 / np.sqrt(len(ts))
        for i, s in ts:
            rows.append(len(y)); cols.append(i); vals.append(s * scale)
        y.append(label); weight.append(importance)
    for w, v in sorted(known.items()):
        if w in number and number[w] not in skip:
            rows.append(len(y)); cols.append(number[w]); vals.append(1.0)
            y.append(v); weight.append(SEED_WEIGHT)
    n, V, D = len(y), len(words), E.shape[1]
    B = sparse.csr_matrix((vals, (rows, cols)), shape=(n, V))
    W = sparse.diags(np.sqrt(weight))
    X = sparse.hstack([W @ sparse.csr_matrix(B @ E) / np.sqrt(LAMBDA_VECTOR), W @ B / np.sqrt(LAMBDA_WORD), W @ sparse.csr_matrix(np.ones((n, 1)))]).tocsr()
    solution = lsqr(X, W @ np.array(y), damp=1.0, iter_lim=400)[0]
    v = E @ (solution[:D] / np.sqrt(LAMBDA_VECTOR)) + solution[D:D + V] / np.sqrt(LAMBDA_WORD)
    fixed = {w: 0.5 * known[w] + 0.5 * np.clip(v[number[w]], -1, 1) if w in number else known[w] for w in known if known[w]}
    table = {}
    for w, i in number.items():
        if i in skip or w in known or counts[i] < 60 or abs(v[i]) < 0.12:
            continue
        table[w] = float(np.clip(v[i], -1, 1))
    table.update(fixed)
    table = {w: (abs(x) - SHRINK) * (1 if x > 0 else -1) * (1 + SHRINK) for w, x in table.items() if abs(x) >= SHRINK + 0.01}
    with open(out, 'w', encoding='utf-8') as f:
        f.write('# Tone lexicon: word, tab, weight from -1 (negative) to 1 (positive). Learned by scripts/training/tone.py; edit freely.\n'
                '# CC BY-SA 4.0; weights derived from NewsMTSC (MIT), EmoBank (CC BY-SA 4.0), IBM Debater claims (CC BY 3.0).\n')
        for w in sorted(table):
            f.write(f'{w}\t{table[w]:.2f}\n')
    print(len(table), 'words; bias', round(float(solution[-1]), 3))


if __name__ == '__main__':
    main(*sys.argv[1:])
