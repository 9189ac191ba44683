"""A generated center, derived back from its exports: synthetic_judge.py DIR [--at-least N]

Reads the exports that `throughline generate` wrote with Python's own parsers, checks every count of
the manifest, derives the frictions that exports show by themselves and compares them, and the
interactions, with the truth. Of the truth's document only `as_of` is read. With --same-records
OTHER it compares two centers instead: the same records in whatever files, the same truth.
"""

import argparse
import csv
import json
import sys
import zlib
from collections import Counter
from pathlib import Path

from synthetic_exports import Ledger, Unreadable, decompressed, digest_of, iso, read_records
from synthetic_frictions import NAMES, Center, Hit

SHOWN = 5
COUNTED = ("bytes", "contentBytes", "records", "distinctKeys", "duplicates", "skipped")
# The contract gives these no value.
WITHOUT_VALUE = ("F28", "F29")
UNREADABLE = (Unreadable, OSError, EOFError, zlib.error, csv.Error, LookupError, ValueError,
              TypeError, AttributeError)


class Checks:
    """Prints one line per check and remembers whether any failed."""

    def __init__(self):
        self.failed = 0

    def expect_none(self, line, problems):
        """A check that holds if there is no problem; prints up to five."""
        self.failed += bool(problems)
        print(f"{line}, {len(problems)} WRONG" if problems else line)
        for problem in problems[:SHOWN]:
            print(f"    {problem}")

    def expect_same(self, line, left, right, names):
        """A check that two multisets are equal; prints up to five of what each alone holds."""
        problems = [left - right, right - left]
        self.failed += any(problems)
        print(f"{line}, DIFFERENT" if any(problems) else line)
        for name, alone in zip(names, problems):
            for item in sorted(alone.elements(), key=str)[:SHOWN]:
                print(f"    only {name}: {item if isinstance(item, str) else ' '.join(item)}")


def read_manifest(folder):
    """The files of a center's manifest, in path order."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return sorted(manifest["files"], key=lambda entry: entry["path"])


def read_truth(folder, table):
    """The rows of a table of the truth."""
    with open(folder / "truth" / table, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def files_below(folder, name):
    """The paths of all files below a subfolder, relative to the folder."""
    found = (path for path in (folder / name).rglob("*") if not path.is_dir())
    return Counter(path.relative_to(folder).as_posix() for path in found)


# The manifest


def read_center(folder, entries, checks):
    """Every record of the exports, and the ledgers of the files that could be read."""
    center, ledgers, problems = Center(), [], []
    for entry in entries:
        try:
            ledger = Ledger(entry, folder)
            for record in ledger.read():
                center.take(entry["adapter"], record)
            ledgers.append(ledger)
        except UNREADABLE as problem:
            problems.append(f"{entry['path']}: {type(problem).__name__} {problem}")
    checks.expect_none(f"readable: {len(ledgers)} of {len(entries)} files", problems)
    return center, ledgers


def check_manifest(folder, entries, ledgers, checks):
    """Every file is named once, and is what the manifest says."""
    named, found = Counter(entry["path"] for entry in entries), files_below(folder, "exports")
    checks.expect_same(f"files: {named.total()} in the manifest, {found.total()} in exports",
                       named, found, ("in the manifest", "in exports"))
    hashes = [f"{ledger.entry['path']}: {ledger.sha256}, not {ledger.entry['sha256']}"
              for ledger in ledgers if ledger.sha256 != ledger.entry["sha256"]]
    checks.expect_none(f"sha256: {len(ledgers)} files compared", hashes)
    for name in COUNTED:
        check_count(name, ledgers, checks)
    check_malformed(ledgers, checks)


def check_count(name, ledgers, checks):
    """One number of the manifest, file by file."""
    problems = [
        f"{ledger.entry['path']}: {ledger.entry[name]} in the manifest, {ledger.counts[name]} read"
        for ledger in ledgers if ledger.entry[name] != ledger.counts[name]]
    claimed = sum(ledger.entry[name] for ledger in ledgers)
    read = sum(ledger.counts[name] for ledger in ledgers)
    checks.expect_none(f"{name}: {claimed} in the manifest, {read} read", problems)


def check_malformed(ledgers, checks):
    """What the manifest calls malformed is, at its bytes, and nothing else."""
    claimed = sum(len(ledger.entry["malformed"]) for ledger in ledgers)
    reached = sum(len(ledger.reached) for ledger in ledgers)
    lost = [place for ledger in ledgers for place in ledger.unreached()]
    checks.expect_none(f"malformed: {claimed} in the manifest, {reached} where a record begins",
                       lost)
    sound = [place for ledger in ledgers for place in ledger.sound]
    checks.expect_none(f"malformed in the way the manifest says: {reached - len(sound)}", sound)
    undeclared = [place for ledger in ledgers for place in ledger.undeclared]
    checks.expect_none(f"malformed without the manifest saying so: {len(undeclared)}", undeclared)


# The truth


def check_interactions(folder, center, checks):
    """The truth's exported interactions are those of the exports, and start when they say."""
    rows = [row for row in read_truth(folder, "interactions.csv") if row["exported"] == "true"]
    named = [(row["system"], row["native_id"]) for row in rows]
    started, found = dict(zip(named, (row["started_at"] for row in rows))), center.interactions()
    checks.expect_same(f"interactions: {len(named)} exported in the truth, {len(found)} found",
                       Counter(named), Counter(found.keys()), ("in the truth", "in the exports"))
    compared = [key for key in found if found[key] and key in started]
    problems = [f"{' '.join(key)}: {started[key]} in the truth, {found[key]} in the exports"
                for key in compared if started[key] != found[key]]
    checks.expect_none(f"started_at: {len(compared)} compared", problems)
    unknown = sorted(center.audits.keys() - center.tickets.keys())
    checks.expect_none(f"tickets of audits: {len(center.audits)} found", unknown)


