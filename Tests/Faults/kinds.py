"""The kinds of faults: the points of each, and what happens at one of them.

A point is a text that says all of it, such as `2:812:ENOSPC`: night 2, call 812, the error. So
`scripts/faults --again errors:2:812:ENOSPC` repeats it. A kind has `points`, which lists all of
them, and `check`, which gives the complaints at one of them.
"""

import errno
import gzip
import os
import random
import shutil
import subprocess
from pathlib import PurePath

import hostile
from center import Judgement
from powercut import Chance, Disk, read_journal

NIGHTS = (1, 2, 3)
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EMFILE", "EINTR", "EACCES")
# A call that is interrupted is repeated, for ever if need be.
LASTING_ERRORS = tuple(error for error in ERRORS if error != "EINTR")
READS = {"read", "pread", "preadv"}
WRITES = {"write", "pwrite", "pwritev"}
# How SQLite words errors of the system.
WORDS_OF_SQLITE = ("disk I/O error", "disk is full", "unable to open database", "out of memory",
                   "database is locked", "readonly database", "locking protocol",
                   "disk image is malformed")


def calls_of(center, kinds=None, under=""):
    """The number of every call, by night; of some kinds and paths only."""
    for night in NIGHTS:
        for number, (kind, path) in enumerate(center.calls(night), 1):
            if (not kinds or kind in kinds) and path.startswith(under):
                yield night, number


def at(number, deed, last=None):
    """Settings of the shim for one call, or from it to another."""
    number = int(number)
    return {"FAULTS_FIRST": str(number), "FAULTS_LAST": str(last or number), "FAULTS_DO": deed}


def setting(center, name, night):
    world = center.world(name, int(night))
    return world, Judgement(center, world, int(night))


class Kill:
    """The process is killed before a call, or after half of a write."""

    def points(self, center):
        yield from (f"{night}:{number}:kill" for night, number in calls_of(center))
        yield from (f"{night}:{number}:torn" for night, number in calls_of(center, WRITES))

    def check(self, center, name, point):
        night, number, deed = point.split(":")
        world, judgement = setting(center, name, night)
        judgement.after_fault(world.run(at(number, deed)), may_die=True)
        judgement.next_run()
        return judgement.complaints


class Twice:
    """The process is killed, and so is the next run; the one after that is undisturbed."""

    def points(self, center):
        chance = random.Random(1)
        for night, number in calls_of(center):
            yield f"{night}:{number}:{chance.randint(1, len(center.calls(night)))}"

    def check(self, center, name, point):
        night, first, second = point.split(":")
        world, judgement = setting(center, name, night)
        for number in (first, second):
            judgement.after_fault(world.run(at(number, "kill")), may_die=True)
        judgement.next_run()
        return judgement.complaints


class Errors:
    """A call fails, once or from then on."""

    def points(self, center):
        for night, number in calls_of(center):
            for error in ERRORS:
                yield f"{night}:{number}:{error}:once"
            yield f"{night}:{number}:{LASTING_ERRORS[number % len(LASTING_ERRORS)]}:on"

    def check(self, center, name, point):
        night, number, error, how = point.split(":")
        world, judgement = setting(center, name, night)
        code = getattr(errno, error)
        outcome = world.run(at(number, str(code), 1 << 40 if how == "on" else None))
        judgement.after_fault(outcome)
        if outcome.code != 0 and outcome.disturbed:
            self.names_cause(judgement, outcome, os.strerror(code))
        judgement.next_run()
        return judgement.complaints

    def names_cause(self, judgement, outcome, cause):
        """The message has the path of a call that failed, and why."""
        paths = [PurePath(path) for _, path in outcome.disturbed]
        names = {path.name.removesuffix("-journal") for path in paths}
        if not any(name in outcome.errors for name in names):
            judgement.say(f"no path of {outcome.disturbed[0]}: {outcome.text}")
        if not any(words in outcome.errors for words in (cause, *WORDS_OF_SQLITE)):
            judgement.say(f"not why {outcome.disturbed[0]} failed: {outcome.text}")


class Short:
    """Reads and writes do half of what they are asked for."""

    def points(self, center):
        for night in NIGHTS:
            yield f"{night}:1:{1 << 40}"
        yield from (f"{night}:{number}:{number}"
                    for night, number in calls_of(center, READS | WRITES))

    def check(self, center, name, point):
        night, first, last = point.split(":")
        world, judgement = setting(center, name, night)
        outcome = world.run(at(first, "short", last))
        judgement.after_fault(outcome)
        if outcome.code != 0 or outcome.errors:
            judgement.say(f"it fails for nothing: {outcome.text}")
        judgement.next_run()
        return judgement.complaints


