#!/usr/bin/env python3
"""A slow and careful parser, from which the fast one learns: a bidirectional LSTM with biaffine attention (Dozat & Manning 2017, "Deep
Biaffine Attention for Neural Dependency Parsing") that tags as well. It looks at words as the reader does: hashes of form, beginning and
ending, shape, cluster; and at vectors of words from raw text (clusters.c).
usage: teacher.py learn MODEL VECTORS GOLD [DEV...]     (GOLD, DEV: as written by sentences; the figures of DEV are told)
       teacher.py teach MODEL RAW OUT                   (RAW: as written by sentences -raw; OUT: the same with its tags and trees)
Sentences whose best heads make no tree are left out of OUT. Environment: EPOCHS, SEED, THREADS."""
import os, sys, time
for library in ('OPENBLAS', 'OMP'):  # before they are loaded
    os.environ[f'{library}_NUM_THREADS'] = os.environ.get('THREADS', '1')
import numpy as np
import torch
from torch import nn

FORM = np.dtype([('word', '<u4'), ('prefix', '<u4', 3), ('suffix', '<u4', 4), ('cluster', '<u2'), ('coarse', 'u1'), ('habit', 'u1'),
                 ('shape', 'u1'), ('padding', 'u1', 3)])
RELS, TAGS, DIMENSIONS = 64, 64, 96
BATCH_WORDS, LONGEST, CHUNK = 1600, 120, 20000
UNKNOWN, FIRST = 1, 2  # ids of features; 0 stands for no word


def read(path):
    """Sentences as (forms, tags, rels, heads)."""
    data, at, found = open(path, 'rb').read(), 0, []
    while at < len(data):
        n = int.from_bytes(data[at:at + 4], 'little')
        at += 4
        forms = np.frombuffer(data, FORM, n, at)
        at += n * FORM.itemsize
        tags = np.frombuffer(data, 'u1', n, at)
        rels = np.frombuffer(data, 'u1', n, at + n)
        heads = np.frombuffer(data, '<i2', n, at + 2 * n)
        at += 4 * n
        found.append((forms, tags, rels, heads))
    return found


def write(path, sentences):
    with open(path, 'wb') as out:
        for forms, tags, rels, heads in sentences:
            out.write(len(forms).to_bytes(4, 'little') + forms.tobytes() + tags.tobytes() + rels.tobytes() + heads.tobytes())


def columns(forms):
    """The features of words, a column each."""
    return ([forms['word']] + [forms['prefix'][:, k] for k in range(3)] + [forms['suffix'][:, k] for k in range(4)] +
            [forms['cluster'], forms['coarse'], forms['habit'], forms['shape']])


# how large the vector of each column is, and how often a value must be seen to have one
WIDTHS = [DIMENSIONS, 16, 24, 32, 16, 32, 48, 48, 48, 16, 32, 24]
LEAST = [2, 1, 2, 3, 1, 2, 3, 3, 1, 1, 1, 1]


def vocabularies(gold, vectors):
    all_forms = np.concatenate([s[0] for s in gold])
    found = []
    for column, values in enumerate(columns(all_forms)):
        value, count = np.unique(values, return_counts=True)
        value = value[count >= LEAST[column]]
        if column == 0:
            value = np.union1d(value, vectors['key'])
        found.append(value.astype(np.int64))
    return found


def ids(values, known):
    at = np.searchsorted(known, values).clip(0, len(known) - 1)
    return np.where(known[at] == values, at + FIRST, UNKNOWN)


class Encoder(nn.Module):
    def __init__(self, sizes, hidden=256):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(size, width, padding_idx=0) for size, width in zip(sizes, WIDTHS))
        self.fixed = nn.Embedding(sizes[0], DIMENSIONS, padding_idx=0)  # what raw text tells of the word
        self.fixed.weight.requires_grad = False
        self.mix = nn.Linear(sum(WIDTHS) + DIMENSIONS, 256)
        self.lstm1 = nn.LSTM(256, hidden, batch_first=True, bidirectional=True)
        self.lstm2 = nn.LSTM(2 * hidden, hidden, batch_first=True, bidirectional=True)

    def forward(self, words, lengths):
        x = torch.cat([table(words[:, :, k]) for k, table in enumerate(self.tables)] + [self.fixed(words[:, :, 0])], 2)
        x = drop_words(nn.functional.leaky_relu(self.mix(x), 0.1), 0.25, self.training)
        low = run(self.lstm1, x, lengths)
        low = drop_words(low, 0.33, self.training)
        return low, drop_words(run(self.lstm2, low, lengths), 0.33, self.training)


def run(lstm, x, lengths):
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    return nn.utils.rnn.pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=x.shape[1])[0]


def drop_words(x, rate, training):
    """Dropout with one mask for all words of a sentence (Gal & Ghahramani 2016)."""
    if not training:
        return x
    return x * torch.bernoulli(torch.full((x.shape[0], 1, x.shape[2]), 1 - rate)) / (1 - rate)