def comparable(row):
    """A hit without a value the contract does not define."""
    return row._replace(value="") if row.friction in WITHOUT_VALUE else row


def read_hits(folder, checks):
    """The truth's rows of the frictions that can be derived."""
    rows = [row for row in read_truth(folder, "friction.csv") if row["friction"] in NAMES]
    misnamed = [f"{row['friction']} {row['detector']}" for row in rows
                if NAMES[row["friction"]] != row["detector"]]
    checks.expect_none(f"frictions: {len(rows)} hits in the truth named as detectors are", misnamed)
    return Counter(comparable(Hit(*(row[name] for name in Hit._fields))) for row in rows)


def settled(choices, truth):
    """Of the rows that every hit may be, the one the truth holds, if any."""
    left = Counter(truth)
    for rows in choices:
        rows = [comparable(row) for row in rows]
        row = next((row for row in rows if left[row] > 0), rows[0])
        left[row] -= 1
        yield row


def check_frictions(folder, center, at_least, checks):
    """The truth's frictions are those the exports show."""
    document = json.loads((folder / "truth" / "truth.json").read_text(encoding="utf-8"))
    truth = read_hits(folder, checks)
    derived = Counter(settled(center.hits(iso(document["as_of"])), truth))
    seen = 0
    for friction, name in NAMES.items():
        wanted, found = (Counter({row: count for row, count in rows.items()
                                  if row.friction == friction}) for rows in (truth, derived))
        seen += bool(wanted and found)
        line = f"{friction} {name}: {wanted.total()} in the truth, {found.total()} derived"
        checks.expect_same(line, wanted, found, ("in the truth", "derived"))
    few = [] if seen >= at_least else [f"{at_least} must, or nothing is proved"]
    checks.expect_none(f"frictions that occur: {seen} of {len(NAMES)}", few)


# Two centers


def vendor_records(folder):
    """For every vendor folder, how often each record text occurs and where one copy of it is."""
    texts, places = {}, {}
    for entry in read_manifest(folder):
        vendor = Path(entry["path"]).parent.name
        data = decompressed(entry, (folder / entry["path"]).read_bytes())
        for record in read_records(entry, data):
            digest = digest_of(record.text.replace("\r\n", "\n"))
            texts.setdefault(vendor, Counter())[digest] += 1
            places[vendor, digest] = f"{entry['path']} byte {record.offset}: {record.text[:60]!r}"
    return texts, places


def check_same_records(folder, other, checks):
    """Both centers' exports hold the same records."""
    try:
        (left, left_places), (right, right_places) = vendor_records(folder), vendor_records(other)
    except UNREADABLE as problem:
        checks.expect_none("readable", [f"{type(problem).__name__} {problem}"])
        return
    for vendor in sorted(left.keys() | right.keys()):
        ours, theirs = left.get(vendor, Counter()), right.get(vendor, Counter())
        checks.expect_same(
            f"records of {vendor}: {ours.total()} and {theirs.total()}",
            readable(ours - theirs, left_places, vendor),
            readable(theirs - ours, right_places, vendor), (f"in {folder}", f"in {other}"))


def readable(alone, places, vendor):
    """Records that only one center has, by where they are and what they are."""
    return Counter({
        (places[vendor, digest], digest.hex()): count for digest, count in alone.items()})


def check_same_truth(folder, other, checks):
    """Both centers' truths are the same bytes."""
    ours, theirs = files_below(folder, "truth"), files_below(other, "truth")
    checks.expect_same(f"files of the truth: {ours.total()} and {theirs.total()}", ours, theirs,
                       (f"in {folder}", f"in {other}"))
    shared = sorted(ours & theirs)
    differing = [name for name in shared
                 if (folder / name).read_bytes() != (other / name).read_bytes()]
    checks.expect_none(f"bytes of the truth: {len(shared)} files compared", differing)


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="what generate wrote")
    parser.add_argument("--at-least", type=int, default=12, metavar="N",
                        help="how many of the frictions must occur (12)")
    parser.add_argument("--same-records", type=Path, metavar="OTHER",
                        help="compare with another center instead")
    return parser.parse_args()


def main():
    given, checks = arguments(), Checks()
    if given.same_records:
        check_same_records(given.folder, given.same_records, checks)
        check_same_truth(given.folder, given.same_records, checks)
    else:
        entries = read_manifest(given.folder)
        center, ledgers = read_center(given.folder, entries, checks)
        check_manifest(given.folder, entries, ledgers, checks)
        check_interactions(given.folder, center, checks)
        check_frictions(given.folder, center, given.at_least, checks)
    print(f"{checks.failed} checks failed" if checks.failed else "all agree")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
