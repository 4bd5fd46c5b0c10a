#!/usr/bin/env python3
"""Learns the tone of what people say, plugins/data/wording.tsv: for each lemma and pair of lemmas its tone (negative to positive) and its
colour (how far from plain statement). A maximum-entropy classifier with three classes: the logit of "positive" is colour + tone, of
"negative" colour - tone, of "neutral" 0, each summed over the words; the tone of a word is multiplied by what constructions do to it
(core/language/construction.c), which is asked of plugins/lib/tone.lua itself. The weights are a linear function of the word's vector
(embed.py), of its weight in tone.tsv and by hand (tone.seeds.txt, tone.words.txt), plus a correction of its own.

Learned from sentences of known tone, NewsMTSC (MIT), EmoBank (CC BY-SA 4.0), IBM claims (CC BY 3.0), Directed Sentiment Extraction
(group set), from the seeds, from quotes of raw news that were judged by hand (tone.labels.tsv), and from quotes whose paragraph says how
they were meant: "praised", "slammed", "explained" (distant supervision as in Mintz et al. 2009). NEWS.db is what `dossier import` makes of
the corpora. With --check nothing is written: the judged quotes are left out by fifths and the figures printed.
Needs Debian's python3-numpy, python3-scipy, and DOSSIER (default build/release/dossier).
usage: wording.py [--check] VECTORS.npz DATA/sentiment plugins/data OUT.tsv NEWS.db CORPUS.jsonl.gz..."""
import collections, gzip, hashlib, json, os, random, re, subprocess, sys
import numpy as np
from scipy import sparse
from scipy.optimize import minimize

HERE = os.path.dirname(os.path.abspath(__file__))
DOSSIER = os.environ.get('DOSSIER', 'build/release/dossier')
WORD = re.compile(r"[A-Za-z](?:[A-Za-z'-]*[A-Za-z])?")
IMPORTANCE = {'newsmtsc': 1.0, 'dse': 0.5, 'emobank': 1.0, 'ibm': 0.7, 'quotes': 0.15, 'seeds': 1.0, 'clear': 8.0, 'unclear': 2.4}
VECTOR_SCALE, LEXICON_SCALE, SEED_SCALE, PENALTY, COMMON, KEEP = 1.0, 1.5, 1.5, 80.0, 3, 0.04
MOST_PLAIN_QUOTES = 3500
WEAK = 0.5   # seeds of no more weight are no examples of their own

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
                around = [w.lower() for w in WORD.findall(QUOTE.sub(' ', paragraph))]
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


def seeds(tables):
    """{lemma, lemma/tag or "lemma lemma": weight}"""
    found = collections.defaultdict(list)
    for name in ('tone.seeds.txt', 'tone.words.txt'):
        for line in open(os.path.join(tables, name), encoding='utf-8'):
            if not line.startswith('#'):
                weight, *words = line.split()
                for word in words: found[word.replace('_', ' ')].append(float(weight))
    return {word: sum(weights) / len(weights) for word, weights in found.items()}


def key(text):
    return hashlib.sha1(re.sub('[^a-z]', '', text.lower())[:60].encode()).hexdigest()[:12]


def judged(database):
    """the quotes of the database that tone.labels.tsv knows"""
    labels = {}
    for line in open(os.path.join(HERE, 'tone.labels.tsv'), encoding='utf-8'):
        if not line.startswith('#'):
            name, label, clear = line.split('\t')
            labels[name] = int(label), 'clear' if int(clear) else 'unclear'
    found = {}
    for text in dossier(['-d', database, '--readonly', 'run', os.path.join(HERE, 'quotes.lua')]):
        if key(text) in labels: found.setdefault(key(text), text)
    return [(text, *labels[name]) for name, text in sorted(found.items())]


