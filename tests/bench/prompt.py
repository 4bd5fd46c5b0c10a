#!/usr/bin/env python3
"""Milliseconds from the start of a program in a terminal to its prompt: of the clock, and of the processor for all of a session in which
nothing is typed; the least of several. The same of a program that does nothing (true) is what the machine takes to start any.
usage: prompt.py TIMES COMMAND..."""
import os
import pty
import shutil
import sys
import time


def session(command, until):
    outer, inner = pty.openpty()
    actions = [(os.POSIX_SPAWN_DUP2, inner, fd) for fd in (0, 1, 2)] + [(os.POSIX_SPAWN_CLOSE, fd) for fd in (inner, outer)]
    env = dict(os.environ, TERM="xterm", INPUTRC="/dev/null", HOME="/nonexistent")
    begin = time.perf_counter()
    pid = os.posix_spawn(shutil.which(command[0]), command, env, file_actions=actions, setsid=True)
    os.close(inner)
    seen = b""
    try:
        while not until or until not in seen:
            seen += os.read(outer, 4096)
        took = time.perf_counter() - begin
        os.write(outer, b"\x04")
        while os.read(outer, 4096):
            pass
    except OSError:
        if until and until not in seen:
            sys.exit(f"{command} ended without a prompt: {seen.decode(errors='replace')}")
        took = time.perf_counter() - begin
    os.close(outer)
    usage = os.wait4(pid, 0)[2]
    return took * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def least(command, until):
    times = [session(command, until) for _ in range(int(sys.argv[1]))]
    return tuple(min(column) for column in zip(*times))


clock, processor = least(sys.argv[2:], b"dossier> ")
nothing = least(["true"], None)
print(f"{clock:.1f} ms ({processor:.1f} ms of the processor; to start nothing: {nothing[0]:.1f} and {nothing[1]:.1f})")
