# Completion of dossier for fish: asks the program, which knows its commands, the plugins and the database's names.
function __dossier_complete
    set -l words (commandline -opc) (commandline -ct)
    for word in (command $words[1] completion words $words[2..-1] 2>/dev/null)
        if test "$word" = '<files>'
            __fish_complete_path (commandline -ct)
        else
            echo $word
        end
    end
end
complete -c dossier -f -a '(__dossier_complete)'
