#!/usr/bin/env python3
"""Learns the tone of what people say, plugins/data/wording.tsv: for each word and pair of words its tone (negative to positive) and its
colour (how far from plain statement). A maximum-entropy classifier with three classes: the logit of "positive" is colour + tone, of
"negative" colour - tone, of "neutral" 0, each summed over the words; a word under a negation counts with its tone turned round. The
weights are a linear function of the word's vector (embed.py) and of its weight in tone.tsv, plus a correction of its own.

Learned from sentences of known tone, NewsMTSC (MIT), EmoBank (CC BY-SA 4.0), IBM claims (CC BY 3.0), Directed Sentiment Extraction
(group set), from tone.seeds.txt, and from quotes of raw news whose paragraph says how they were meant: "praised", "slammed", "explained"
(distant supervision as in Mintz et al. 2009). plugins/lib/tone.lua reads texts the same way. Needs Debian's python3-numpy, python3-scipy.
usage: wording.py VECTORS.npz DATA/sentiment plugins/data OUT.tsv CORPUS.jsonl.gz..."""
import collections, gzip, json, os, random, re, sys
import numpy as np
from scipy import sparse
from scipy.optimize import minimize

WORD = re.compile(r"([A-Za-z](?:[A-Za-z'-]*[A-Za-z])?)|([.!?;:])|([,\"()“”–—…‘])")
NEGATORS = set('not no never cannot without nor neither hardly barely scarcely nothing nobody none'.split())
CLAUSE_STARTS = set('but although though while whereas because however yet'.split())
FLIP, SCOPE = -0.6, 5
IMPORTANCE = {'newsmtsc': 1.0, 'dse': 0.5, 'emobank': 1.0, 'ibm': 0.7, 'quotes': 0.5, 'seeds': 1.0}
VECTOR_SCALE, LEXICON_SCALE, PENALTY, COMMON, KEEP = 0.6, 1.5, 10.0, 3, 0.04
MOST_PLAIN_QUOTES = 3500

QUOTE = re.compile(r'“([^“”]{20,600})”|"([^"]{20,600})"|\'\'([^\']{20,600})\'\'')
NEGATIVE = ('criticize criticise slam blast condemn accuse denounce warn complain lament attack decry rip mock deride assail scold berate lambaste '
            'rebuke chide fume bemoan deplore blame vent rail lash ridicule caution fret worry fear mourn regret threaten protest object dismiss reject')
POSITIVE = ('praise hail thank welcome applaud congratulate commend laud celebrate tout salute cheer gush rejoice reassure honor honour endorse enthuse '
            'credit boast vow pledge promise')
PLAIN = 'note explain state announce confirm ask instruct estimate clarify describe recall read inform list inquire specify outline'
NEGATIVE_WORDS = ('criticism outrage anger angry furious outraged concern concerned frustration frustrated disappointed disappointment condolences grief '
                  'warning')
POSITIVE_WORDS = 'optimistic optimism gratitude grateful confidence hopeful proud pleased delighted thrilled happy upbeat'


def forms(verb):
    out = {verb, verb + 's', verb + 'ed', verb + 'ing'}
    if verb.endswith('e'): out |= {verb + 'd', verb[:-1] + 'ing'}
    if verb.endswith(('s', 'sh', 'x', 'ch')): out.add(verb + 'es')
    if verb in ('slam', 'rip'): out |= {verb + verb[-1] + 'ed', verb + verb[-1] + 'ing'}
    return out


def cues():
    out = {}
    for verbs, label in ((NEGATIVE, -1), (POSITIVE, 1), (PLAIN, 0)):
        out.update((f, label) for v in verbs.split() for f in forms(v))
    out.update((w, -1) for w in NEGATIVE_WORDS.split())
    out.update((w, 1) for w in POSITIVE_WORDS.split())
    return out


def quotes(paths):
    """(text, label) of quotes whose paragraph holds cue words of one kind, and none of their negations"""
    cue = cues()
    for path in paths:
        for line in gzip.open(path, 'rt', encoding='utf-8'):
            for paragraph in json.loads(line)['text'].split('\n'):
                said = [next(filter(None, m.groups())) for m in QUOTE.finditer(paragraph)]
                text = ' '.join(said)
                if not said or not 6 <= len(text.split()) <= 80:
                    continue
                around = [w.lower() for w, _, _ in WORD.findall(QUOTE.sub(' ', paragraph)) if w]
                kinds = {cue[w] for w in around if w in cue}
                if len(kinds) == 1 and len(around) <= 60 and not {'not', 'never', "didn't", 'without'} & set(around):
                    yield text, kinds.pop()


def lines(path):
    return [json.loads(l) for l in open(path, encoding='utf-8')]


def by_text(path):
    out = {}
    for d in lines(path):
        out.setdefault(d['text'], []).append(d['label'])
    return out.items()