def dossier(arguments, lines=()):
    """the lines that it prints"""
    text = ''.join(' '.join(line.split()) + '\n' for line in lines)
    done = subprocess.run([DOSSIER, '--max-seconds', '3600', *arguments], input=text.encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode('utf-8', 'replace').split('\n')[:-1]


def examples(folder, tables, database, corpora):
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
    data += [(word.split('/')[0], int(np.sign(weight)), 'seeds') for word, weight in seeds(tables).items()
             if weight == 0 or abs(weight) > WEAK]
    data += judged(database)
    found = list(quotes(corpora))
    plain = [x for x in found if x[1] == 0]
    random.Random(1).shuffle(plain)
    data += [(text, label, 'quotes') for text, label in [x for x in found if x[1]] + plain[:MOST_PLAIN_QUOTES]]
    return data


def features(texts):
    """for each text {term: factor} and the number of words"""
    out = []
    for line in dossier(['run', os.path.join(HERE, 'terms.lua')], texts):
        n, *terms = line.split('\t')
        out.append(({name: float(factor) for name, _, factor in (t.rpartition(' ') for t in terms)}, int(n)))
    return out


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


def general(number, vectors, tables):
    """what is known of each lemma or pair beforehand: its vector, its weights in tone.tsv and in the seeds (colour: without the sign)"""
    z, known = np.load(vectors), seeds(tables)
    place = {w: i for i, w in enumerate(z['words'].tolist())}
    lines = open(os.path.join(tables, 'tone.tsv'), encoding='utf-8')
    lexicon = {l.split('\t')[0]: float(l.split('\t')[1]) for l in lines if '\t' in l and l[0] != '#'}
    E = z['vectors'].astype(np.float64)
    tone = np.zeros((len(number), E.shape[1] + 2))
    for name, i in number.items():
        lemma = name.partition('/')[0]
        if lemma in place: tone[i, :-2] = E[place[lemma]] * VECTOR_SCALE
        tone[i, -2] = lexicon.get(lemma, 0.0) * LEXICON_SCALE
        tone[i, -1] = known.get(name, known.get(lemma, 0.0)) * SEED_SCALE
    colour = tone.copy()
    colour[:, -2:] = np.abs(colour[:, -2:])
    return tone, colour


def fit(T, C, y, weight, known, start=None, steps=70):
    """tone and colour of each feature, the colour of any text, and where the search ended"""
    V, A = T.shape[1], T.shape[1] + known[0].shape[1]
    KT, KC = np.asarray(T @ known[0]), np.asarray(C @ known[1])
    TT, CT, every = T.T.tocsr(), C.T.tocsr(), np.arange(len(y))

    def loss(theta):
        t, c, base = theta[:A], theta[A:2 * A], theta[-1]
        tone, colour = T @ t[:V] + KT @ t[V:], C @ c[:V] + KC @ c[V:] + base
        Z = np.column_stack([colour - tone, np.zeros(len(y)), colour + tone])
        Z -= Z.max(1, keepdims=True)
        P = np.exp(Z); P /= P.sum(1, keepdims=True)
        value = -(weight * np.log(P[every, y + 1] + 1e-12)).sum() + PENALTY / 2 * (t @ t + c @ c)
        G = P * weight[:, None]
        G[every, y + 1] -= weight
        to_tone, to_colour = G[:, 2] - G[:, 0], G[:, 2] + G[:, 0]
        return value, np.concatenate([TT @ to_tone + PENALTY * t[:V], KT.T @ to_tone + PENALTY * t[V:], CT @ to_colour + PENALTY * c[:V],
                                      KC.T @ to_colour + PENALTY * c[V:], [to_colour.sum()]])
    start = np.zeros(2 * A + 1) if start is None else start
    theta = minimize(loss, start, jac=True, method='L-BFGS-B', options={'maxiter': steps}).x
    t, c = theta[:A], theta[A:2 * A]
    return t[:V] + known[0] @ t[V:], c[:V] + known[1] @ c[V:], theta[-1], theta


def check(T, C, y, weight, known, data):
    """macro-F1 on the judged quotes, each judged by weights that were learned without it"""
    own = np.array([i for i, d in enumerate(data) if d[2] in ('clear', 'unclear')])
    fold = np.random.RandomState(5).permutation(len(own)) % 5
    rest = np.setdiff1d(np.arange(len(y)), own)
    start, said = fit(T[rest], C[rest], y[rest], weight[rest], known)[-1], np.zeros(len(own), dtype=int)
    for k in range(5):
        keep, left = np.concatenate([rest, own[fold != k]]), own[fold == k]
        t, c, base, _ = fit(T[keep], C[keep], y[keep], weight[keep], known, start, 25)
        tone, colour = T[left] @ t, C[left] @ c + base
        said[fold == k] = np.where(colour + np.abs(tone) < 0, 0, np.sign(tone))
    for view in ('clear', 'all'):
        chosen = np.array([view == 'all' or data[i][2] == 'clear' for i in own])
        a, b = y[own][chosen], said[chosen]
        f1 = [2 * ((a == k) & (b == k)).sum() / ((a == k).sum() + (b == k).sum()) for k in (-1, 0, 1)]
        print('judged quotes, left out by fifths, %s: n %d macro-F1 %.3f (%s)' % (view, len(a), np.mean(f1), ' '.join('%.2f' % f for f in f1)))


def write(out, number, tone, colour, base):
    with open(out, 'w', encoding='utf-8') as f:
        f.write('# Tone of what is said: lemma (/n noun, /v verb, /a adjective, /r adverb) or pair of lemmas, tab, tone (negative to positive), tab,\n'
                '# colour (below 0: plain). Learned by scripts/training/wording.py; edit freely. *base is the colour of any text.\n'
                '# Licence and sources: LICENSE in this folder.\n')
        f.write('*base\t0.00\t%.2f\n' % base)
        for name, i in sorted(number.items()):
            if max(abs(tone[i]), abs(colour[i])) >= KEEP:
                f.write('%s\t%.2f\t%.2f\n' % (name, tone[i], colour[i]))


def main(*arguments):
    checking = arguments[0] == '--check'
    vectors, folder, tables, out, database, *corpora = arguments[checking:]
    data = examples(folder, tables, database, corpora)
    lists = features([text for text, _, _ in data])
    counts = collections.Counter(f for fs, _ in lists for f in fs)
    common = {f for f, n in counts.items() if n >= COMMON + (' ' in f)}
    common |= {word for word in seeds(tables) if '/' in word or ' ' in word} | {f for (fs, _), d in zip(lists, data) if d[2] == 'seeds' for f in fs}
    number = {f: i for i, f in enumerate(sorted(common))}
    known = general(number, vectors, tables)
    T, C = matrices(lists, number)
    y, weight = np.array([d[1] for d in data]), np.array([IMPORTANCE[d[2]] for d in data])
    print(collections.Counter((d[2], d[1]) for d in data))
    if checking:
        check(T, C, y, weight, known, data)
    else:
        write(out, number, *fit(T, C, y, weight, known)[:3])


if __name__ == '__main__':
    main(*sys.argv[1:])
