"""A published release as the judges see it: tables by name, files by path, no product code."""

import json
import sys
from pathlib import Path

import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.parquet as parquet

# The columns of every dataset, in order; UNDATED tables have no `date=` folders.
COLUMNS = {
    "interactions": """interaction_id journey_id customer_id step system instance source native_id
        kind channel origin direction started_at answered_at ended_at queue agent team reason
        reason_basis outcome resolved wait_ms ivr_ms hold_ms talk_ms wrap_ms first_response_ms
        transfers holds messages_in messages_out reopens reassignments cost csat nps ces quality
        link_basis link_confidence linked_to persona stage record_id""".split(),
    "events": """customer_id journey_id interaction_id sequence activity occurred_at channel queue agent actor
        value duration_ms record_id""".split(),
    "journeys": """journey_id customer_id started_at ended_at status resolution_basis reason persona
        stage first_channel last_channel path variant_id interactions channels channel_switches
        transfers repeat_contacts prior_steps wait_ms customer_active_ms elapsed_ms agent_ms cost
        effort_score effort_band findings csat nps converted revenue provisional capped""".split(),
    "findings": """finding_id detector journey_id interaction_id system native_id customer_id occurred_at
        place severity points customer_active_ms customer_elapsed_ms agent_ms cost avoidable confidence
        message evidence suppressed_by""".split(),
    "measures": """date measure channel reason queue persona numerator denominator unit histogram
        customers provisional""".split(),
    "customers": """customer_id persona first_seen last_seen interactions journeys channels
        preferred_channel identifiers attributes anonymous""".split(),
    "rejects": "system source record_id code column message hint excerpt_redacted".split(),
}
UNDATED = {"customers", "rejects"}


class Release:
    """The tables and documents of one release folder."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.manifest = self.document("manifest.json")

    def document(self, name):
        """A JSON document of the release."""
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def files(self, table):
        """The Parquet files of a table, in path order."""
        return sorted((self.folder / "datasets" / table).glob("**/*.parquet"))

    def table(self, name):
        """All rows of a table; an empty table of the right columns if no file holds any."""
        parts = [parquet.read_table(file, partitioning=None) for file in self.files(name)]
        if not parts:
            return arrow.table({column: [] for column in COLUMNS[name]})
        return arrow.concat_tables(parts)

    def rows(self, name):
        """All rows of a table as dictionaries, instants as whole microseconds."""
        return instants_as_numbers(self.table(name)).to_pylist()


def instants_as_numbers(table):
    """The same table with timestamps as microseconds since 1970."""
    for index, field in enumerate(table.schema):
        if arrow.types.is_timestamp(field.type):
            column = compute.cast(table.column(index), arrow.timestamp("us", field.type.tz))
            table = table.set_column(index, field.name, column.cast(arrow.int64()))
    return table


def bucket(value):
    """The log-linear bucket of a value: exact to 127, then 64 to every power of two."""
    if value < 128:
        return value
    exponent = value.bit_length() - 7
    return 128 + 64 * (exponent - 1) + (value >> exponent) - 64


def middle(place):
    """The value a bucket stands for: the middle of the values it holds."""
    def lowest(place):
        exponent = (place - 128) // 64 + 1
        return place if place < 128 else ((place - 128) % 64 + 64) << exponent

    return (lowest(place) + lowest(place + 1) - 1) // 2


class Verdict:
    """Collects disagreements, prints the first of each kind and ends the program."""

    SHOWN = 10

    def __init__(self):
        self.problems = {}

    def expect(self, holds, kind, detail=""):
        """Notes a disagreement of a kind unless the condition holds."""
        if not holds:
            self.problems.setdefault(kind, []).append(str(detail))
        return bool(holds)

    def expect_equal(self, found, expected, kind, detail=""):
        """Notes a disagreement of a kind unless both are equal."""
        return self.expect(found == expected, kind, f"{detail}: {found!r}, expected {expected!r}")

    def end(self, agreement):
        """Prints the agreement and exits 0, or every kind of disagreement and exits 1."""
        for kind, details in self.problems.items():
            print(f"{kind} ({len(details)}):")
            for detail in details[:self.SHOWN]:
                print(f"  {detail}")
        if not self.problems:
            print(agreement)
        sys.exit(1 if self.problems else 0)


def arguments(usage):
    """The command line's arguments; prints the usage and exits 64 if their number is wrong."""
    wanted = usage.split()[1:]
    given = sys.argv[1:]
    is_enough = len(given) == len(wanted) or (usage.endswith("…") and len(given) >= len(wanted))
    if not is_enough:
        print(f"usage: {usage}", file=sys.stderr)
        sys.exit(64)
    return given