class Lies:
    """A write says it succeeded and did nothing or wrote a wrong bit; a read has a wrong bit."""

    def points(self, center):
        for night, number in calls_of(center, WRITES):
            yield f"{night}:{number}:lost"
            yield f"{night}:{number}:flip"
        for night, number in calls_of(center, READS, under="store/"):
            yield f"{night}:{number}:flip"

    def check(self, center, name, point):
        night, number, deed = point.split(":")
        world, judgement = setting(center, name, night)
        judgement.after_fault(world.run(at(number, deed)))
        judgement.recovers()
        return judgement.complaints


class Cut:
    """The power is cut after a change: what was not forced to the disk is gone or in part."""

    def __init__(self):
        self.journals = {}
        self.is_unforced = False  # the control: as if nothing was ever forced to the disk

    def changes(self, center, night):
        if night not in self.journals:
            changes = read_journal(center.journal(night))
            self.journals[night] = [
                change for change in changes if not (self.is_unforced and "sync" in change.kind)]
        return self.journals[night]

    def points(self, center):
        for night in NIGHTS:
            for number in range(len(self.changes(center, night)) + 1):
                for mode in ("none", "names", "data", "some", "some"):
                    yield f"{night}:{number}:{mode}:{number % 7}"

    def check(self, center, name, point):
        night, number, mode, seed = point.split(":")
        world, judgement = setting(center, name, night)
        changes = self.changes(center, int(night))
        disk = Disk(world.folder)
        for change in changes[:int(number)]:
            disk.apply(change)
        shutil.rmtree(world.folder)
        disk.cut(world.folder, Chance(mode, f"{number}{seed}"))
        releases = {center.releases[int(night) - 1], center.releases[int(night)]}
        if int(number) == len(changes):
            releases = {center.releases[int(night)]}
        judgement.published(releases, "at once")
        judgement.next_run()
        return judgement.complaints


