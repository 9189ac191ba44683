"""The traced customer against what was written by hand: trace_judge.py RELEASE

Fixtures/center/expected holds every row of every dataset as docs/ARCHITECTURE.md derives it. Ids are
hashes there, labels here: an interaction is called by its native id, a journey by its first
interaction, a customer by their first interaction or, without one, by what is known of them.
Histograms are written as the values that were measured. Prints every difference, cell by cell.
"""

import csv
import gzip
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyarrow.parquet as parquet
from published import COLUMNS, Release, Verdict, arguments, bucket

CENTER = Path(__file__).resolve().parent.parent.parent / "Fixtures" / "center"
EXPECTED = CENTER / "expected"

# Columns that are hashes without a label.
DROPPED = {
    "interactions": {"interaction_id", "record_id"}, "events": {"record_id"},
    "journeys": {"variant_id"}, "findings": {"finding_id"}, "measures": set(), "customers": set(),
    "rejects": {"record_id", "hint", "excerpt_redacted"},
}
# The columns that name a row, for a readable difference.
KEYS = {
    "interactions": ["native_id"], "events": ["interaction_id", "sequence"],
    "journeys": ["journey_id"], "findings": ["native_id", "detector", "occurred_at"],
    "measures": ["date", "measure", "channel", "reason", "queue"],
    "customers": ["customer_id"], "rejects": ["source", "code"],
}


class Labels:
    """Readable names of the release's ids."""

    def __init__(self, release):
        rows = release.rows("interactions")
        rows.sort(key=lambda row: (row["started_at"], row["native_id"]))
        self.interactions = {row["interaction_id"]: row["native_id"] for row in rows}
        self.journeys = {row["journey_id"]: row["native_id"] for row in rows if row["step"] == 1}
        self.customers = {}
        for row in rows:
            self.customers.setdefault(row["customer_id"], row["native_id"])
        for row in release.rows("customers"):
            known = "profile " + row["identifiers"]
            self.customers.setdefault(row["customer_id"], known)

    def row(self, table, row):
        """A row of the release as the expected files write it."""
        texts = {}
        for column in COLUMNS[table]:
            if column not in DROPPED[table]:
                texts[column] = self.cell(table, column, row[column])
        return texts

    def cell(self, table, column, value):
        if value is None:
            return ""
        if column == "evidence":
            return "; ".join(f"{fact['field']}={fact['value']}" for fact in json.loads(value))
        if table == "measures" and column == "customers":
            return " ".join(sorted(self.customers[customer] for customer in json.loads(value)))
        if column in ("interaction_id", "linked_to"):
            return self.interactions[value]
        if column == "journey_id":
            return self.journeys[value]
        if column == "customer_id":
            return self.customers[value]
        if column in ("first_seen", "last_seen") or column.endswith("_at"):
            return instant(value)
        return str(value).lower() if isinstance(value, bool) else str(value)


def instant(microseconds):
    """An instant as the expected files write it."""
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=microseconds)
    text = at.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{at.microsecond // 1000:03}" if at.microsecond else "") + "Z"


def histogram(values):
    """The stored form of measured values."""
    counts = {}
    for value in values.split():
        place = bucket(int(value))
        counts[place] = counts.get(place, 0) + 1
    return " ".join(f"{place}:{counts[place]}" for place in sorted(counts))


def read_expected(table):
    with open(EXPECTED / f"{table}.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if table == "measures":
        for row in rows:
            row["histogram"] = histogram(row["histogram"])
    return rows


def compare(table, found, expected, verdict):
    """Every cell of every row, matched by the row's key."""
    key = KEYS[table]
    named = {tuple(row[column] for column in key): row for row in found}
    wanted = {tuple(row[column] for column in key): row for row in expected}
    verdict.expect_equal(len(named), len(found), f"{table}: keys that are not unique")
    for name in sorted(set(wanted) - set(named)):
        verdict.expect(False, f"{table}: rows that are missing", name)
    for name in sorted(set(named) - set(wanted)):
        verdict.expect(False, f"{table}: rows nobody expects", f"{name}: {named[name]}")
    for name in sorted(set(named) & set(wanted)):
        for column in wanted[name]:
            verdict.expect_equal(
                named[name].get(column), wanted[name][column], f"{table}: cells that differ",
                f"{' '.join(name)}, {column}")
        for column in set(named[name]) - set(wanted[name]):
            verdict.expect(False, f"{table}: columns nobody expects", column)


def check_rejected_bytes(release, expected, verdict):
    """Every rejected record is at the byte where it was put."""
    places = {}
    for file in sorted((release.folder / "provenance" / "lineage").glob("**/*.parquet")):
        for row in parquet.read_table(file, partitioning=None).to_pylist():
            place = (Path(row["input"]).name, row["byte_offset"], row["byte_length"])
            places.setdefault(row["record_id"], set()).add(place)
    found = {
        (row["code"], *place) for row in release.rows("rejects") for place in places.get(row["record_id"], {("nowhere", 0, 0)})
    }
    wanted = {
        (row["code"], row["file"], int(row["byte_offset"]), int(row["byte_length"]))
        for row in expected
    }
    verdict.expect_equal(sorted(found), sorted(wanted), "places of rejected records")
    for row in release.rows("rejects"):
        shown = {letter for letter in row["excerpt_redacted"] if letter.isalnum()}
        verdict.expect(shown <= {"x", "9"}, "excerpts that show values", shown)


def check_packed_exports(verdict):
    """The gzip files hold the readable texts, byte for byte."""
    for plain in sorted((CENTER / "plain").iterdir()):
        packed = gzip.decompress((CENTER / "exports" / "connect" / f"{plain.name}.gz").read_bytes())
        verdict.expect(packed == plain.read_bytes(), "packed exports that differ", plain.name)


def main():
    (folder,) = arguments("trace_judge.py RELEASE")
    release, verdict = Release(folder), Verdict()
    labels = Labels(release)
    check_packed_exports(verdict)
    compared = 0
    for table in COLUMNS:
        expected = read_expected(table)
        if table == "rejects":
            check_rejected_bytes(release, expected, verdict)
            for row in expected:
                for column in "file", "byte_offset", "byte_length":
                    del row[column]
        found = [labels.row(table, row) for row in release.rows(table)]
        if table == "measures":
            # Ten measures are written by hand; all others are measures_judge.py's.
            written = {row["measure"] for row in expected}
            found = [row for row in found if row["measure"] in written]
        compare(table, found, expected, verdict)
        compared += len(expected)
    verdict.end(f"{compared} rows of seven datasets agree with what was written by hand")


if __name__ == "__main__":
    main()
