#define _GNU_SOURCE
#include "shell/signals.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lua/session.h"

volatile int ds_stop;
static volatile sig_atomic_t last_signal;
static volatile long long last_ms;

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void on_signal(int number) {
  long long ms = now_ms();
  if (number == SIGINT && ds_stop && last_signal == SIGINT && ms - last_ms < 1000) ds_signals_die(SIGINT);
  last_ms = ms;
  last_signal = number;
  ds_stop = 1;
  ds_lua_interrupt();
}

void ds_signals_install(void) {
  /* No SA_RESTART: a read from a terminal or a pipe ends, so that the flag is looked at. */
  struct sigaction stop = {.sa_handler = on_signal}, standard = {.sa_handler = SIG_DFL};
  sigaction(SIGINT, &stop, NULL);
  sigaction(SIGTERM, &stop, NULL);
  sigaction(SIGPIPE, &standard, NULL);
}

void ds_signals_ignore_pipe(void) {
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, NULL);
}

void ds_signals_clear(void) {
  ds_stop = 0;
  last_signal = 0;
  ds_lua_interrupt_clear();
}

int ds_signals_last(void) {
  return last_signal;
}

void ds_signals_die(int number) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(number, &standard, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  raise(number);
  _exit(128 + number);
}