def examples(folder, tables, corpora):
    """list of (text, label, origin)"""
    data = []
    for text, labels in by_text(os.path.join(folder, 'newsmtsc-clean.train.jsonl')):
        mean = np.mean(labels)
        data.append((text, -1 if mean < -0.34 else 1 if mean > 0.34 else 0, 'newsmtsc'))
    for text, labels in by_text(os.path.join(folder, 'dse-group.train.jsonl')):
        if any(labels):
            data.append((text, int(np.sign(sum(labels))), 'dse'))
    for part in ('news', 'headlines'):
        data += [(d['text'], d['label'], 'emobank') for d in lines(os.path.join(folder, f'emobank-{part}.train.jsonl'))]
    data += [(d['text'], d['label'], 'ibm') for d in lines(os.path.join(folder, 'ibm-claims.train.jsonl'))]
    for line in open(os.path.join(tables, 'tone.seeds.txt'), encoding='utf-8'):
        if not line.startswith('#'):
            weight, *words = line.split()
            data += [(w, int(np.sign(float(weight))), 'seeds') for w in words]
    found = list(quotes(corpora))
    plain = [x for x in found if x[1] == 0]
    random.Random(1).shuffle(plain)
    data += [(text, label, 'quotes') for text, label in [x for x in found if x[1]] + plain[:MOST_PLAIN_QUOTES]]
    return data


def features(text):
    """{word or pair: sign}, number of words"""
    out, reach, before, n = {}, 0, None, 0
    for word, end, part in WORD.findall(text.replace('’', "'")):
        if not word:
            before = None
            if end: reach = 0
            continue
        word = re.sub("'s$", '', word.lower())
        if word in CLAUSE_STARTS: reach = 0
        out.setdefault(word, FLIP if reach > 0 else 1.0)
        if before: out.setdefault(before + ' ' + word, 1.0)
        before, n, reach = word, n + 1, reach - 1
        if word in NEGATORS or word.endswith("n't"): reach = SCOPE
    return out, n


def matrices(lists, number):
    """features as rows, with their signs and without"""
    rows, columns, signed, plain = [], [], [], []
    for i, (fs, n) in enumerate(lists):
        scale = 3 / np.sqrt(n + 4)
        for f, sign in fs.items():
            if f in number:
                rows.append(i); columns.append(number[f]); signed.append(sign * scale); plain.append(scale)
    shape = len(lists), len(number)
    return sparse.csr_matrix((signed, (rows, columns)), shape=shape), sparse.csr_matrix((plain, (rows, columns)), shape=shape)


def general(number, vectors, tone_file):
    """what is known of each feature beforehand: its vector, its weight in the lexicon (colour: without the sign)"""
    z = np.load(vectors)
    place = {w: i for i, w in enumerate(z['words'].tolist())}
    lexicon = {l.split('\t')[0]: float(l.split('\t')[1]) for l in open(tone_file, encoding='utf-8') if '\t' in l and l[0] != '#'}
    E = z['vectors'].astype(np.float64)
    tone = np.zeros((len(number), E.shape[1] + 1))
    for f, i in number.items():
        if f in place: tone[i, :-1] = E[place[f]] * VECTOR_SCALE
        tone[i, -1] = lexicon.get(f, 0.0) * LEXICON_SCALE
    colour = tone.copy()
    colour[:, -1] = np.abs(colour[:, -1])
    return tone, colour


def fit(T, C, y, weight, known):
    """tone and colour of each feature, and the colour of any text"""
    V, A = T.shape[1], T.shape[1] + known[0].shape[1]
    T, C = (sparse.hstack([X, sparse.csr_matrix(X @ K)]).tocsr() for X, K in zip((T, C), known))
    TT, CT, every = T.T.tocsr(), C.T.tocsr(), np.arange(len(y))

    def loss(theta):
        t, c, base = theta[:A], theta[A:2 * A], theta[-1]
        tone, colour = T @ t, C @ c + base
        Z = np.column_stack([colour - tone, np.zeros(len(y)), colour + tone])
        Z -= Z.max(1, keepdims=True)
        P = np.exp(Z); P /= P.sum(1, keepdims=True)
        value = -(weight * np.log(P[every, y + 1] + 1e-12)).sum() + PENALTY / 2 * (t @ t + c @ c)
        G = P * weight[:, None]
        G[every, y + 1] -= weight
        to_tone, to_colour = G[:, 2] - G[:, 0], G[:, 2] + G[:, 0]
        return value, np.concatenate([TT @ to_tone + PENALTY * t, CT @ to_colour + PENALTY * c, [to_colour.sum()]])
    theta = minimize(loss, np.zeros(2 * A + 1), jac=True, method='L-BFGS-B', options={'maxiter': 60}).x
    t, c = theta[:A], theta[A:2 * A]
    return t[:V] + known[0] @ t[V:], c[:V] + known[1] @ c[V:], theta[-1]


def main(vectors, folder, tables, out, *corpora):
    data = examples(folder, tables, corpora)
    lists = [features(text) for text, _, _ in data]
    counts = collections.Counter(f for fs, _ in lists for f in fs)
    number = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= COMMON + (' ' in f)))}
    known = general(number, vectors, os.path.join(tables, 'tone.tsv'))
    tone, colour, base = fit(*matrices(lists, number), np.array([d[1] for d in data]), np.array([IMPORTANCE[d[2]] for d in data]), known)
    with open(out, 'w', encoding='utf-8') as f:
        f.write('# Tone of what is said: word or pair of words, tab, tone (negative to positive), tab, colour (below 0: plain). Learned by\n'
                '# scripts/training/wording.py; edit freely. *base is the colour of any text. Licence and sources: LICENSE in this folder.\n')
        f.write('*base\t0.00\t%.2f\n' % base)
        for name, i in sorted(number.items()):
            if max(abs(tone[i]), abs(colour[i])) >= KEEP:
                f.write('%s\t%.2f\t%.2f\n' % (name, tone[i], colour[i]))
    print(collections.Counter((d[2], d[1]) for d in data))


if __name__ == '__main__':
    main(*sys.argv[1:])