class Inputs:
    """An export grows, is cut, replaced or removed while it is read."""

    deeds = {"grow": "cat {more} >> {file}", "cut": "truncate -s {half} {file}",
             "replace": "mv {more} {file}", "remove": "rm {file}", "rewrite": "cat {more} > {file}"}

    def points(self, center):
        exports = center.second_exports.name
        for number, (kind, path) in enumerate(center.calls(2), 1):
            is_of_night = path.startswith(f"exports/{exports}/") and kind != "readdir"
            if is_of_night and PurePath(path).suffix in (".csv", ".gz"):
                for deed in self.deeds:
                    yield f"{number}:{deed}"

    def check(self, center, name, point):
        number, deed = point.split(":")
        path = center.calls(2)[int(number) - 1][1]
        allowed = self.undisturbed(center, name, path, deed)
        world, judgement = setting(center, name, 2)
        command = self.command(world, path, deed)
        outcome = world.run(
            {**at(number, "shell"), "FAULTS_SHELL": f"cd '{world.folder}' && {command}"})
        releases = [center.releases[1], *(release for _, release in allowed)]
        found = judgement.published(releases, "at once")
        if outcome.code == 0 and found == center.releases[1]:
            judgement.say("exit 0, though no release is published")
        if outcome.code != 0:
            judgement.explained(outcome)
        after = world.run()
        if (after.code, judgement.release("after the next run")) not in allowed:
            judgement.say(f"after the next run: {after.text}, another release than undisturbed")
        return judgement.complaints

    def command(self, world, path, deed):
        """The command that does it; the other content is other lines of the same export."""
        file = world.folder / path
        content = file.read_bytes()
        plain = gzip.decompress(content) if path.endswith(".gz") else content
        lines = plain.splitlines(keepends=True)
        more = b"".join(lines[-2:] if deed == "grow" else lines[:-1])
        if not path.endswith(".gz"):
            (world.folder / ".more").write_bytes(more)
        else:
            (world.folder / ".more").write_bytes(gzip.compress(plain, mtime=0))
        return self.deeds[deed].format(file=path, more=".more", half=len(content) // 2)

    def undisturbed(self, center, name, path, deed):
        """How it may end: with the export as it was, as it becomes, or one after the other."""
        endings = []
        for order in (("before",), ("after",), ("before", "after")):
            world, judgement = setting(center, f"{name}-undisturbed", 2)
            for state in order:
                if state == "after":
                    command = self.command(world, path, deed)
                    subprocess.run(["/bin/sh", "-c", command], cwd=world.folder, check=True)
                outcome = world.run()
            endings.append((outcome.code, judgement.release("undisturbed")))
        return endings


class Clock:
    """The clock is put back or forward between the nights, or runs backwards."""

    hour, day = 3600, 86400

    def points(self, center):
        for night in NIGHTS:
            for seconds in (-self.hour, -self.day, self.hour, 3650 * self.day):
                yield f"{night}:{seconds}:0"
            for day in (-3650, -10_000, *range(-250, -200, 5)):
                yield f"{night}:{day * self.day}:0"
            yield f"{night}:0:-{self.hour}"

    def check(self, center, name, point):
        night, ahead, step = point.split(":")
        world, judgement = setting(center, name, night)
        outcome = world.run({"FAULTS_CLOCK": ahead, "FAULTS_CLOCK_STEP": step})
        judgement.release("at once")
        if outcome.code != 0:
            judgement.explained(outcome)
        judgement.next_run(is_restated=True)
        return judgement.complaints


class Limits:
    """Few open files, small files or little address space, down to what the runtime needs."""

    def points(self, center):
        for night in NIGHTS:
            yield from (f"{night}:n:{count}" for count in (*range(8, 33, 2), 48, 64, 96, 128, 256))
            yield from (f"{night}:f:{blocks}" for blocks in (*range(3, 64, 3), 96, 128, 256))
            yield from (f"{night}:v:{size << 10}" for size in range(200, 701, 25))

    def check(self, center, name, point):
        night, limit, value = point.split(":")
        world, judgement = setting(center, name, night)
        outcome = world.run(limits=f"ulimit -{limit} {value}")
        judgement.after_fault(outcome)
        judgement.next_run()
        return judgement.complaints


class Rot:
    """A bit of the state or of the published release is wrong."""

    def points(self, center):
        """A bit of bytes of each file as it is when a night begins, of the state's most."""
        for night in NIGHTS[1:]:
            before = center.before(night)
            files = [*(before / "store").rglob("*"), *(before / "out").rglob("*")]
            for file in sorted(file for file in files if file.is_file() and file.name != ".lock"):
                path, size = file.relative_to(before).as_posix(), file.stat().st_size
                step = max(1, size // (2000 if path.startswith("store/") else 20))
                yield from (f"{night}:{path}:{offset}:{offset % 8}"
                            for offset in range(0, size, step))

    def check(self, center, name, point):
        night, path, offset, bit = point.split(":")
        world, judgement = setting(center, name, night)
        with (world.folder / path).open("r+b") as file:
            file.seek(int(offset))
            byte = file.read(1)[0]
            file.seek(int(offset))
            file.write(bytes([byte ^ 1 << int(bit)]))
        outcome = world.run()
        if outcome.code == 0:
            judgement.content("after a run that succeeds")
            judgement.nothing_left()
            return judgement.complaints
        judgement.explained(outcome)
        if path.startswith("store/"):
            judgement.published((center.releases[int(night) - 1],), "at once")
        judgement.recovers()
        return judgement.complaints


class Hostile:
    """Exports that are made to exhaust memory, disk or patience."""

    memory = 128 << 20

    def points(self, center):
        return hostile.EXPORTS

    def check(self, center, name, point):
        world, judgement = setting(center, name, 2)
        drop = world.folder / "exports" / center.second_exports.name
        path = hostile.place(point, drop)
        outcome = world.run(
            {"FAULTS_DO": "kill"}, limits=f"ulimit -v {2 << 20}", options=("--memory", "128MiB"))
        if outcome.code != 0:
            judgement.explained(outcome)
            judgement.published((center.releases[1],), "at once")
        elif judgement.release("at once") == center.releases[1]:
            judgement.say("exit 0, though no release is published")
        elif path.name in world.held() and path.name not in outcome.errors:
            judgement.say(f"it is held back in silence: {outcome.text}")
        if outcome.peak_bytes > 1.25 * self.memory:
            judgement.say(f"the peak is {outcome.peak_bytes >> 20} MiB of {self.memory >> 20}")
        path.unlink()
        # What was read is in the state and stays there.
        after = world.run()
        judgement.release("after the next run")
        if after.code != 0:
            judgement.say(f"the next run without it: {after.text}")
        return judgement.complaints


KINDS = {"kill": Kill(), "twice": Twice(), "errors": Errors(), "short": Short(), "lies": Lies(),
         "cut": Cut(), "inputs": Inputs(), "clock": Clock(), "limits": Limits(), "rot": Rot(),
         "hostile": Hostile()}
