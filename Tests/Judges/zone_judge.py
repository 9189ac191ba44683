"""Judges CivilTime's time zones by Python's zoneinfo on the PyPI package tzdata.

    zone_judge.py ask QUESTIONS             writes questions
    zone_judge.py check QUESTIONS ANSWERS DOCUMENT
                                            prints the answers that differ; exit 1 if any does or
                                            the document is not what it would write
                                            (UPDATE_GOLDEN=1 writes it)

A question is a line `utc|local|day ZONE NUMBER...`: seconds since 1970 in UTC or on the wall clock,
or days since 1970. The answers to a line stand in a line, separated by spaces: an offset in
seconds; `TIME` or `BEFORE/AFTER` in seconds where the wall clock is put forward or back (the
readings of fold 0 and 1); the second in which a day begins. The first line of the answers is the
release of the database. Zones of ODD get every transition of 1950 to 2100, the others those from
1970 on that a search in steps of 30 days finds.
"""

import os
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone

os.environ["PYTHONTZPATH"] = ""  # the package, not the machine's files

import tzdata
from zoneinfo import ZoneInfo, available_timezones

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1)
DAY = 86_400
ODD = """
Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Lagos Africa/Monrovia
Africa/Windhoek America/Anchorage America/Argentina/San_Luis America/Asuncion America/Bogota
America/Caracas America/Chicago America/Coyhaique America/Danmarkshavn America/Denver
America/Godthab America/Halifax America/Havana America/Indiana/Knox America/Los_Angeles
America/Mexico_City America/Miquelon America/New_York America/Noronha America/Phoenix
America/Santiago America/Sao_Paulo America/Scoresbysund America/St_Johns America/Toronto
Antarctica/Casey Antarctica/Macquarie Antarctica/Troll Asia/Amman Asia/Beirut Asia/Calcutta
Asia/Damascus Asia/Dhaka Asia/Gaza Asia/Hong_Kong Asia/Jerusalem Asia/Kathmandu Asia/Manila
Asia/Pyongyang Asia/Singapore Asia/Tehran Asia/Tokyo Asia/Ulaanbaatar Atlantic/Azores
Australia/Adelaide Australia/Eucla Australia/Lord_Howe Australia/Sydney EST5EDT Etc/GMT+12
Europe/Berlin Europe/Dublin Europe/Istanbul Europe/Lisbon Europe/London Europe/Minsk Europe/Moscow
Europe/Volgograd Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Easter Pacific/Fakaofo
Pacific/Fiji Pacific/Kiritimati Pacific/Kwajalein Pacific/Norfolk Pacific/Tongatapu UTC
""".split()


def seconds(year):
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def offset(zone, utc):
    return int(datetime.fromtimestamp(utc, zone).utcoffset().total_seconds())


def readings(zone, local):
    """The UTC seconds of a wall clock reading for fold 0 and 1."""
    wall = EPOCH + timedelta(seconds=local)
    return [local - int(wall.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds())
            for fold in (0, 1)]


