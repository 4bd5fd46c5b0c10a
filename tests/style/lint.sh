#!/usr/bin/env bash
# The rules of the house. --tap prints TAP (a tool that is not installed is a skip); without it only what breaks a rule.
set -u
cd "$(dirname "$0")/../.." || exit 1
tap=no
[ "${1:-}" = --tap ] && tap=yes
n=0 failed=0
mapfile -t c_files < <(find core include tests -name '*.[ch]' | sort)
mapfile -t headers < <(find core include -name '*.h' | sort)
flags="-std=gnu11 -Icore -Iinclude $(pkg-config --cflags lua5.4 sqlite3 jansson libutf8proc libexttextcat)"

# rule NAME COMMAND...: the command prints what breaks the rule, and fails then.
rule() {
  local name=$1 output status
  shift
  n=$((n + 1))
  if ! type "$1" >/dev/null 2>&1; then
    [ $tap = yes ] && echo "ok $n - $name # SKIP no $1 here"
    return
  fi
  output=$("$@" 2>&1)
  status=$?
  if [ $status -eq 0 ]; then
    [ $tap = yes ] && echo "ok $n - $name"
    return
  fi
  failed=$((failed + 1))
  if [ $tap = yes ]; then
    echo "not ok $n - $name"
    printf '%s\n' "$output" | head -30 | sed 's/^/# /'
  else
    printf '%s:\n%s\n' "$name" "$output"
  fi
}

formatted() {
  command -v clang-format >/dev/null || return 0
  local bad
  bad=$(clang-format --dry-run -Werror "${c_files[@]}" 2>&1 | grep -E 'error:' | cut -d: -f1 | sort | uniq -c)
  printf '%s\n' "$bad"
  [ -z "$bad" ]
}

headers_alone() {
  local header bad=0
  for header in "${headers[@]}"; do
    # shellcheck disable=SC2086
    ${CC:-cc} $flags -Wall -Wno-unused-function -fsyntax-only -x c "$header" || bad=1
  done
  return $bad
}

# Functions of at most 70 lines, files of at most 700.
short_functions() {
  command -v ctags >/dev/null || return 0
  ctags -f - --languages=C --kinds-C=f --fields=+ne "${c_files[@]}" 2>/dev/null |
    awk -F'\t' '{ line = end = 0
      for (i = 4; i <= NF; i++) { if ($i ~ /^line:/) line = substr($i, 6); if ($i ~ /^end:/) end = substr($i, 5) }
      if (end - line + 1 > 70) { printf "%s: %s has %d lines\n", $2, $1, end - line + 1; bad = 1 } }
      END { exit bad }'
}

short_files() {
  find core include plugins scripts tests \( -name '*.[ch]' -o -name '*.lua' -o -name '*.sh' -o -name '*.py' \) -exec wc -l {} + |
    awk '$2 != "total" && $1 > 700 { print $2 ": " $1 " lines"; bad = 1 } END { exit bad }'
}

cppcheck_core() {
  command -v cppcheck >/dev/null || return 0
  cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --suppressions-list=tests/style/cppcheck.txt \
    -j "$(nproc)" -Icore -Iinclude --error-exitcode=1 core
}

shell_files() { find scripts tests .ci -name '*.sh' -print0 | xargs -0 shellcheck -S warning; }

no_leftovers() {
  ! grep -nEw 'TODO|FIXME|XXX|HACK' -r core include plugins scripts tests --include='*.[ch]' --include='*.lua' --include='*.sh' --include='*.py' |
    grep -v '^tests/style/lint.sh'
}

every_file_ends() {
  local file bad=0
  while read -r file; do
    [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ] && echo "$file: no line end at its end" && bad=1
  done < <(find core include plugins scripts -name '*.[ch]' -o -name '*.lua' -o -name '*.sh')
  return $bad
}

rule "C files are formatted" formatted
rule "every header compiles alone" headers_alone
rule "rooms use only rooms above them" tests/style/layers.py
rule "no function has more than 70 lines" short_functions
rule "no file has more than 700 lines" short_files
rule "cppcheck has nothing to say" cppcheck_core
rule "luacheck has nothing to say" luacheck --quiet --no-color plugins scripts
rule "shellcheck has nothing to say" shell_files
rule "nothing is left to do" no_leftovers
rule "text files end with a line end" every_file_ends
[ $tap = yes ] && echo "1..$n"
[ $failed -eq 0 ]
