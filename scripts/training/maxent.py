"""What the two classifiers for pairs and targets in a sentence share: words, features, fitting, the table that Lua reads.

A maximum-entropy classifier (Berger, Della Pietra and Della Pietra 1996) with "none" as the class of weight 0, fitted by L-BFGS with an
L2 penalty; small weights are dropped. plugins/lib/maxent.lua computes the same features. Needs Debian's python3-numpy, python3-scipy."""
import collections, re
import numpy as np
from scipy import sparse
from scipy.optimize import minimize

WORD = re.compile(rb"[A-Za-z\x80-\xff]+(?:['-]\0*[A-Za-z\x80-\xff]+)*|[.,;:!?\"]")
# typographic marks as plain ones of the same length in bytes
PLAIN = ((b'\xe2\x80\x99', b"'\0\0"), (b'\xe2\x80\x98', b' " '), (b'\xe2\x80\x9c', b' " '), (b'\xe2\x80\x9d', b' " '),
         (b'\xe2\x80\x93', b' , '), (b'\xe2\x80\x94', b' , '), (b'\xe2\x80\xa6', b' . '))
LOWER = {c: c + 32 for c in range(65, 91)}
NEGATORS = set("not no never cannot without nor neither hardly barely".split())


def load_tone(path):
    return {l.split('\t')[0]: float(l.split('\t')[1]) for l in open(path, encoding='utf-8') if '\t' in l and not l.startswith('#')}


def words_of(text):
    raw = text.encode('utf-8')
    for mark, plain in PLAIN:
        raw = raw.replace(mark, plain)
    return [(m.start(), m.end(), m.group().replace(b'\0', b'').decode('utf-8', 'replace').translate(LOWER)) for m in WORD.finditer(raw)]


def is_negator(word):
    return word in NEGATORS or word.endswith("n't")


def bucket(x):
    return max(-4, min(4, int(np.floor(x * 2.5 + 0.5))))


def tone_sum(words, tone):
    """the words' weights added up, turned round after a negation"""
    total, negated = 0.0, 0
    for w in words:
        total += tone.get(w, 0.0) * (-0.6 if negated > 0 else 1.0)
        negated = 4 if is_negator(w) else negated - 1
    return total


def is_quoted(text, at):
    return sum(w == '"' for s, _, w in words_of(text) if s < at) % 2 == 1


def macro(y, p, classes=3):
    fs = []
    for k in range(classes):
        tp = ((y == k) & (p == k)).sum()
        fs.append(2 * tp / ((y == k).sum() + (p == k).sum() + 1e-9))
    return round(float(np.mean(fs)), 4), [round(float(f), 3) for f in fs]


def fit(lists, labels, importance, penalty, common, keep):
    """lists of feature names, labels 0 (none), 1, 2 -> table {name: (weight1, weight2)} with '*bias'."""
    counts = collections.Counter(f for fs in lists for f in set(fs))
    vocabulary = sorted(f for f, n in counts.items() if n >= common)
    number = {f: i for i, f in enumerate(vocabulary)}
    r, c = [], []
    for i, fs in enumerate(lists):
        for f in sorted(set(fs)):
            if f in number:
                r.append(i); c.append(number[f])
    X = sparse.csr_matrix((np.ones(len(r)), (r, c)), shape=(len(lists), len(vocabulary)))
    y, F = np.array(labels), len(vocabulary)
    weight = np.array([importance[k] for k in labels])

    def loss(theta):
        W, b = theta[:2 * F].reshape(2, F), theta[2 * F:]
        Z = np.column_stack([np.zeros(len(y)), X @ W[0] + b[0], X @ W[1] + b[1]])
        Z -= Z.max(1, keepdims=True)
        P = np.exp(Z); P /= P.sum(1, keepdims=True)
        value = -(weight * np.log(P[np.arange(len(y)), y] + 1e-12)).sum() + penalty / 2 * (W ** 2).sum()
        G = P * weight[:, None]
        G[np.arange(len(y)), y] -= weight
        return value, np.concatenate([X.T @ G[:, 1] + penalty * W[0], X.T @ G[:, 2] + penalty * W[1], G[:, 1:].sum(0)])
    theta = minimize(loss, np.zeros(2 * F + 2), jac=True, method='L-BFGS-B', options={'maxiter': 200}).x
    W, b = theta[:2 * F].reshape(2, F), theta[2 * F:]
    table = {f: (round(float(W[0, i]), 2), round(float(W[1, i]), 2)) for f, i in number.items() if np.abs(W[:, i]).max() >= keep}
    table['*bias'] = (round(float(b[0]), 2), round(float(b[1]), 2))
    return table


def predict(table, lists):
    Z = []
    for fs in lists:
        s = [table['*bias'][0], table['*bias'][1]]
        for f in set(fs):
            if f in table:
                s[0] += table[f][0]; s[1] += table[f][1]
        Z.append([0.0] + s)
    return np.array(Z)


def write(table, path, comment):
    with open(path, 'w', encoding='utf-8') as f:
        f.write('# ' + comment + '\n')
        for name in sorted(table):
            f.write('%s\t%.2f\t%.2f\n' % (name, *table[name]))