def transitions(zone, first, last, step):
    """The seconds at which the offset changes, and the offsets before and after."""
    before = offset(zone, first)
    for end in range(first + step, last, step):
        after = offset(zone, end)
        if after != before:
            low, high = end - step, end
            while high - low > 1:
                middle = (low + high) // 2
                if offset(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            yield high, before, offset(zone, high)
        before = after


def start_of_day(zone, day):
    """The first second at which the wall clock shows a day, or a later one if it never does."""
    def shown(utc):
        return (utc + offset(zone, utc)) // DAY

    begin = min(readings(zone, day * DAY)) - DAY
    nearby = [change for change, _, _ in transitions(zone, begin, begin + 3 * DAY, 3600)]
    candidates = sorted(readings(zone, day * DAY) + nearby)
    for utc in candidates:
        if shown(utc) == day and shown(utc - 1) != day:
            return utc
    return next(utc for utc in candidates if shown(utc) > day > shown(utc - 1))


def questions(name):
    zone, is_odd = ZoneInfo(name), name in ODD
    span = (seconds(1950), seconds(2100), DAY) if is_odd else (seconds(1970), seconds(2100), 30 * DAY)
    utc = list(range(seconds(1901), seconds(2400), 1009 * DAY + 4321))
    utc += range(seconds(2400), seconds(9000), 20011 * DAY + 777)
    local, days = list(utc), [time // DAY for time in utc[::4]]
    for change, before, after in transitions(zone, *span):
        utc += [change - 1, change, change + 1]
        for wall in (change + before, change + after, change + (before + after) // 2):
            local += [wall - 1, wall, wall + 1]
        if is_odd:
            shown = (change + before) // DAY
            days += [shown - 1, shown, shown + 1, shown + 2]
    return {"utc": utc, "local": local, "day": days}


def answer(kind, zone, number):
    if kind == "utc":
        return str(offset(zone, number))
    if kind == "day":
        return str(start_of_day(zone, number))
    first, second = readings(zone, number)
    return str(first) if first == second else f"{first}/{second}"


def ask(path):
    with open(path, "w") as file:
        for name in sorted(available_timezones()):
            for kind, numbers in questions(name).items():
                print(kind, name, *numbers, file=file)


def compare(questions_path, answers_path):
    """Counts of the answers by kind and class of zone, and the wrong ones."""
    counts, wrong = Counter(), []
    with open(questions_path) as questions_file, open(answers_path) as answers_file:
        release = answers_file.readline().strip()
        if release != tzdata.IANA_VERSION:
            sys.exit(f"CivilTime has tz {release}, the judge {tzdata.IANA_VERSION}: run "
                     "scripts/generate-zones or install the same tzdata")
        for question in questions_file:
            kind, name, *numbers = question.split()
            answers = answers_file.readline().split()
            if len(answers) != len(numbers):
                sys.exit(f"{kind} {name}: {len(answers)} answers to {len(numbers)} questions")
            zone, group = ZoneInfo(name), "odd" if name in ODD else "other"
            counts["zones", group] += kind == "utc"
            for number, given in zip(map(int, numbers), answers):
                expected = answer(kind, zone, number)
                counts[kind, group] += 1
                if "/" in expected:
                    before, after = map(int, expected.split("/"))
                    counts["skipped" if before > after else "repeated", group] += 1
                if given != expected:
                    wrong.append(f"{kind} {name} {number}: {given}, expected {expected}")
    return counts, wrong


def document(counts, wrong):
    """The page that says what was asked and how much of it was wrong."""
    steps = sum(1 for name in ODD
                for _ in transitions(ZoneInfo(name), seconds(1950), seconds(2038), DAY))
    rows = [("zones", "zones"), ("offset at an instant", "utc"), ("meaning of a local time", "local"),
            ("- of them never shown", "skipped"), ("- of them shown twice", "repeated"),
            ("beginning of a day", "day")]
    lines = [
        "# Time zones, judged by Python's zoneinfo", "",
        "Written by `Tests/Judges/zone_judge.py`, which the test `ZoneJudgeTests` runs: it asks "
        "Throughline", f"and `zoneinfo` on the PyPI package `tzdata` (IANA {tzdata.IANA_VERSION}, the "
        "release pinned in the binary)", "the same questions and fails if one answer differs or if "
        "this page is not what it would write now.", "",
        "    UPDATE_GOLDEN=1 make test    # writes the page; or with --filter ZoneJudge", "",
        f"{len(ODD)} zones of every kind of oddity are asked at every change of offset from 1950 to "
        "2100", f"({steps:,} changes before 2038), one second before, at and one second after it, as "
        "instants and as the", "local times at both ends and in the middle of what the clock skipped "
        "or repeated. All other", "identifiers are asked at their changes from 1970 to 2100, and all "
        "at instants up to the year 9000.", "",
        f"| | {len(ODD)} odd zones | all others |", "|---|---|---|",
        *(f"| {title} | {counts[kind, 'odd']:,} | {counts[kind, 'other']:,} |"
          for title, kind in rows),
        f"| **wrong** | {sum(each.split()[1] in ODD for each in wrong):,} | "
        f"{sum(each.split()[1] not in ODD for each in wrong):,} |", "",
        "A local time that a clock never showed or showed twice has two readings; both are judged. "
        "Which one", "counts is the rule `clock-changes` of an input: `repeated: earlier | later | "
        "reject` (earlier unless", "said), `skipped: earlier | later | reject` (later unless said, as "
        "if nobody had put the clock", "forward). The defaults are the readings of `fold=0`. Records "
        "with such times are counted per file", "(`repeatedTimes`, `skippedTimes` in "
        "`provenance/inputs.json`) and noted (I313).", "",
        "The odd zones: " + ", ".join(ODD) + ".", "",
    ]
    return "\n".join(lines)


def check(questions_path, answers_path, document_path):
    counts, wrong = compare(questions_path, answers_path)
    asked = sum(counts[kind, group] for kind in ("utc", "local", "day") for group in ("odd", "other"))
    print(f"{asked} answers, {len(wrong)} wrong")
    print(*wrong[:20], sep="\n")
    text = document(counts, wrong)
    if os.environ.get("UPDATE_GOLDEN"):
        os.makedirs(os.path.dirname(document_path), exist_ok=True)
        with open(document_path, "w") as file:
            file.write(text)
    with open(document_path) as file:
        is_current = file.read() == text
    if not is_current:
        print(f"{document_path} is not what the judge would write: UPDATE_GOLDEN=1")
    sys.exit(1 if wrong or not asked or not is_current else 0)


if __name__ == "__main__":
    {"ask": ask, "check": check}[sys.argv[1]](*sys.argv[2:])
