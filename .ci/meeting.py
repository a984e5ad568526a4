#!/usr/bin/env python3
"""Runs a whole meeting in a real window by keyboard alone, or with the mouse, and says where keys and clicks went.

usage: meeting.py PROGRAM [--mouse] [--pace SECONDS] [--shots FOLDER]

Twelve people, five raters, one contested skill a person; for every third the panel agrees on a score that owes a reason,
every fourth is placed "nearly", with its reason and a next step. Afterwards the session file is read: everybody revealed,
settled and placed, reasons as typed. Needs Xvfb and xdotool. After each key the window is given the time to draw what
came of it, however busy the machine is, and --pace seconds more.
"""
import argparse, os, pathlib, re, subprocess, sys, tempfile, time
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from window import Desk, check, wait_for  # noqa: E402

PEOPLE = ["Ada Ember", "Ben Frost", "Cem Gold", "Dia Hart", "Eli Irwin", "Fay Juno", "Gil Kerr", "Hana Lutz", "Ian Moss",
          "Jo Nash", "Kai Oaks", "Lea Pohl"]
RATERS = ["Max Field", "Mia Gray", "Tom Hale", "Uma Iyer", "Vic Jones"]
SKILLS = ["customer-insight", "competition-and-domain", "data-judgement", "delivery-and-quality", "wins-in-market",
          "people-sense", "influence-without-authority", "cross-team-trust", "coaching-and-hiring", "honest-feedback"]
CONTESTED = "data-judgement"
# So low that the level is in doubt at the lowest mark of the contested skill: then it decides.
LOW = ["customer-insight", "competition-and-domain", "delivery-and-quality"]
REASON = "Two dated examples, heard from both"
PLACED = "One more quarter of the same"
STEP = "Own one launch"
OWNER, BY = "Max Field", "14 Mar"


