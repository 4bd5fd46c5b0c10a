#!/usr/bin/env python3
"""Puts sections into the model file, replacing those of the same name, keeping the others (layout: core/language/model.h).
usage: pack.py MODEL.bin NAME=FILE..."""
import struct, sys


def read(path):
    try:
        data = open(path, 'rb').read()
    except FileNotFoundError:
        return {}
    if data[:8] != b'dsmodel1':
        return {}
    count = struct.unpack_from('<I', data, 8)[0]
    sections = {}
    for i in range(count):
        name, offset, size = struct.unpack_from('<16sQQ', data, 16 + 32 * i)
        sections[name.rstrip(b'\0').decode()] = data[offset:offset + size]
    return sections


def write(path, sections):
    at = 16 + 32 * len(sections)
    head, body = b'dsmodel1' + struct.pack('<II', len(sections), 0), b''
    for name in sorted(sections):
        pad = -(at + len(body)) % 64
        body += b'\0' * pad
        head += struct.pack('<16sQQ', name.encode(), at + len(body), len(sections[name]))
        body += sections[name]
    open(path, 'wb').write(head + body)


sections = read(sys.argv[1])
for item in sys.argv[2:]:
    name, path = item.split('=', 1)
    sections[name] = open(path, 'rb').read()
write(sys.argv[1], sections)
