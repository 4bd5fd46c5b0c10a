# What the README files show is what the program does.
load helper

setup_file() { load helper; import_samples; }

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  export HOME=$BATS_TEST_TMPDIR/home LC_ALL=C.UTF-8 TZ=UTC ROOT
  mkdir -p "$HOME" bin
  unset DOSSIER_DB DOSSIER_PLUGINS DOSSIER_ERRORS NO_COLOR COLUMNS XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME
  ln -s "$DOSSIER" bin/dossier
  export PATH=$PWD/bin:$PATH DOSSIER_PLUGINS=$ROOT/plugins
  ln -s "$ROOT/tests" tests
  cat >readme.py <<'P'
import os, re, subprocess
ROOT = os.environ["ROOT"]
def read(name): return open(os.path.join(ROOT, name), encoding="utf-8").read()
def blocks(name, kind):
    found, block = [], None
    for line in read(name).split("\n"):
        if line.startswith("```"):
            if block is None: block = (line[3:], [])
            else: found.append(block); block = None
        elif block: block[1].append(line + "\n")
    return ["".join(lines) for of, lines in found if of == kind]
def run(command):
    p = subprocess.run(command, shell=True, capture_output=True, text=True)
    return p.returncode, p.stdout + p.stderr
P
}

@test "what is shown after a command is what it prints" {
  python3 - <<'P'
from readme import *
n = 0
open("desk.txt", "w").write([b for b in blocks("plugins/README.md", "") if b.startswith("# what the desk follows")][0])
for name in "README.md", "plugins/README.md":
    for block in blocks(name, ""):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = part.partition("\n")
            if command.endswith("<<'E'"):
                words, _, shown = shown.partition("\nE\n")
                command += "\n" + words + "\nE\n"
            code, out = run(command)
            out = re.sub(r" +$", "", out, flags=re.M)
            # "…" stands for some of a line, alone on one for any number of lines
            pattern = "\n".join(re.escape(line).replace("…", ".*") for line in shown.rstrip("\n").split("\n"))
            pattern = re.sub(r"(^|\n)(\\ )*\.\*\n", r"\1(?:.*\n)*?", pattern)
            assert code == 0 and re.match(pattern + r"(\n|$)", out), f"{name}: {command}\n{out}\nis not\n{shown}"
            n += 1
assert n >= 4, n
P
}

@test "every command of the table of questions gives an answer" {
  "$DOSSIER" -q -d news.db import "$SAMPLES"
  python3 - <<'P'
from readme import *
table = read("README.md").split("## Asking")[1].split("## Setting right")[0]
n = 0
for row in table.split("\n"):
    if not row.startswith("|"): continue
    for words in re.findall(r"`([^`]*)`", row.split("|")[2]):
        word = words.split()[0]
        if word.startswith(("-", "_")) or word in ("show", "open", "last", "once", "COMMAND", "graphml") or word == "dot": continue
        code, out = run(f"dossier -q news.db {words}")
        assert code == 0 and "did you mean" not in out, (words, code, out)
        n += 1
assert n >= 20, n
P
}

@test "the plugin that the guide begins with" {
  mkdir -p .dossier/plugins
  python3 -c 'from readme import *; print(blocks("plugins/README.md", "lua")[0])' >.dossier/plugins/speakers.lua
  expect_run 0 dossier plugins check speakers
  expect_run 0 dossier -d "$NEWS" speakers lukashenko --format jsonl
  has "$out" '"speaker":"Alexander Lukashenko"'
  expect_run 0 dossier -d "$NEWS" sql "select speaker, count(*) from speakers group by 1"
  has "$out" "Alexander Lukashenko"
  expect_run 0 dossier -d "$NEWS" speakers lukashenko --open 1
  has "$out" "bytes"
}

@test "the lines of a shell, of a crontab, of Lua" {
  "$DOSSIER" -q -d news.db import "$SAMPLES"
  cp "$NEWS" dossier.db
  ln -s "$SAMPLES" inbox
  python3 - <<'P'
from readme import *
cron = [b for b in blocks("README.md", "") if b.startswith("PATH=")]
assert len(cron) == 1 and cron[0].count("\n") == 2, cron
path, line = cron[0].strip().split("\n")
open("cron.sh", "w").write(path + "\n" + re.sub(r"^(\S+ ){5}", "", line) + "\n")
open("script.lua", "w").write([b for b in blocks("README.md", "lua") if "dossier run" in b][0])
P
  # as cron runs it: no more of an environment, and a folder of its own
  mkdir -p desk && cp news.db desk && cp -rL inbox desk/inbox && printf 'x\0y' >desk/inbox/bad.txt
  sed -i "s|/srv/desk|$PWD/desk|; s|^PATH=/usr/local/bin|PATH=$PWD/bin|" cron.sh
  expect_run 0 env -i PATH=/usr/bin:/bin HOME="$HOME" sh cron.sh
  has "$err" "bad.txt"
  has "$(head -n 1 desk/visits.csv)" "visitor,role"
  expect_run 0 dossier -d news.db run script.lua
  has "$out" "	"
}
