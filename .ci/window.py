#!/usr/bin/env python3
"""Uses the program in a real window as a person would, and checks what is on disk afterwards.

usage: window.py PROGRAM

A session is made from a roster, opened, moved to Rate; a rater sits down, rates, undoes, saves and quits; the session is
reopened, undone further, exported and quit. In between nothing is done for ten seconds: the program
counts its frames, and must not draw one. Needs Xvfb and xdotool.
"""
import csv, os, pathlib, re, stat, subprocess, sys, tempfile, time

ROSTER = """Employee ID,Worker,Business Title,Worker's Manager,Department
001,Ada Ember,Product Manager,Max Field,Payments
002,Ben Frost,Senior Product Manager,Max Field,Payments
003,Cem Gold,Product Manager,Max Field,Growth
900,Max Field,General Manager,,Leadership
"""


def wait_for(what, found, seconds=40.0):
    end = time.time() + seconds
    while time.time() < end:
        value = found()
        if value:
            return value
        time.sleep(0.1)
    sys.exit(f"window.py: {what} did not come about in {seconds:.0f} s")


class Desk:
    """A display with nobody at it, and a home folder of its own."""

    def __init__(self, folder):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        self.env = dict(os.environ, DISPLAY=":" + os.read(read, 16).decode().strip(), HOME=str(folder),
                        WINIT_UNIX_BACKEND="x11", XDG_RUNTIME_DIR=str(folder), PLUMBLINE_FRAMES=str(folder / "frames"))
        for name in ("WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            self.env.pop(name, None)
        wait_for("the display", lambda: self.xdo("getmouselocation"))

    def xdo(self, *words):
        done = subprocess.run(["xdotool", *map(str, words)], env=self.env, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else ""

    def open(self, program, *words):
        self.program = subprocess.Popen([program, *words], env=self.env, stdin=subprocess.DEVNULL)
        window = wait_for("the window", lambda: self.xdo("search", "--onlyvisible", "--name", "Plumbline")).split()[-1]
        self.xdo("windowmove", window, 0, 0)
        self.xdo("windowsize", window, 1440, 900)
        self.xdo("windowfocus", window)
        time.sleep(2.0)

    def keys(self, *keys):
        for key in keys:
            self.xdo("key", "--clearmodifiers", key)
            time.sleep(0.25)

    def type(self, words):
        self.xdo("type", "--delay", "40", words)
        time.sleep(0.5)

    def click(self, x, y):
        self.xdo("mousemove", x, y)
        time.sleep(0.2)
        self.xdo("click", 1)
        time.sleep(0.8)

    def command(self, words):
        self.keys("ctrl+k")
        self.type(words)
        self.keys("Return")
        time.sleep(0.5)

    def sit_down(self):
        """Lets the first rater sit down at the grid."""
        self.keys("ctrl+2")
        time.sleep(0.5)
        self.click(600, 186)

    def idle(self, seconds=10):
        """Does nothing for a while; no frame may be drawn in it."""
        frames = pathlib.Path(self.env["PLUMBLINE_FRAMES"])
        # What was done last has its tooltip, its toast and its rest before the file is written.
        self.xdo("mousemove", 1400, 895)
        time.sleep(8)
        before = frames.stat().st_size
        time.sleep(seconds)
        drawn = frames.stat().st_size - before
        check(drawn == 0, f"{drawn} frames were drawn in {seconds} s in which nothing happened")
        print(f"idle: 0 frames in {seconds} s, {before} before")

    def quit(self):
        self.keys("ctrl+q")
        wait_for("the end of the program", lambda: self.program.poll() is not None, 15)
        check(self.program.returncode == 0, f"the program ended with {self.program.returncode}")


def check(holds, otherwise):
    if not holds:
        sys.exit(f"window.py: {otherwise}")


def rated(session):
    """The answers in a session file that are not blank, as the strings that stand there."""
    rows = re.findall(r'"([0-9nc.]{10,})"', session.read_text())
    return sorted(row for row in rows if set(row) != {"."})


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="plumbline-window-") as name:
        folder = pathlib.Path(name)
        roster, session = folder / "roster.csv", folder / "session.plumbline"
        roster.write_text(ROSTER)
        subprocess.run([program, "new", "--roster", roster, "--people", "pm", "--out", session], check=True)
        desk = Desk(folder)
        try:
            desk.open(program, str(session))
            desk.command("go on")
            desk.keys("Return")
            desk.sit_down()
            desk.type("4435")
            desk.keys("ctrl+z", "ctrl+s")
            time.sleep(1.0)
            desk.quit()
            check("phase:Rate" in session.read_text(), "the session did not move to Rate")
            rows = rated(session)
            check(len(rows) == 1 and rows[0].startswith("443."), f"after rating 4 4 3 5 and one undo the file has {rows}")
            check(stat.S_IMODE(session.stat().st_mode) == 0o600, "the session can be read by others")

            desk.open(program, str(session))
            desk.sit_down()
            desk.idle()
            desk.keys("ctrl+z")
            desk.keys("ctrl+e")
            time.sleep(1.0)
            desk.keys("Return")
            time.sleep(1.0)
            desk.quit()
            rows = rated(session)
            check(len(rows) == 1 and rows[0].startswith("44.."), f"undo after reopening left {rows}")
            exports = list(folder.glob("*.csv"))
            exports.remove(roster)
            check(len(exports) == 1, f"the export wrote {exports}")
            with exports[0].open(newline="", encoding="utf-8-sig") as file:
                scores = [row for row in csv.DictReader(file) if any(value == "4" for value in row.values())]
            check(len(scores) == 2, f"the export has {len(scores)} rows with a 4, not 2")
            subprocess.run([program, "check", session], check=True)
        finally:
            if getattr(desk, "program", None) and desk.program.poll() is None:
                desk.program.kill()
            desk.server.terminate()
            desk.server.wait()
    print("rated, undone, saved, quit, reopened, undone, exported: as it should be")


if __name__ == "__main__":
    main()
