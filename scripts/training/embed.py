#!/usr/bin/env python3
"""Word vectors from raw news, for the tables of tone: positive pointwise mutual information of words within four places, reduced by a
truncated singular value decomposition (Levy, Goldberg and Dagan 2015, "Improving Distributional Similarity with Lessons Learned from
Word Embeddings"). Needs Debian's python3-numpy and python3-scipy.
usage: embed.py OUT.npz DIMENSIONS CORPUS.jsonl.gz...   (150 dimensions for tone.py, 400 for wording.py)"""
import collections, gzip, json, re, sys
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

VOCABULARY, WINDOW, SHIFT = 30000, 4, 0.0
WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*|[.!?]")


def articles(paths):
    for path in paths:
        with gzip.open(path, 'rt', encoding='utf-8') as f:
            for line in f:
                yield WORD.findall(json.loads(line)['text'].lower().replace('’', "'"))


def main(out, dimensions, *paths):
    counts = collections.Counter()
    for words in articles(paths):
        counts.update(words)
    words = [w for w, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= 20][:VOCABULARY]
    number = {w: i for i, w in enumerate(words)}
    n = len(words)
    total = sparse.csr_matrix((n, n), dtype=np.float32)
    chunk = []
    def flush():
        nonlocal total
        ids = np.array(chunk, dtype=np.int32)
        for k in range(1, WINDOW + 1):
            a, b = ids[:-k], ids[k:]
            ok = (a >= 0) & (b >= 0)
            weight = np.full(ok.sum(), 1.0 / k, dtype=np.float32)
            total = total + sparse.coo_matrix((weight, (a[ok], b[ok])), shape=(n, n)).tocsr()
        chunk.clear()
    for ws in articles(paths):
        chunk.extend(number.get(w, -1) for w in ws)
        chunk.extend([-1] * WINDOW)
        if len(chunk) > 6_000_000:
            flush()
    flush()
    total = (total + total.T).tocoo()
    rows = np.asarray(total.sum(1)).ravel()
    context = rows ** 0.75
    value = np.log(total.data * context.sum() / (rows[total.row] * context[total.col])) - SHIFT
    keep = value > 0
    ppmi = sparse.csr_matrix((value[keep].astype(np.float32), (total.row[keep], total.col[keep])), shape=(n, n))
    u, s, _ = svds(ppmi, k=int(dimensions), v0=np.ones(n, dtype=np.float32))
    vectors = u * np.sqrt(s)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    np.savez(out, words=np.array(words), vectors=vectors.astype(np.float32), counts=np.array([counts[w] for w in words]))


main(*sys.argv[1:])
