"""Judges CivilTime's business calendars by Python's zoneinfo on the PyPI package tzdata.

    calendar_judge.py ask QUESTIONS            writes 10,000 questions about random calendars
    calendar_judge.py check QUESTIONS ANSWERS  prints the answers that differ; exit 1 if any does

A line `calendar ZONE HOURS HOLIDAYS` begins a calendar: seven weekdays from Monday joined by `;`,
each of them ranges of minutes `480-720,780-1020` or `-`; days since 1970 joined by `,` or `-`. The
lines behind it ask of it, in seconds since 1970 UTC: `open START END` for the open seconds between,
`after OPEN START` for the second at which so many have passed, `is AT` for 1 if it is open. Each has
an answer in a line; `-` if there is none within 2,000 days.
"""

import os
import random
import sys
from datetime import datetime, timedelta, timezone

os.environ["PYTHONTZPATH"] = ""  # the package, not the machine's files

from zoneinfo import ZoneInfo

UTC = timezone.utc
DAY = 86_400
ZONES = """America/New_York America/Los_Angeles America/Sao_Paulo America/Havana America/St_Johns
Europe/Berlin Europe/London Africa/Casablanca Africa/Cairo Asia/Kolkata Asia/Tokyo Asia/Tehran
Asia/Beirut Australia/Lord_Howe Australia/Sydney Pacific/Apia Pacific/Chatham UTC""".split()


def ask(path):
    """Writes 500 calendars with 20 questions each, many of them about weeks of clock changes."""
    chance = random.Random(20261201)
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(500):
            zone = chance.choice(ZONES)
            out.write(f"calendar {zone} {hours(chance)} {holidays(chance)}\n")
            for _ in range(20):
                out.write(question(chance, zone) + "\n")


def hours(chance):
    """A week: closed, one range, two, or the whole day, on each weekday."""
    def day():
        kind = chance.random()
        if kind < 0.2:
            return "-"
        if kind < 0.3:
            return "0-1440"
        ends = sorted(chance.sample(range(0, 1441, 15), 2 if kind < 0.8 else 4))
        return ",".join(f"{a}-{b}" for a, b in zip(ends[::2], ends[1::2]))
    return ";".join(day() for _ in range(7))


def holidays(chance):
    """Up to ten days of 2015 to 2030."""
    days = chance.sample(range(16_436, 22_280), chance.randrange(11))
    return ",".join(map(str, days)) or "-"


def question(chance, zone):
    """A question about a time near a clock change of the zone, or about any."""
    start = chance.randrange(1_420_070_400, 1_893_456_000)
    if chance.random() < 0.5:
        local = datetime.fromtimestamp(start, ZoneInfo(zone))
        for _ in range(370):
            later = local + timedelta(days=1)
            if later.utcoffset() != local.utcoffset():
                break
            local = later
        start = int(local.timestamp()) + chance.randrange(-2 * DAY, 2 * DAY)
    kind = chance.random()
    if kind < 0.6:
        span = int(10 ** chance.uniform(0, 7.6))
        return f"open {start} {start + span}"
    if kind < 0.85:
        return f"after {int(10 ** chance.uniform(0, 6))} {start}"
    return f"is {start}"


class Calendar:
    """Open times as pairs of seconds, a day at a time."""

    def __init__(self, zone, week, free):
        self.zone = ZoneInfo(zone)
        self.week = [[] if day == "-" else [tuple(map(int, r.split("-"))) for r in day.split(",")]
                     for day in week.split(";")]
        self.free = set() if free == "-" else set(map(int, free.split(",")))

    def openings(self, first):
        """All open times from the day before that of an instant on."""
        date = (datetime.fromtimestamp(first, self.zone) - timedelta(days=2)).date()
        for _ in range(2_000):
            if (date - datetime(1970, 1, 1).date()).days not in self.free:
                for begin, end in self.week[date.weekday()]:
                    start, stop = self.second(date, begin), self.second(date, end)
                    if start < stop:
                        yield start, stop
            date += timedelta(days=1)

    def second(self, date, minute):
        """The second of a wall clock reading; of two the first, a skipped one by the old offset."""
        reading = datetime(date.year, date.month, date.day) + timedelta(minutes=minute)
        return int(reading.replace(tzinfo=self.zone, fold=0).astimezone(UTC).timestamp())

    def open(self, start, end):
        """The open seconds between two instants."""
        total = 0
        for opening, closing in self.openings(start):
            if opening >= end + 2 * DAY:
                break
            total += max(0, min(closing, end) - max(opening, start))
        return total

    def after(self, wanted, start):
        """The second at which so many open seconds have passed; nothing if that is never."""
        for opening, closing in self.openings(start):
            begin = max(opening, start)
            if closing <= begin:
                continue
            if wanted <= closing - begin:
                return begin + wanted
            wanted -= closing - begin
        return "-"

    def is_open(self, at):
        """1 if it is open."""
        return int(any(a <= at < b for a, b in self.openings(at) if a < at + 2 * DAY))


def check(questions, answers):
    """Compares each answer with Python's."""
    calendar, wrong, count = None, [], 0
    with open(questions, encoding="utf-8") as asked, open(answers, encoding="utf-8") as given:
        for line in asked:
            verb, *words = line.split()
            if verb == "calendar":
                calendar = Calendar(*words)
                continue
            numbers = list(map(int, words))
            if verb == "open":
                expected = calendar.open(*numbers)
            elif verb == "after":
                expected = calendar.after(*numbers)
            else:
                expected = calendar.is_open(*numbers)
            answer = given.readline().strip()
            count += 1
            if answer != str(expected):
                wrong.append(f"{calendar.zone} {line.strip()}: {answer}, expected {expected}")
    print("\n".join(wrong[:20]) or f"{count} answers are Python's")
    sys.exit(bool(wrong) or count != 10_000)


if __name__ == "__main__":
    ask(sys.argv[2]) if sys.argv[1] == "ask" else check(*sys.argv[2:])
