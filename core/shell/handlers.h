/* What the commands do. Each gets its words and options already checked and the database open as its row asks for it. */
#ifndef DS_SHELL_HANDLERS_H
#define DS_SHELL_HANDLERS_H

#include "shell/shell.h"

#define DS_HANDLER(name) ds_status ds_run_##name(ds_shell *shell, const ds_args *args, ds_err *err)

DS_HANDLER(import);
DS_HANDLER(watch);
DS_HANDLER(merge);
DS_HANDLER(export);
DS_HANDLER(annotate);
DS_HANDLER(articles);
DS_HANDLER(entities);
DS_HANDLER(quotes);
DS_HANDLER(search);
DS_HANDLER(kwic);
DS_HANDLER(sql);
DS_HANDLER(show);
DS_HANDLER(open);
DS_HANDLER(article);
DS_HANDLER(entity);
DS_HANDLER(quote);
DS_HANDLER(row);
DS_HANDLER(reannotate);
DS_HANDLER(check);
DS_HANDLER(undo);
DS_HANDLER(redo);
DS_HANDLER(corrections);
DS_HANDLER(run);
DS_HANDLER(runs);
DS_HANDLER(rerun);
DS_HANDLER(plugins);
DS_HANDLER(schema);
DS_HANDLER(help);
DS_HANDLER(version);
DS_HANDLER(completion);
DS_HANDLER(last);
DS_HANDLER(once);
DS_HANDLER(mode);
DS_HANDLER(quit);

#endif
