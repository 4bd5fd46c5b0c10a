#include "shell/shell.h"

int main(int argc, char **argv) {
  return ds_shell_main(argc, argv);
}
