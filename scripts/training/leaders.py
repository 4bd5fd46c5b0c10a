#!/usr/bin/env python3
"""Gathers plugins/data/leaders.tsv: who led which country's foreign policy, and in which years.

From records of journeys in the public domain (CC0): travels of presidents and secretaries of state of the United States with those whom
they met, and visits of foreign leaders to that country. One line a person: name, ISO 3166 code of the country, first and last year in
which the records show him or her in office.
usage: leaders.py DATA/visits/us_travels.jsonl DATA/visits/visits_to_us.jsonl OUT.tsv      (DOSSIER names the program; its list of
countries gives the codes)"""
import collections, json, os, re, subprocess, sys, tempfile

SINCE = '1965'
TITLE = r"(?:Vice |Deputy |Acting |Interim |First |Crown |Grand |Federal )*(?:President(?:-elect)?|Prime Minister|Premier|Chancellor|King|" \
        r"Queen|Emperor|Sultan|Emir|Amir|Pope|Prince|Princess|Foreign Minister|Foreign Secretary|Chairman|General Secretary|Taoiseach|Shah|" \
        r"Governor|Minister of Foreign Affairs|Sheikh|General)"
NAME = r"((?:[A-ZÀ-Ž][\w'’.-]+|al-\w+|bin|de|van|der|da|dos|von|del|la|el)(?: (?:[A-ZÀ-Ž][\w'’.-]+|al-[\w-]+|bin|de|van|der|da|dos|von|del|la|el|I+))+)"
NOW = {'Germany, Federal Republic of': 'Germany', 'China, People’s Republic of': 'China', 'Korea': 'South Korea', 'Korea, South': 'South Korea',
       'Democratic Republic of the Congo (Zaire)': 'Democratic Republic of the Congo', 'U.S.S.R.': 'Soviet Union', 'The Gambia': 'Gambia',
       'Macedonia, Former Yugoslav Republic of': 'North Macedonia', 'China, Republic of': 'Taiwan', 'Slovak Republic': 'Slovakia',
       'Congo, Republic of': 'Republic of the Congo', 'Cote d’Ivoire': 'Ivory Coast', 'Türkiye': 'Turkey', 'Holy See': 'Vatican City',
       'Union of Soviet Socialist Republics': 'Soviet Union', 'Czech Republic': 'Czechia'}


def lines(path):
    return [json.loads(l) for l in open(path, encoding='utf-8')]


def codes(countries):
    """{name: ISO code} of those that the program knows."""
    with tempfile.NamedTemporaryFile('w', suffix='.lua') as f:
        f.write('local e = require "english" for l in io.lines() do print(l .. "\\t" .. (e.country_code(l) or "")) end')
        f.flush()
        out = subprocess.run([os.environ.get('DOSSIER', 'dossier'), 'run', f.name], input='\n'.join(countries), text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    return dict(l.split('\t') for l in out.splitlines())


def plain(name):
    name = re.sub(r'\s*\(.*?\)', '', name)
    return re.sub(r'(\.|, (Jr\.?|Sr\.?|\d(st|nd|rd|th))|\s+)$', '', name).strip()


def people(travels, visits):
    for o in travels:
        yield o['visitor'], o['from_country'], o['start'], o['end']
        for clause in re.split(r'[.;]\s', o.get('remarks') or ''):
            if not re.match(r'(Met|Meetings?) with|Discussions with|Visited with', clause):
                continue
            clause = re.sub(r'^\w+ with ', '', clause)
            for part in re.split(r',? and |, ', clause):
                m = re.match(TITLE + ' ' + NAME + '$', part)
                if m:
                    yield m[1], o['to_country'], o['start'], o['end']
    for o in visits:
        for part in re.split(r' and (?=' + TITLE + ')', o['visitor']):
            m = re.match(r'(?:' + TITLE + r' )+(.+)$', part)
            if m:
                yield m[1], o['from_country'], o['start'], o['end']


def main(travels, visits, out):
    span = collections.defaultdict(list)
    for name, country, start, end in people(lines(travels), lines(visits)):
        if start and start >= SINCE and country:
            span[plain(name), NOW.get(country, re.sub(r'\s*\(.*?\)', '', country))] += [start[:4], (end or start)[:4]]
    code = codes(sorted({c for _, c in span}))
    with open(out, 'w', encoding='utf-8') as f:
        f.write('# Leaders of countries and the years in which records of journeys (CC0) show them in office: scripts/training/leaders.py\n')
        for (name, country), years in sorted(span.items()):
            if code.get(country):
                f.write('\t'.join([name, code[country], min(years), max(years)]) + '\n')


if __name__ == '__main__':
    main(*sys.argv[1:])
