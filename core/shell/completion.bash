# Completion of dossier for bash: asks the program, which knows its commands, the plugins and the database's names.
_dossier() {
  local words=() i word current files= cut=0 IFS=$'\n'
  for ((i = 1; i <= COMP_CWORD; i++)); do # bash parts words at = and :
    word=${COMP_WORDS[i]}
    if ((i > 1)) && [[ $word == [=:]* || ${COMP_WORDS[i - 1]} == [=:] ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done
  current=${words[${#words[@]} - 1]-}
  [[ $current == --*=* ]] && cut=1
  COMPREPLY=()
  while read -r word; do
    if [[ $word == '<files>' ]]; then
      files=yes
      continue
    fi
    ((cut)) && word=${word#*=}
    [[ $word == *[!A-Za-z0-9_./:,+-]* ]] && printf -v word %q "$word"
    COMPREPLY+=("$word")
  done < <("${COMP_WORDS[0]}" completion words "${words[@]}" 2>/dev/null)
  if [[ $files ]]; then
    compopt -o filenames 2>/dev/null
    ((cut)) && current=${current#*=}
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _dossier dossier
