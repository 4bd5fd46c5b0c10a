# The manual page, and Tab in other shells.
load helper

setup_file() { load helper; import_samples; }

# Tab in bash after the words given, the last one at the cursor; the candidates in $out.
tab() {
  out=$(PATH=$(dirname "$DOSSIER"):$PATH bash --norc --noprofile -c '
    eval "$(dossier completion bash)"
    COMP_WORDS=(dossier "$@") COMP_CWORD=$#
    _dossier
    printf "%s\n" "${COMPREPLY[@]}"' bash "$@")
}

@test "the manual page tells every command, option, plugin and exit code, and groff has nothing to say" {
  expect_run 0 "$DOSSIER" help --man
  same "$err" ""
  command -v groff >/dev/null || skip "no groff"
  same "$(groff -k -man -ww -rLL=120n -Tutf8 -z stdout.txt 2>&1)" ""
  groff -k -man -rLL=120n -Tutf8 -P-cbou stdout.txt >page.txt
  for word in $("$DOSSIER" help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'); do grep -qE "^ +$word( |\$)" page.txt || { echo "no $word"; return 1; }; done
  for option in --speaker --status --since --max-memory --errors; do grep -qE -- "^ +(-[a-z], )?$option" page.txt; done
  has "$(cat page.txt)" "busy"
  has "$(cat page.txt)" "announced|planned"
}

@test "a plugin of one's own is in the manual and the completion" {
  mkdir -p .dossier/plugins
  cat >.dossier/plugins/minutes.lua <<'L'
return { name = "minutes", api = 1, summary = "Who spoke.\n.Dots - and \\ are text.",
  args = { { name = "loudness", type = "choice", choices = { "quiet", "loud" }, help = "how" } },
  columns = { { name = "x", type = "text", help = "x" } }, run = function() end }
L
  expect_run 0 "$DOSSIER" help --man
  has "$out" '\fBminutes\fR'
  has "$out" '\&.Dots \- and \e are text.'
  tab minu
  same "$out" minutes
  tab minutes --lou
  same "$out" --loudness
  tab minutes --loudness ""
  same "$out" $'loud\nquiet'
}

@test "tab in bash: commands, options, choices" {
  tab vis
  same "$out" visits
  tab visits --st
  same "$out" --status
  tab visits --status can
  same "$out" cancelled
  tab visits --status = can
  same "$out" cancelled
  tab --form
  same "$out" --format
  tab --format js
  same "$out" $'json\njsonl'
  tab -q quotes --unatt
  same "$out" --unattributed
  tab plugins ""
  has "$out" check
  tab completion ""
  same "$out" $'bash\nfish\nzsh'
}

@test "tab in bash: names of entities, quoted for the shell, from the database on the line" {
  tab -d "$NEWS" visits --who luk
  has "$out" 'Alexander\ Lukashenko'
  tab "$NEWS" visits luk
  has "$out" 'Alexander\ Lukashenko'
  tab "$NEWS" quotes --speaker = luk
  has "$out" 'Alexander\ Lukashenko'
  tab -d none.db visits luk
  same "$out" ""
  [ ! -e none.db ]
}

@test "tab in bash: files" {
  touch "a file.txt" apple.db
  tab import a
  has "$out" "a file.txt"
  has "$out" apple.db
  tab appl
  same "$out" apple.db
  tab -d app
  same "$out" apple.db
}

@test "tab in zsh and fish" {
  "$DOSSIER" completion zsh >_dossier
  "$DOSSIER" completion fish >dossier.fish
  if command -v zsh >/dev/null; then zsh -n _dossier; fi
  command -v fish >/dev/null || skip "no fish"
  fish --no-execute dossier.fish
  out=$(PATH=$(dirname "$DOSSIER"):$PATH fish --no-config -c "source dossier.fish; complete -C 'dossier visits --status can'")
  has "$out" cancelled
  out=$(PATH=$(dirname "$DOSSIER"):$PATH fish --no-config -c "source dossier.fish; complete -C 'dossier $NEWS visits --who luk'")
  has "$out" Lukashenko
}

@test "completion of a shell that is not known" {
  expect_run 2 "$DOSSIER" completion tcsh
  has "$err" "bash|zsh|fish"
  expect_run 2 "$DOSSIER" completion
}
