#!/usr/bin/env python3
"""Reads the #includes of core against the order of rooms in layers.txt. Prints what breaks it; exits 1 then."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
order, excluded, headers = [], {}, {}
for line in (root / "tests/style/layers.txt").read_text().splitlines():
    words = line.split("#")[0].split()
    if not words:
        continue
    if words[0] == "header":
        headers[words[1]] = words[2:]
    else:
        order.append(words[0])
        excluded[words[0]] = words[2:]

problems = []
for path in sorted(root.glob("core/**/*.[ch]")):
    name = str(path.relative_to(root))
    room = path.parent.name if path.parent.name != "core" else "main"
    if room not in order:
        problems.append(f"{name}: room '{room}' is not in layers.txt")
        continue
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if not found:
            continue
        quoted, header = found.group(1) == '"', found.group(2)
        other = header.split("/")[0]
        if quoted and other in order:
            if order.index(other) > order.index(room) or other in excluded[room]:
                problems.append(f"{name}:{number}: {room} must not know {other} ({header})")
        elif header in headers and room not in headers[header] and name not in headers[header]:
            problems.append(f"{name}:{number}: only {', '.join(headers[header])} may see {header}")

print("\n".join(problems), end="\n" if problems else "")
sys.exit(1 if problems else 0)
