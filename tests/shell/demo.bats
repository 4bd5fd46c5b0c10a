# The demo, as `make demo` runs it.
load helper

@test "the demo runs and its last step opens a trip" {
  cd "$ROOT"
  mkdir -p build
  run scripts/demo.sh "$DOSSIER"
  [ "$status" -eq 0 ] || { echo "$output"; false; }
  has "$output" '$ dossier visits'
  has "$output" "Lukashenko"
  has "$output" "How it was told"
}
