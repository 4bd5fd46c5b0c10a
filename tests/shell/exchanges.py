#!/usr/bin/env python3
"""Types what stands in exchanges.txt in a terminal of 80 columns and 24 rows, and compares what it shows with what stands there. Prints TAP.

An exchange begins with "# N. NAME" and runs in a folder of its own, where "samples" are the sample articles. "$ " is a line for a shell,
"dossier> ", ">> " and "debug> " are lines at those prompts, with ⇥ for the Tab key and ^C at the end for Ctrl-C instead of Enter. The rest
is what is shown: "(…)" stands for some of a line, alone on a line for any number of lines. With --write the file is rewritten with what the
program shows now; what stood for something shown otherwise each time is then to be put back."""
import fcntl, os, pty, re, select, shutil, signal, struct, sys, tempfile, termios, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "../.."))
FILE = os.path.join(HERE, "exchanges.txt")
DOSSIER = os.environ.get("DOSSIER", os.path.join(ROOT, "build/asan/dossier"))
PROMPT = re.compile(r"^(dossier> |>> |debug> |\$ )(.*)$")
WAITING = re.compile(rb"(?:^|\n)(?:dossier> |>> |debug> )$")
PATIENCE = 60  # seconds; machines may be busy


class Terminal:
    """A program in a terminal: a shell's line, or the prompt."""

    def __init__(self, line, folder):
        env = {"PATH": folder + "/bin:/usr/bin:/bin", "HOME": folder + "/home", "TERM": "dumb", "LC_ALL": "C.UTF-8", "TZ": "UTC",
               "INPUTRC": "/dev/null", "DOSSIER_PAGER": "cat"}
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder + "/desk")
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execve("/bin/sh", ["sh", "-c", "exec dossier" if line == "dossier" else line], env)

    def read(self):
        """What is shown until a prompt waits or the program ends; whether it goes on."""
        seen, end = b"", time.time() + PATIENCE
        while time.time() < end:
            if not select.select([self.fd], [], [], 0.2)[0]:
                if WAITING.search(seen): return seen, True
                continue
            try:
                piece = os.read(self.fd, 65536)
            except OSError:
                piece = b""
            if not piece: return seen, False
            seen += piece
        os.kill(self.pid, signal.SIGKILL)
        return seen + b"\n(nothing more came)", False

    def type(self, text):
        keys = text[:-2].encode() + b"\x03" if text.endswith("^C") else text.encode() + b"\r"
        for part in re.split(rb"(\xe2\x87\xa5)", keys):
            if part == "⇥".encode():
                time.sleep(0.3)
                os.write(self.fd, b"\t")
                time.sleep(0.5)
            else:
                os.write(self.fd, part)

    def close(self):
        os.close(self.fd)
        try:
            os.kill(self.pid, signal.SIGHUP)
        except ProcessLookupError:
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def lines_of(seen):
    """As on the screen: what a carriage return goes back over is gone."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode("utf-8", "replace")).replace("\r\n", "\n")
    lines = [line.rstrip("\r").split("\r")[-1].rstrip() for line in text.split("\n")]
    while lines and not lines[-1]: lines.pop()
    return lines


def fits(shown, told):
    pattern = "\n".join("(?s:.*)" if line == "(…)" else ".*".join(map(re.escape, line.split("(…)"))) for line in told)
    return re.fullmatch(pattern, "\n".join(shown)) is not None


def steps_of(text):
    """[(prompt, typed, [shown…])…] of an exchange."""
    steps = []
    for line in text.rstrip("\n").split("\n"):
        found = PROMPT.match(line)
        if found: steps.append((found[1], found[2], []))
        elif steps: steps[-1][2].append(line)
    for step in steps:
        while step[2] and not step[2][-1]: step[2].pop()
    return steps


def play(text, folder):
    """Yields (prompt, typed, told, shown) for each step."""
    at = None
    for prompt, typed, told in steps_of(text):
        if prompt == "$ " and at:
            at.close()
            at = None
        if prompt == "$ ":
            at = Terminal(typed, folder)
        elif at:
            at.type(typed)
        seen, goes_on = at.read() if at else (b"(no prompt)", False)
        if prompt != "$ ": seen = seen.partition(b"\n")[2]  # without its echo
        shown = lines_of(WAITING.sub(b"", seen))
        if not goes_on and at:
            status = at.close()
            at = None
            if status: shown.append(f"(exit {status})")
        yield prompt, typed, told, shown
    if at: at.close()


def main():
    write = "--write" in sys.argv
    parts = re.split(r"^(?=# \d+\. )", open(FILE, encoding="utf-8").read(), flags=re.M)
    out, exchanges = [parts[0]], parts[1:]
    for n, text in enumerate(exchanges, 1):
        title, _, body = text.partition("\n")
        folder = tempfile.mkdtemp()
        for name in "bin", "home", "desk": os.mkdir(os.path.join(folder, name))
        os.symlink(DOSSIER, os.path.join(folder, "bin/dossier"))
        os.symlink(os.path.join(ROOT, "tests/samples"), os.path.join(folder, "desk/samples"))
        wrong, written = [], [title]
        for prompt, typed, told, shown in play(body, folder):
            if not fits(shown, told): wrong += [f"{prompt}{typed}"] + shown + ["is not"] + told
            written += [prompt + typed] + shown
        out.append("\n".join(written) + "\n\n")
        shutil.rmtree(folder)
        print(f"{'not ok' if wrong else 'ok'} {n} - {title[2:]}", flush=True)
        for line in wrong: print("# " + line)
    print(f"1..{len(exchanges)}")
    if write: open(FILE, "w", encoding="utf-8").write("".join(out).rstrip("\n") + "\n")


main()
