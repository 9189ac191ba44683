"""Judges CivilTime's time zones by Python's zoneinfo on the PyPI package tzdata.

    zone_judge.py ask QUESTIONS             writes questions
    zone_judge.py check QUESTIONS ANSWERS   prints the answers that differ; exit 1 if any does

A question is a line `utc|local|day ZONE NUMBER...`: seconds since 1970 in UTC or on the wall clock,
or days since 1970. The answers to a line stand in a line, separated by spaces: an offset in
seconds; `TIME` or `BEFORE/AFTER` in seconds where the wall clock is put forward or back (the
readings of fold 0 and 1); the second in which a day begins. The first line of the answers is the
release of the database. Zones of ODD get every transition of 1950 to 2100, the others those that a
search in steps of 30 days finds.
"""

import os
import sys
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


def check(questions_path, answers_path):
    with open(questions_path) as questions_file, open(answers_path) as answers_file:
        release = answers_file.readline().strip()
        if release != tzdata.IANA_VERSION:
            sys.exit(f"CivilTime has tz {release}, the judge {tzdata.IANA_VERSION}: run "
                     "scripts/generate-zones or install the same tzdata")
        asked, wrong, zones = 0, [], set()
        for question in questions_file:
            kind, name, *numbers = question.split()
            answers = answers_file.readline().split()
            if len(answers) != len(numbers):
                sys.exit(f"{kind} {name}: {len(answers)} answers to {len(numbers)} questions")
            zone = ZoneInfo(name)
            zones.add(name)
            for number, given in zip(map(int, numbers), answers):
                expected = answer(kind, zone, number)
                asked += 1
                if given != expected:
                    wrong.append(f"{kind} {name} {number}: {given}, expected {expected}")
    print(f"{asked} answers for {len(zones)} zones, {len(wrong)} wrong")
    print(*wrong[:20], sep="\n")
    sys.exit(1 if wrong or not asked else 0)


if __name__ == "__main__":
    {"ask": ask, "check": check}[sys.argv[1]](*sys.argv[2:])
