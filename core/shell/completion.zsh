#compdef dossier
# Completion of dossier for zsh: asks the program, which knows its commands, the plugins and the database's names.
_dossier() {
  local -a found
  local files= current=${(Q)words[CURRENT]}
  found=("${(@f)$("${words[1]}" completion words "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  found=("${(@)found:#}")
  if (( ${found[(Ie)<files>]} )); then
    files=yes
    found=("${(@)found:#<files>}")
  fi
  # A name may be found by any of its words: then there is no common beginning, and Tab goes through them.
  [[ -n ${(@)found:#${current}*} ]] && compstate[insert]=menu
  (( $#found )) && compadd -U -- "${found[@]}"
  if [[ -n $files ]]; then
    [[ $current == --*=* ]] && compset -P '*='
    _files
  fi
}
if [[ $funcstack[1] == _dossier ]]; then _dossier "$@"; else compdef _dossier dossier; fi