class Teacher(nn.Module):
    """Word 0 of every sentence stands for the root: unknown in every way."""

    def __init__(self, sizes, hidden=256, arc=256, rel=100):
        super().__init__()
        self.encoder = Encoder(sizes, hidden)
        self.tag = nn.Sequential(nn.Linear(2 * hidden, 128), nn.LeakyReLU(0.1), nn.Dropout(0.33), nn.Linear(128, TAGS))
        self.layers = nn.ModuleList(nn.Linear(2 * hidden, n) for n in (arc, arc, rel, rel))
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc))
        self.rel = nn.Parameter(torch.zeros(RELS, rel + 1, rel + 1))

    def forward(self, words, lengths):
        low, high = self.encoder(words, lengths)
        arc_child, arc_head, rel_child, rel_head = (
            drop_words(nn.functional.leaky_relu(layer(high), 0.1), 0.33, self.training) for layer in self.layers)
        arcs = one_more(arc_child) @ self.arc @ arc_head.transpose(1, 2)  # [sentence][child][head]
        there = torch.arange(words.shape[1])[None, :] < lengths[:, None]
        arcs = arcs.masked_fill(~there[:, None, :], -1e9)
        arcs = arcs.masked_fill(torch.eye(words.shape[1], dtype=torch.bool)[None], -1e9)
        return self.tag(low), arcs, one_more(rel_child), one_more(rel_head)

    def rels(self, child, head):
        """Scores of the relations of pairs of words (vectors of children and of their heads)."""
        return torch.einsum('nrj,nj->nr', torch.einsum('ni,rij->nrj', child, self.rel), head)


def one_more(x):
    return torch.cat([x, torch.ones(x.shape[:-1] + (1,))], -1)


class Lessons:
    """Sentences as tensors, in batches of about the same length."""

    def __init__(self, sentences, known):
        self.items = []
        for forms, tags, rels, heads in sentences:
            words = np.stack([ids(values.astype(np.int64), k) for values, k in zip(columns(forms), known)], 1)
            words = np.concatenate([np.ones((1, words.shape[1]), np.int64), words])
            self.items.append((words, tags.astype(np.int64), rels.astype(np.int64), heads.astype(np.int64) + 1))

    def batches(self, rng=None):
        length = np.array([len(i[1]) for i in self.items], float)
        order = np.argsort(length + (rng.random(len(length)) * 4 if rng else 0), kind='stable')
        groups, group, longest = [], [], 0
        for i in order:
            longest = max(longest, int(length[i]) + 1)
            if group and longest * (len(group) + 1) > BATCH_WORDS:
                groups.append(group)
                group, longest = [], int(length[i]) + 1
            group.append(i)
        groups.append(group)
        if rng:
            rng.shuffle(groups)
        return groups

    def tensors(self, group):
        longest = max(len(self.items[i][0]) for i in group)
        words = np.zeros((len(group), longest, self.items[0][0].shape[1]), np.int64)
        gold = np.full((3, len(group), longest), -1, np.int64)
        for k, i in enumerate(group):
            item = self.items[i]
            words[k, :len(item[0])] = item[0]
            for part in range(3):
                gold[part, k, 1:len(item[0])] = item[1 + part]
        lengths = torch.tensor([len(self.items[i][0]) for i in group])
        return torch.from_numpy(words), lengths, torch.from_numpy(gold)


def forget(words, rare):
    """Words are unknown now and then, the rarer the more often; so are single features."""
    lost = torch.rand(words.shape[:2]) < rare[words[:, :, 0]]
    words = words.clone()
    words[:, :, 0] = torch.where(lost & (words[:, :, 0] > 0), torch.tensor(UNKNOWN), words[:, :, 0])
    gone = (torch.rand(words.shape) < 0.05) & (words > UNKNOWN)
    return torch.where(gone, torch.tensor(UNKNOWN), words)


def loss_of(model, words, lengths, gold):
    tags, arcs, child, head = model(words, lengths)
    there = gold[2] >= 0
    losses = [nn.functional.cross_entropy(tags[there], gold[0][there]), nn.functional.cross_entropy(arcs[there], gold[2][there])]
    sentence = torch.arange(words.shape[0])[:, None].expand_as(there)[there]
    scores = model.rels(child[there], head[sentence, gold[2][there]])
    losses.append(nn.functional.cross_entropy(scores, gold[1][there]))
    return losses[0] * 0.5 + losses[1] + losses[2]


def parse(model, words, lengths):
    """Best tags, relations and heads of each word."""
    tags, arcs, child, head = model(words, lengths)
    arcs[:, 0, :] = 0
    best = arcs.argmax(2)
    there = torch.arange(words.shape[1])[None, :].expand(words.shape[:2])
    sentence = torch.arange(words.shape[0])[:, None].expand_as(there)
    scores = model.rels(child.flatten(0, 1), head[sentence, best].flatten(0, 1)).view(words.shape[0], words.shape[1], -1)
    return tags.argmax(2).numpy(), scores.argmax(2).numpy(), best.numpy()


