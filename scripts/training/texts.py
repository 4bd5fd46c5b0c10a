#!/usr/bin/env python3
"""Texts of article files (JSON lines, gzipped), each ended by a form feed.
usage: texts.py FILE.jsonl.gz... > texts"""
import gzip, json, sys

for path in sys.argv[1:]:
    with gzip.open(path, 'rt', encoding='utf-8') as lines:
        for line in lines:
            article = json.loads(line)
            text = (article.get('title') or '') + '\n\n' + (article.get('text') or '')
            sys.stdout.buffer.write(text.replace('\f', ' ').encode('utf-8', 'replace') + b'\f')
