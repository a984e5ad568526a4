#!/usr/bin/env python3
"""Looks at what the program does to the machine, with an encrypted session in a real window under a system-call trace.

usage: traced.py PROGRAM

The session is made, edited, saved, killed, recovered and quit; then one person is erased. Checked are:
 - sockets: none but to the display and the desktop's buses;
 - files opened for writing: none outside the session's folder and the program's config, state, data and temp folders;
 - modes: 0600 for files, 0700 for folders;
 - the names and words in it: in no file of those folders, after all of that.
Needs Xvfb, xdotool and strace; says so and passes where the system can't be traced.
"""
import os, pathlib, pty, re, shutil, signal, stat, subprocess, sys, tempfile, time

import window
from window import check, wait_for

PLANTED = "Zanele"
NOTE = "plantednote"
PASSPHRASE = "four words do well"
ROSTER = f"""Employee ID,Worker,Business Title,Worker's Manager,Department
001,{PLANTED} Ember,Product Manager,Max Field,Payments
002,Ben Frost,Senior Product Manager,Max Field,Payments
900,Max Field,General Manager,,Leadership
"""
CALLS = "socket,connect,open,openat,creat,rename,renameat,renameat2,link,linkat,mkdir,mkdirat"


class Traced(window.Desk):
    """A desk whose program runs under strace."""

    def __init__(self, folder):
        super().__init__(folder)
        self.folder = folder
        self.traces = []
        for name in ("home", "tmp", "run"):
            (folder / name).mkdir(mode=0o700)
        # Counting frames writes a file that nobody has without asking for it.
        self.env.pop("PLUMBLINE_FRAMES", None)
        # Drivers keep caches of their own, which are no business of the program's.
        self.env.update(HOME=str(folder / "home"), TMPDIR=str(folder / "tmp"), XDG_RUNTIME_DIR=str(folder / "run"),
                        MESA_SHADER_CACHE_DISABLE="true", LIBGL_ALWAYS_SOFTWARE="1")

    def traced(self, *words):
        trace = self.folder / f"trace{len(self.traces)}"
        self.traces.append(trace)
        return ["strace", "-f", "-y", "-qq", "-e", f"trace={CALLS}", "-o", str(trace), *map(str, words)]

    def run(self, *words):
        done = subprocess.run(self.traced(*words), env=self.env, capture_output=True, text=True)
        check(done.returncode == 0, f"{words[1:]}: {done.stderr}")
        return done.stdout

    def open(self, program, *words):
        super().open(*self.traced(program, *words))

    def unlock(self):
        self.type(PASSPHRASE)
        self.keys("Return")
        # Making the key takes its time, under a trace more so.
        time.sleep(6.0)

    def kill(self):
        """Ends the program itself, not what traces it, at once."""
        children = pathlib.Path(f"/proc/{self.program.pid}/task/{self.program.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)
        self.program.wait(timeout=20)


def is_ours(path, desk, work):
    home = desk.folder / "home"
    ours = [work, home / ".config/plumbline", home / ".local/state/plumbline", home / ".local/share/plumbline",
            desk.folder / "tmp"]
    path = os.path.normpath(path)
    # Making our folder may make those above it.
    above = [str(home / ".config"), str(home / ".local"), str(home / ".local/state"), str(home / ".local/share")]
    return path in above or any(path == str(place) or path.startswith(f"{place}/") for place in ours)


def looks_at_calls(desk, work):
    """Reads the traces; returns how many files were opened for writing."""
    written, strange = 0, []
    for trace in desk.traces:
        for line in trace.read_text(errors="replace").splitlines():
            call = re.match(r"\d+\s+(\w+)\((.*)", line)
            if not call:
                continue
            name, rest = call.groups()
            if name == "socket" and not rest.startswith(("AF_UNIX", "AF_LOCAL")):
                strange.append(line)
            elif name == "connect":
                to = re.search(r'sun_path=@?"([^"]*)"', rest)
                known = to and re.search(r"X11-unix|/bus|dbus|at-spi|wayland|nscd", to.group(1))
                if "AF_UNIX" not in rest or not known:
                    strange.append(line)
            elif name in ("open", "openat", "creat") and re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", rest):
                path = re.search(r'"((?:[^"\\]|\\.)*)"', rest).group(1)
                if not path.startswith("/"):
                    start = re.match(r"[^<]*<([^>]*)>", rest)
                    path = os.path.join(start.group(1) if start else "", path)
                if path.startswith(("/dev/", "/proc/self", "/memfd")) or " = -1 " in line:
                    continue
                written += 1
                if not is_ours(path, desk, work):
                    strange.append(line)
    check(not strange, "the program reached further than it may:\n" + "\n".join(strange[:20]))
    return written


def looks_at_files(desk, work, words):
    """Modes, and that no file holds the words; returns how many there are."""
    count = 0
    home = desk.folder / "home"
    for top in (work, home / ".config/plumbline", home / ".local/state/plumbline", home / ".local/share/plumbline",
                desk.folder / "tmp"):
        for folder, _, names in os.walk(top):
            mode = stat.S_IMODE(os.stat(folder).st_mode)
            check(mode == 0o700, f"{folder} has the mode {mode:o}")
            for name in names:
                path = pathlib.Path(folder) / name
                mode = stat.S_IMODE(path.stat().st_mode)
                check(mode == 0o600, f"{path} has the mode {mode:o}")
                content = path.read_bytes()
                for word in words:
                    for form in (word.encode(), word.encode("utf-16-le")):
                        check(form not in content, f"“{word}” is in {path}")
                count += 1
    return count


def age_opens(session):
    """Whether age itself opens the session; it asks on a terminal."""
    if not shutil.which("age"):
        print("age is not installed: that it opens a session was not tried")
        return
    child, terminal = pty.fork()
    if child == 0:
        os.execvp("age", ["age", "--decrypt", "--output", f"{session}.opened", str(session)])
    time.sleep(1.0)
    os.write(terminal, (PASSPHRASE + "\n").encode())
    try:
        while os.read(terminal, 4096):
            pass
    except OSError:
        pass
    check(os.waitpid(child, 0)[1] == 0, "age does not open the session")
    opened = pathlib.Path(f"{session}.opened")
    check(opened.read_text().startswith("Plumbline(") and PLANTED in opened.read_text(), "age opened something else")
    opened.unlink()


def main():
    program = os.path.abspath(sys.argv[1])
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        print("skipped: nothing can be traced here")
        return
    with tempfile.TemporaryDirectory(prefix="plumbline-traced-") as name:
        folder = pathlib.Path(name)
        work = folder / "work"
        work.mkdir(mode=0o700)
        roster, key, session = folder / "roster.csv", folder / "key", work / "session.plumbline"
        roster.write_text(ROSTER)
        key.write_text(PASSPHRASE + "\n")
        desk = Traced(folder)
        with_key = ["--passphrase-file", key]
        try:
            desk.run(program, "new", "--roster", roster, "--people", "pm", "--out", session, *with_key)
            check(session.read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt "), "the session is no age file")
            desk.open(program, str(session))
            desk.unlock()
            desk.command("go on")
            desk.keys("Return")
            desk.sit_down()
            desk.type("44")
            desk.keys("n")
            desk.type(NOTE)
            desk.keys("ctrl+s")
            time.sleep(4.0)
            desk.keys("Escape")
            desk.type("35")
            time.sleep(2.0)
            looks_at_files(desk, work, [PLANTED, NOTE, "Frost"])
            desk.kill()
            looks_at_files(desk, work, [PLANTED, NOTE, "Frost"])

            desk.open(program, str(session))
            desk.unlock()
            desk.keys("Return")
            time.sleep(1.0)
            desk.keys("ctrl+s")
            time.sleep(4.0)
            desk.quit()
            desk.run(program, "check", session, *with_key)
            age_opens(session)
            looks_at_files(desk, work, [PLANTED, NOTE, "Frost"])

            # What is in it is known to be in it: the same search finds it once the passphrase is gone.
            desk.run(program, "passphrase", session, "--remove", *with_key)
            plain = session.read_text()
            check(PLANTED in plain, "the session does not hold what was looked for")
            rows = window.rated(session)
            check(rows, "nothing that was rated is there")
            desk.run(program, "erase", session, "--person", f"{PLANTED} Ember", "--for-good")
            desk.run(program, "check", session)
            files = looks_at_files(desk, work, [PLANTED])
            calls = looks_at_calls(desk, work)
        finally:
            if getattr(desk, "program", None) and desk.program.poll() is None:
                desk.kill()
            desk.server.terminate()
            desk.server.wait()
    print(f"{calls} files opened for writing, all where they may be; {files} files left, none with a name in it; "
          "no socket but the display's and the desktop's")


if __name__ == "__main__":
    main()
