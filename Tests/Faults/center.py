"""Three nights of a small simulated center, and what must hold after any fault in them."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

# Exit codes a fault may lead to: those of `throughline help`, without 70, which is our bug.
KNOWN_EXITS = {0, 65, 66, 69, 73, 74, 75, 77, 78}
LONGEST_RUN = 120  # seconds, after which a run hangs
DIAGNOSTIC = re.compile(r"(?:error|warning)\[[A-Z]\d{3}\]: ")


@dataclass
class Outcome:
    """How a run ended: its exit code, or minus the signal, and what it said."""

    code: int
    errors: str
    disturbed: list = field(default_factory=list)  # (kind of call, path)
    peak_bytes: int = 0  # of memory, where the shim was there
    hangs: bool = False

    @property
    def text(self):
        return f"exit {self.code}, stderr {self.errors.strip()!r}"


@dataclass(frozen=True)
class Release:
    """A published release: its name, a hash of it and its origins, another of its restatements.

    The manifest does not list the origins; of those `run.json` alone depends on when and how often
    the tool ran, and restatements on the release before.
    """

    name: str
    content: str
    restatements: str

    def __str__(self):
        return f"{self.name}, content {self.content[:8]}, restatements {self.restatements[:8]}"


class Damaged(Exception):
    """A published release is not what its manifest says."""


class World:
    """A folder with exports, a store and releases, in which the tool runs."""

    def __init__(self, folder, tool, shim):
        self.folder, self.tool, self.shim = folder, tool, shim
        self.store, self.out = folder / "store", folder / "out"

    def run(self, faults=None, limits="", options=(), seconds=LONGEST_RUN):
        """Runs a night; `faults` are settings of the shim, `limits` commands of the shell."""
        environment = {"PATH": os.environ["PATH"], "SWIFT_BACKTRACE": "enable=no"}
        trace = self.folder.with_name(f"{self.folder.name}.trace")
        trace.unlink(missing_ok=True)
        if faults is not None:
            environment |= {"LD_PRELOAD": str(self.shim), "FAULTS_ROOT": str(self.folder),
                            "FAULTS_TRACE": str(trace), **faults}
        command = [str(self.tool), "run", "--config", "throughline.yaml", "--store", "store",
                   "--out", "out", "--jobs", "1", "--quiet", *options]
        if limits:
            command = ["/bin/sh", "-c", f'{limits}; exec "$0" "$@"', *command]
        errors = self.folder.with_name(f"{self.folder.name}.errors")
        with errors.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=file)
            timer = threading.Timer(seconds, process.kill)
            timer.start()
            code = process.wait()
            hangs = not timer.is_alive()
            timer.cancel()
        calls = trace.read_text().splitlines() if trace.exists() else []
        calls = [tuple(line.split(" ", 1)) for line in calls]
        peak = int(calls.pop()[1]) << 10 if calls and calls[-1][0] == "peak" else 0
        return Outcome(code, errors.read_text(errors="replace"), calls, peak, hangs)

    def release(self):
        """The published release, whose files are all whole."""
        latest = self.out / "latest"
        if not latest.is_symlink():
            return None
        if not (latest / "manifest.json").exists():
            raise Damaged(f"latest names {os.readlink(latest)}, which has no manifest")
        content = (latest / "manifest.json").read_bytes()
        for file in json.loads(content)["files"]:
            if digest(latest / file["path"]) != file["sha256"]:
                raise Damaged(f"{file['path']} is not what the manifest says")
        lineage = digest(latest / "provenance/lineage/part-000.parquet")
        restatements = digest(latest / "provenance/restatements.csv")
        # In the order of reading, which is another after a fault.
        inputs = sorted(json.dumps(entry) for entry in self.inputs())
        text = f"{content} {inputs} {lineage}"
        return Release(os.readlink(latest), hashlib.sha256(text.encode()).hexdigest(), restatements)

    def inputs(self):
        """What the published release says of the exports it is made of."""
        return json.loads((self.out / "latest/provenance/inputs.json").read_bytes())

    def leftovers(self):
        """What lies in store and output and belongs to neither the state nor a release."""
        releases = self.out / "releases"
        known = {self.out / "latest", releases, releases / ".lock"}
        whole = {path for path in releases.glob("[0-9]*Z-*") if (path / "manifest.json").exists()}
        known |= whole | {releases / f".stamp-{path.name}" for path in whole}
        found = [*self.out.iterdir(), *releases.iterdir(), *self.store.iterdir(),
                 *(self.store / "buckets").iterdir()]
        known |= {self.store / name for name in (
            ".lock", "catalog.sqlite", "buckets", "belongs-to.json", "dates.json", "runs")}
        known |= {self.store / "buckets" / name for name in self.bucket_files()}
        return sorted(path.relative_to(self.folder).as_posix() for path in set(found) - known)

    def bucket_files(self):
        with contextlib.closing(sqlite3.connect(self.store / "catalog.sqlite")) as catalog:
            return [name for name, in catalog.execute("SELECT name FROM bucket_files")]

    def held(self):
        """The names of the exports that the published release is without."""
        return {Path(entry["path"]).name for entry in self.inputs() if entry["held"]}

    def forget_store(self):
        """What the help says where the store is damaged: move it away and read all again."""
        shutil.rmtree(self.store)

    def releases(self):
        return sorted(path.name for path in (self.out / "releases").glob("[0-9]*"))


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


class Center:
    """The undisturbed nights, and copies of the world before each of them.

    Night 1 begins with nothing, night 2 with the release of night 1 and more exports, night 3 with
    nothing new. One release is kept, so that night 2 removes that of night 1.
    """

    def __init__(self, scratch, tool, shim):
        self.scratch, self.tool, self.shim = scratch, tool, shim
        self._before, self._calls = {}, {}
        self.releases = {0: None}
        self._generate()
        world = self.world("undisturbed", night=1)
        for night in (1, 2, 3):
            self._begin(night, world)
            outcome = world.run()
            if outcome.code != 0 or outcome.errors or world.leftovers():
                raise SystemExit(f"error: night {night} fails undisturbed: {outcome.text}")
            self.releases[night] = world.release()

    def _generate(self):
        source = self.scratch / "generated"
        subprocess.run(
            [self.tool, "generate", source, "--interactions", "40", "--days", "3", "--nights", "2",
             "--jobs", "1"], check=True, stdout=subprocess.DEVNULL)
        first, second = sorted((source / "exports").iterdir())
        before = self.scratch / "before-1"
        shutil.copytree(first, before / "exports" / first.name)
        shutil.copytree(source / "tables", before / "tables")
        for name in ("throughline.yaml", "throughline.key"):
            shutil.copy2(source / name, before / name)
        with (before / "throughline.yaml").open("a") as file:
            file.write("output: {keep-releases: 1}\n")
        self._before[1] = before
        self.second_exports = second

    def _begin(self, night, world):
        if night == 1:
            return
        if night == 2:
            exports = world.folder / "exports" / self.second_exports.name
            shutil.copytree(self.second_exports, exports)
        self._before[night] = self.scratch / f"before-{night}"
        copy_tree(world.folder, self._before[night])

    def world(self, name, night):
        """A new world as it is before a night."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        copy_tree(self._before[night], folder)
        return World(folder, self.tool, self.shim)

    def before(self, night):
        """The folder as it is before a night, not to be changed."""
        return self._before[night]

    def calls(self, night):
        """The file-system calls of an undisturbed night, each its kind and path."""
        if night not in self._calls:
            world = self.world(f"calls-{night}", night)
            self._calls[night] = world.run({}).disturbed
            shutil.rmtree(world.folder)
        return self._calls[night]

    def journal(self, night):
        """The bytes of the journal of changes of an undisturbed night."""
        world = self.world(f"journal-{night}", night)
        file = self.scratch / f"night-{night}.journal"
        file.unlink(missing_ok=True)
        if world.run({"FAULTS_JOURNAL": str(file)}).code != 0:
            raise SystemExit("error: the night that is to be journalled fails")
        shutil.rmtree(world.folder)
        return file.read_bytes()


