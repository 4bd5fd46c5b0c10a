# What the bats files share. `load helper` first.
ROOT=${ROOT:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
DOSSIER=${DOSSIER:-$ROOT/build/asan/dossier}
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1}
SAMPLES=$ROOT/tests/samples

# A folder of the test's own, with a home of its own.
setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  export HOME=$BATS_TEST_TMPDIR/home LC_ALL=C.UTF-8 TZ=UTC
  mkdir -p "$HOME"
  unset DOSSIER_DB DOSSIER_PLUGINS DOSSIER_ERRORS NO_COLOR COLUMNS XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME
}

# For setup_file: the samples in one database that the tests of a file share.
import_samples() {
  export NEWS=$BATS_FILE_TMPDIR/news.db
  "$DOSSIER" -q -d "$NEWS" import "$SAMPLES"
}

# expect_run STATUS COMMAND...: runs it with $out and $err kept apart; the status must be right.
expect_run() {
  local want=$1 got=0
  shift
  "$@" >stdout.txt 2>stderr.txt || got=$?
  out=$(cat stdout.txt) err=$(cat stderr.txt)
  if [ "$got" -ne "$want" ]; then
    echo "status $got, not $want: $*"
    echo "stdout: $out"
    echo "stderr: $err"
    return 1
  fi
}

same() {
  [ "$1" = "$2" ] && return 0
  printf 'expected: %s\ngot:      %s\n' "$2" "$1"
  return 1
}

has() {
  case $1 in *"$2"*) return 0 ;; esac
  printf 'not there: %s\nin: %s\n' "$2" "$1"
  return 1
}

has_not() {
  case $1 in *"$2"*) printf 'there, but should not be: %s\nin: %s\n' "$2" "$1"; return 1 ;; esac
}

# Peak memory and the like are not for a build with sanitizers.
sanitized() { nm "$DOSSIER" 2>/dev/null | grep -q __asan_init; }