def measure(model, lessons):
    model.eval()
    n = right_tags = right_heads = right = 0
    with torch.no_grad():
        for group in lessons.batches():
            words, lengths, gold = lessons.tensors(group)
            tags, rels, heads = parse(model, words, lengths)
            gold = gold.numpy()
            there = gold[2] >= 0
            n += there.sum()
            right_tags += (tags == gold[0])[there].sum()
            same = (heads == gold[2])[there]
            right_heads += same.sum()
            right += (same & (rels == gold[1])[there]).sum()
    model.train()
    return right_tags / n, right_heads / n, right / n


def learn(path, vectors_path, gold_path, dev_paths):
    epochs, seed = int(os.environ.get('EPOCHS', 12)), int(os.environ.get('SEED', 1))
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    vectors = np.fromfile(vectors_path, np.dtype([('key', '<u4'), ('v', '<f4', DIMENSIONS)]))
    gold = [s for s in read(gold_path) if len(s[0]) <= LONGEST]
    known = vocabularies(gold, vectors)
    lessons, devs = Lessons(gold, known), [Lessons(read(p), known) for p in dev_paths]
    model = Teacher([len(k) + FIRST for k in known])
    with torch.no_grad():
        at = torch.from_numpy(ids(vectors['key'].astype(np.int64), known[0]))
        model.encoder.fixed.weight[at] = torch.from_numpy(vectors['v'].copy()) * 4
        for table in model.encoder.tables:
            nn.init.normal_(table.weight, 0, 0.3)
        model.encoder.tables[0].weight.zero_()
    seen = np.bincount(np.concatenate([i[0][1:, 0] for i in lessons.items]), minlength=len(known[0]) + FIRST)
    rare = torch.from_numpy((0.25 / (0.25 + np.maximum(seen, 1))).astype(np.float32))
    weights = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(weights, 2e-3, betas=(0.9, 0.95))
    steps = epochs * len(lessons.batches())
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda i: min(1, (i + 1) / 200) * max(0, 1 - i / steps) ** 0.8 + 0.005)
    for epoch in range(epochs):
        begin, total = time.time(), 0
        groups = lessons.batches(rng)
        for group in groups:
            words, lengths, gold_tensors = lessons.tensors(group)
            loss = loss_of(model, forget(words, rare), lengths, gold_tensors)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 5)
            optimizer.step()
            schedule.step()
            total += loss.item()
        said = ' '.join('tags %.4f heads %.4f labelled %.4f;' % measure(model, d) for d in devs)
        print(f'  teacher epoch {epoch}: loss {total / len(groups):.4f}; {said} {time.time() - begin:.0f} s', file=sys.stderr, flush=True)
        torch.save({'known': [torch.from_numpy(k) for k in known], 'state': model.state_dict()}, path)


def is_tree(heads):
    """One root, no cycle. heads[i]: 0 for the root, else the head's place from 1 on."""
    if (heads == 0).sum() != 1:
        return False
    state = np.zeros(len(heads) + 1, np.int8)
    state[0] = 2
    for i in range(1, len(heads) + 1):
        path = []
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = heads[i - 1]
        if state[i] == 1:
            return False
        state[path] = 2
    return True


def teach(path, raw_path, out_path):
    saved = torch.load(path)
    known = [k.numpy() for k in saved['known']]
    model = Teacher([len(k) + FIRST for k in known])
    model.load_state_dict(saved['state'])
    model.eval()
    raw = [s for s in read(raw_path) if len(s[0]) <= LONGEST]
    taught = []
    for start in range(0, len(raw), CHUNK):
        taught += teach_some(model, known, raw[start:start + CHUNK])
        print(f'  {len(taught)} of {min(start + CHUNK, len(raw))} sentences have a tree', file=sys.stderr, flush=True)
    write(out_path, taught)


def teach_some(model, known, raw):
    lessons, taught = Lessons(raw, known), {}
    with torch.no_grad():
        for group in lessons.batches():
            words, lengths, _ = lessons.tensors(group)
            tags, rels, heads = parse(model, words, lengths)
            for k, i in enumerate(group):
                n = len(raw[i][0])
                if is_tree(heads[k, 1:n + 1]):
                    tags_rels = (part[k, 1:n + 1].astype('u1') for part in (tags, rels))
                    taught[i] = (raw[i][0], *tags_rels, (heads[k, 1:n + 1] - 1).astype('<i2'))
    return [taught[i] for i in sorted(taught)]


if __name__ == '__main__':
    if len(sys.argv) < 5 or sys.argv[1] not in ('learn', 'teach'):
        sys.exit(__doc__)
    torch.set_num_threads(int(os.environ.get('THREADS', 1)))
    torch.use_deterministic_algorithms(True, warn_only=True)
    if sys.argv[1] == 'learn':
        learn(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])
    else:
        teach(*sys.argv[2:])
