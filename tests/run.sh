#!/usr/bin/env bash
# Runs all tests, or the kinds named: tests/run.sh [unit] [plugins] [shell] [style] [accuracy] [cluster]
# Every test program prints TAP. Ends with one line "N passed, N failed, N skipped"; exits 1 when anything failed, crashed or kept silent.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
kinds=${*:-unit plugins shell style accuracy}
work=$(mktemp -d "${TMPDIR:-/tmp}/dossier-tests.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/home" "$work/jobs"

# Hermetic: nothing of the person who runs this reaches the tests.
for name in $(env | sed -n 's/^\(XDG_[A-Z_]*\|DOSSIER_[A-Z_]*\|LUA_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done
unset COLUMNS LINES PAGER LESS NO_COLOR SOURCE_DATE_EPOCH MAKEFLAGS MAKELEVEL CDPATH
export PATH=/usr/bin:/bin:$PATH # a version manager's python3 is none of ours
export HOME=$work/home LC_ALL=C.UTF-8 TZ=UTC TERM=xterm
export DOSSIER=${DOSSIER:-$root/build/asan/dossier} ROOT=$root
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1

# One job a line: a name, a tab, a command.
has() { case " $kinds " in *" $1 "*) return 0 ;; *) return 1 ;; esac }
{
  if has shell; then
    for file in tests/shell/*.exp; do printf 'shell/%s\texpect %s\n' "$(basename "$file")" "$file"; done
    for file in tests/shell/*.py; do printf 'shell/%s\tpython3 %s\n' "$(basename "$file")" "$file"; done
    for file in tests/shell/*.bats; do printf 'shell/%s\tbats --formatter tap %s\n' "$(basename "$file")" "$file"; done
  fi
  if has style; then printf 'style/lint\ttests/style/lint.sh --tap\n'; fi
  if has plugins; then
    printf 'plugins/examples\t%s plugins test\n' "$DOSSIER"
    for file in tests/plugins/*.sh; do [ -e "$file" ] && printf 'plugins/%s\tbash %s\n' "$(basename "$file")" "$file"; done
  fi
  if has unit; then
    for file in tests/unit/*.c; do name=$(basename "$file" .c); printf 'unit/%s\tbuild/asan/unit/%s\n' "$name" "$name"; done
  fi
  if has cluster; then
    for file in tests/cluster/*.bats; do printf 'cluster/%s\tenv DOSSIER=%s bats --formatter tap %s\n' "$(basename "$file")" "$root/build/release/dossier" "$file"; done
  fi
  if has accuracy && [ -x tests/accuracy/smoke.sh ]; then printf 'accuracy/smoke\ttests/accuracy/smoke.sh\n'; fi
} >"$work/list"

# Reads TAP: what passed, failed, was skipped, and whether the plan was kept.
read_tap() {
  awk '
    /^1\.\.[0-9]+/ { plan = substr($1, 4) + 0; planned = 1 }
    /^(not )?ok([ \t]|$)/ { seen++; if (/# *[Ss][Kk][Ii][Pp]/) skipped++; else if (/^not/) failed++; else passed++ }
    /^Bail out!/ { failed++ }
    END { printf "%d %d %d %s\n", passed, failed, skipped, !planned ? "no-plan" : plan != seen ? "plan-broken" : "kept" }'
}

# Runs one job and tells how it went, in one piece.
run_job() {
  local name=${1%%$'\t'*} command=${1#*$'\t'} base status ok bad skip plan why='' begin=$SECONDS
  base=$work/jobs/$(printf %s "$name" | tr / _)
  timeout --kill-after=10 "$limit" bash -c "exec $command" >"$base.tap" 2>"$base.err" </dev/null
  status=$?
  read -r ok bad skip plan < <(read_tap <"$base.tap")
  if [ $status = 124 ] || [ $status = 137 ]; then why="not done after $limit s"
  elif [ "$plan" = no-plan ]; then why="printed no plan, status $status"
  elif [ "$plan" = plan-broken ]; then why="did not run all it planned, status $status"
  elif [ $status != 0 ] && [ "$bad" = 0 ]; then why="ended with status $status"; fi
  [ -n "$why" ] && bad=$((bad + 1))
  printf '%d %d %d\n' "$ok" "$bad" "$skip" >"$base.counts"
  {
    printf '%-32s %4d passed' "$name" "$ok"
    [ "$skip" -gt 0 ] && printf ', %d skipped' "$skip"
    [ "$bad" -gt 0 ] && printf ', %d FAILED' "$bad"
    printf ' (%d s)\n' $((SECONDS - begin))
    if [ "$bad" -gt 0 ]; then
      [ -n "$why" ] && printf '  %s: %s\n' "$why" "$command"
      awk '/^ok|^1\.\./ { show = 0 } /^not ok/ && !/# *[Ss][Kk][Ii][Pp]/ { show = 1 } show { print "  " $0 }' "$base.tap" | head -60
      head -40 "$base.err" | sed 's/^/  | /'
    fi
  } >"$base.report"
  cat "$base.report"
}
export -f run_job read_tap
export work limit=${TEST_SECONDS:-420}
xargs -a "$work/list" -d '\n' -P "$(nproc)" -I '{}' bash -c 'run_job "$1"' _ '{}'

jobs=$(wc -l <"$work/list")
cat "$work"/jobs/*.counts 2>/dev/null | awk -v jobs="$jobs" '
  { passed += $1; failed += $2; skipped += $3 }
  END {
    failed += jobs - NR # a job that left nothing behind
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed == 0 }'