def copy_tree(source, target):
    """A copy with hard links between its files, as releases have them."""
    copies = {}

    def copy(old, new):
        inode = os.stat(old).st_ino
        if inode in copies:
            os.link(copies[inode], new)
        else:
            copies[inode] = shutil.copy2(old, new)
        return new

    shutil.copytree(source, target, symlinks=True, copy_function=copy)


# What must hold


class Judgement:
    """Collects what does not hold at one point of one kind."""

    def __init__(self, center, world, night):
        self.center, self.world, self.night = center, world, night
        self.complaints = []
        self.expected = center.releases[night]

    def say(self, complaint):
        self.complaints.append(complaint)

    def release(self, when):
        try:
            return self.world.release()
        except (Damaged, OSError, ValueError, KeyError) as error:
            self.say(f"{when}: {type(error).__name__}: {error}")
            return "damaged"

    def published(self, allowed, when):
        """The release is whole and one of those allowed."""
        found = self.release(when)
        if found != "damaged" and found not in allowed:
            self.say(f"{when}: the release is {found}")
        return found

    def after_fault(self, outcome, may_die=False):
        """Old or new, whole; nothing else than success is called so, and failures are explained."""
        found = self.published((self.center.releases[self.night - 1], self.expected), "at once")
        if outcome.code == 0 and found != self.expected:
            self.say("exit 0, though the release is not published")
        if outcome.code != 0 and (outcome.hangs or not may_die):
            self.explained(outcome)

    def explained(self, outcome):
        if outcome.hangs:
            self.say(f"it hangs: {outcome.text}")
        elif outcome.code not in KNOWN_EXITS:
            self.say(f"the exit code is not one of ours: {outcome.text}")
        elif not DIAGNOSTIC.search(outcome.errors):
            self.say(f"no message: {outcome.text}")
        elif "Success" in outcome.errors:
            self.say(f"the cause is missing: {outcome.text}")

    def next_run(self, is_restated=False):
        """The next run, undisturbed, publishes what it always would have, and leaves nothing.

        Where the disturbed run may have published something else, that is what is restated.
        """
        outcome = self.world.run()
        if outcome.code != 0 or outcome.errors:
            self.say(f"the next run: {outcome.text}")
            return
        if is_restated:
            self.content("after the next run")
        else:
            self.published((self.expected,), "after the next run")
        self.nothing_left()

    def nothing_left(self):
        if left := self.world.leftovers():
            self.say(f"left behind: {' '.join(left)}")
        if len(names := self.world.releases()) != 1:
            self.say(f"releases left behind: {' '.join(names)}")

    def recovers(self):
        """The next run succeeds, or says what is damaged and succeeds with a new store."""
        outcome = self.world.run()
        if outcome.code != 0:
            self.explained(outcome)
            self.world.forget_store()
            self.world.run()
        self.content(f"after the next run{', with a new store' if outcome.code else ''}")

    def content(self, when):
        """The release is what it should be, but for its name: damage may have it written again."""
        found = self.release(when)
        if found != "damaged" and (not found or found.content != self.expected.content):
            self.say(f"{when}: the release is {found}")