def make_session(program, folder):
    """A session in Prepare whose raters have all handed in; the window moves it to Calibrate."""
    roster, raters, ratings = folder / "roster.csv", folder / "raters.csv", folder / "ratings.csv"
    session = folder / "meeting.plumbline"
    rows = [f"{place + 1:03},{name},Senior Product Manager,{RATERS[0]},Team {place % 3}" for place, name in enumerate(PEOPLE)]
    roster.write_text("\n".join(["Employee ID,Worker,Business Title,Worker's Manager,Department", *rows,
                                 f"900,{RATERS[0]},General Manager,,Leadership"]) + "\n")
    raters.write_text("Name,Title\n" + "".join(f"{name},General Manager\n" for name in RATERS))
    marks = ["person,rater,skill_id,score"]
    for person in PEOPLE:
        for place, rater in enumerate(RATERS):
            for skill in SKILLS:
                score = {1: 2, 2: 4}.get(place, 3) if skill == CONTESTED else 2 if skill in LOW else 3
                marks.append(f"{person},{rater},{skill},{score}")
    ratings.write_text("\n".join(marks) + "\n")
    run = lambda *words: subprocess.run([program, *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    run("new", "--roster", roster, "--people", "pm", "--raters", raters, "--out", session)
    run("rate", session, "--from", ratings)
    text = session.read_text()
    session.write_text(text.replace("rates:true,", 'rates:true,submitted:Some("2026-12-01T09:00:00Z"),'))
    return session


def go_to_calibrate(desk, session):
    """Moves the session on from Prepare, again where a busy machine lost a key."""
    phase = lambda: re.search(r"phase:(\w+)", session.read_text()[:2000]).group(1)
    for _ in range(6):
        before = phase()
        if before == "Calibrate":
            return
        desk.keys("ctrl+k")
        time.sleep(1.0)
        desk.type("go on to the next")
        time.sleep(0.5)
        desk.keys("Return")
        time.sleep(1.0)
        desk.keys("Return")
        end = time.time() + 15
        while time.time() < end and phase() == before:
            time.sleep(0.2)
        desk.keys("Escape")
    sys.exit("meeting.py: the session did not move to Calibrate")


class Keys:
    """The keyboard, counting what it is used for."""

    def __init__(self, desk, pace):
        self.desk, self.pace, self.strokes = desk, pace, Counter()
        self.frames, self.late = pathlib.Path(desk.env["PLUMBLINE_FRAMES"]), []

    def drawn(self):
        return self.frames.stat().st_size if self.frames.exists() else 0

    def settle(self, before):
        """Waits until something was drawn, and then until nothing more is: for as long as the last answers took, as a
        busy machine draws late, and what is typed meanwhile would be read with what was pressed."""
        begun = time.time()
        end = begun + 5
        while time.time() < end and self.drawn() == before:
            time.sleep(0.01)
        self.late = (self.late + [time.time() - begun])[-8:]
        quiet = max(self.pace, min(4 * max(self.late), 1.5))
        last, since = self.drawn(), time.time()
        while time.time() < end and time.time() - since < quiet:
            time.sleep(0.01)
            if self.drawn() != last:
                last, since = self.drawn(), time.time()

    def press(self, what, *keys):
        for key in keys:
            before = self.drawn()
            self.desk.xdo("key", "--clearmodifiers", key)
            self.strokes[what] += 1
            self.settle(before)

    def type(self, what, words):
        before = self.drawn()
        self.desk.xdo("type", "--delay", "25", words)
        self.strokes[what] += len(words)
        self.settle(before)


# Where things stand in a window of 1440 by 900 with one contested skill that leads.
BUTTONS = {"silent read": (700, 149), "reveal": (829, 149), "accept the rest": (1342, 178), "3": (1031, 485),
           "4": (1057, 485), "going on": (1280, 485), "growing": (479, 875), "nearly": (590, 875)}


class Mouse(Keys):
    """The mouse, and the keyboard where something is typed."""

    def click(self, what, button):
        before = self.drawn()
        x, y = BUTTONS[button]
        self.desk.xdo("mousemove", x, y)
        self.settle(before)
        before = self.drawn()
        self.desk.xdo("click", 1)
        self.strokes["click: " + what] += 1
        self.settle(before)


def discuss_by_mouse(mouse, place):
    """One person, from the silent read to the next. The clear ones need six clicks."""
    mouse.click("silent read and reveal", "silent read")
    mouse.click("silent read and reveal", "reveal")
    mouse.click("accept the rest", "accept the rest")
    if place % 3 == 2:
        mouse.click("contested scores", "4")
        mouse.type("reasons", REASON)
    else:
        mouse.click("contested scores", "3")
    if place % 4 == 3:
        mouse.click("placement", "nearly")
        mouse.type("reasons", PLACED)
        for words in (STEP, OWNER, BY):
            mouse.press("next step", "Tab")
            mouse.type("next step", words)
    else:
        mouse.click("placement", "growing")
    mouse.click("going on", "going on")


def discuss(keys, place):
    """One person, from the silent read to the next. The clear ones need seven keys."""
    keys.press("silent read and reveal", "s", "v")
    keys.press("accept the rest", "a")
    if place % 3 == 2:
        keys.press("contested scores", "4")
        keys.type("reasons", REASON)
        keys.press("going on", "ctrl+Return")
    else:
        keys.press("contested scores", "3")
    if place % 4 == 3:
        keys.press("placement", "n")
        keys.type("reasons", PLACED)
        keys.press("next step", "Tab")
        keys.type("next step", STEP)
        for words in (OWNER, BY):
            keys.press("next step", "Tab")
            keys.type("next step", words)
    else:
        keys.press("placement", "g")
    keys.press("going on", "ctrl+Return")


def read_back(session):
    """What the session file says of the meeting."""
    text = session.read_text().split("\nDecisions(", 1)[1].split("\n\n", 1)[0]
    return {
        "revealed": len(re.findall(r'"20\d\d-\d\d-\d\dT', text.split("recusals", 1)[0])),
        "agreed": text.count("outcome:"),
        "growing": len(re.findall(r"place: ?Growing", text)),
        "nearly": len(re.findall(r"place: ?Nearly", text)),
        "reasons": text.count(REASON),
        "placed because": text.count(PLACED),
        # With who sees to it and by when, which a next step owes.
        "steps": len(re.findall(rf'text: ?"{STEP}", ?owner: ?"{OWNER}", ?by: ?Some', text)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--mouse", action="store_true")
    parser.add_argument("--pace", type=float, default=0.25)
    parser.add_argument("--shots")
    given = parser.parse_args()
    program = os.path.abspath(given.program)
    with tempfile.TemporaryDirectory(prefix="plumbline-meeting-") as name:
        folder = pathlib.Path(name)
        session = make_session(program, folder)
        desk = Desk(folder)
        try:
            desk.open(program, str(session))
            go_to_calibrate(desk, session)
            desk.keys("ctrl+m")
            time.sleep(1.5)
            keys, seconds = (Mouse if given.mouse else Keys)(desk, given.pace), []
            one = discuss_by_mouse if given.mouse else discuss
            for place in range(len(PEOPLE)):
                begun, before = time.time(), sum(keys.strokes.values())
                one(keys, place)
                seconds.append((sum(keys.strokes.values()) - before, time.time() - begun))
                if given.shots and place in (0, 2, 3):
                    shot = str(pathlib.Path(given.shots) / f"meeting-{place}.png")
                    subprocess.run(["import", "-window", "root", shot], env=desk.env, check=True)
            time.sleep(1.0)
            desk.keys("ctrl+s")
            time.sleep(1.0)
            desk.quit()
            found = read_back(session)
            expected = {"revealed": 12, "agreed": 120, "growing": 9, "nearly": 3, "reasons": 4, "placed because": 3,
                        "steps": 3}
            check(found == expected, f"the file says {found}, not {expected}")
            subprocess.run([program, "check", session], check=True)
        finally:
            if getattr(desk, "program", None) and desk.program.poll() is None:
                desk.program.kill()
            desk.server.terminate()
            desk.server.wait()
    total = sum(keys.strokes.values())
    print(f"{len(PEOPLE)} people, {total} {'keystrokes and clicks' if given.mouse else 'keystrokes'}, {sum(took for _, took in seconds):.0f} s")
    for what, count in keys.strokes.most_common():
        print(f"  {count:4} {what}")
    least, most = min(seconds), max(seconds)
    print(f"a person: {least[0]} to {most[0]} of them, {least[1]:.1f} to {most[1]:.1f} s")


if __name__ == "__main__":
    main()
