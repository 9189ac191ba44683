"""The real ServiceNow log, recomputed: servicenow_judge.py RELEASE LOG.gz

Reads the log with Python's own csv module, follows every incident row by row and compares with
the release's interactions, events and vendor checks. The release must have been made with the
zone Europe/London and no other input.
"""

import csv
import gzip
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from published import Release, Verdict, arguments

LONDON = ZoneInfo("Europe/London")
STATES = {
    "New": "new", "Active": "open", "Resolved": "solved", "Closed": "closed",
    "Awaiting User Info": "pending",
}
SETTLED = {"solved", "closed"}
# Agreement with the vendor's counters, measured on this log; the issue asks for 20,760 and 20,600.
AGREED_REOPENS, AGREED_REASSIGNMENTS = 20_768, 20_688


def instants(text):
    """The microseconds a local time may mean: two where clocks go back."""
    day, clock = text.split(" ")
    date = [int(part) for part in reversed(day.split("/"))]
    hour, minute = (int(part) for part in clock.split(":"))
    local = datetime(*date, hour, minute, tzinfo=LONDON)
    return {
        int(local.replace(fold=fold).astimezone(timezone.utc).timestamp()) * 1_000_000
        for fold in (0, 1)
    }


def local_minute(text):
    """A sort key of the local time."""
    day, clock = text.split(" ")
    return [int(part) for part in reversed(day.split("/"))], [int(p) for p in clock.split(":")]


def known(text):
    """A cell, or nothing where the log writes its null marker."""
    return None if text in ("?", "") else text


class Incident:
    """One incident as its rows tell it, in order of instant and modification count."""

    def __init__(self, rows):
        rows.sort(key=lambda row: (local_minute(row["sys_updated_at"]), int(row["sys_mod_count"])))
        states = [STATES.get(row["incident_state"], "on-hold") for row in rows]
        groups = [row["assignment_group"] for row in rows]
        self.rows = rows
        self.state = states[-1]
        self.reopens = sum(a in SETTLED and b not in SETTLED for a, b in zip(states, states[1:]))
        self.reassignments = sum(a != b for a, b in zip(groups, groups[1:]))
        self.queue = known(groups[-1])
        self.callers = {row["caller_id"] for row in rows} - {"?", ""}
        self.vendor_reopens = int(rows[-1]["reopen_count"])
        self.vendor_reassignments = int(rows[-1]["reassignment_count"])
        stamps = [row["sys_updated_at"] for row in rows] + [row["opened_at"] for row in rows]
        self.started = instants(min(stamps, key=local_minute))
        self.ended = self._settled_since(states)
        self.breached = any(row["made_sla"] == "false" for row in rows)

    def _settled_since(self, states):
        """Since when the incident has been settled without a break; None while it is not."""
        if states[-1] not in SETTLED:
            return None
        first = len(states) - 1
        while first > 0 and states[first - 1] in SETTLED:
            first -= 1
        return instants(self.rows[first]["sys_updated_at"])


def read_incidents(path):
    by_number = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as log:
        for row in csv.DictReader(log):
            by_number.setdefault(row["number"], []).append(row)
    return {number: Incident(rows) for number, rows in by_number.items()}


def check_interactions(rows, incidents, verdict):
    found = {row["native_id"]: row for row in rows}
    verdict.expect_equal(len(found), len(rows), "interactions with distinct native ids")
    verdict.expect_equal(set(found) ^ set(incidents), set(), "incidents on one side only")
    for number in sorted(set(found) & set(incidents)):
        row, incident = found[number], incidents[number]
        for column in "reopens", "reassignments", "queue":
            verdict.expect_equal(row[column], getattr(incident, column), column, number)
        verdict.expect(row["started_at"] in incident.started, "started_at",
                       f"{number}: {row['started_at']}, expected {incident.started}")
        ended = incident.ended or {None}
        verdict.expect(row["ended_at"] in ended, "ended_at",
                       f"{number}: {row['ended_at']}, expected {ended}")
        verdict.expect_equal(row["resolved"], incident.state in SETTLED, "resolved", number)
        verdict.expect_equal((row["kind"], row["channel"]), ("ticket", "ticket"), "kinds", number)


def check_customers(rows, incidents, verdict):
    """Incidents of one caller, and only those, belong to one customer.

    A few incidents name two callers: they may be either's, and must not make one of both.
    """
    customers, callers = {}, {}
    for row in rows:
        named = incidents[row["native_id"]].callers
        if len(named) == 1:
            (caller,) = named
            customers.setdefault(caller, set()).add(row["customer_id"])
            callers.setdefault(row["customer_id"], set()).add(caller)
    for caller, ids in customers.items():
        verdict.expect_equal(len(ids), 1, "customers of one caller", caller)
    for customer, names in callers.items():
        verdict.expect_equal(len(names), 1, "callers of one customer", customer)


def check_events(release, incidents, verdict):
    """Every incident's last state and first breach are among its events."""
    interactions = release.table("interactions")
    numbers = dict(zip(interactions.column("interaction_id").to_pylist(),
                       interactions.column("native_id").to_pylist()))
    events = release.table("events").select(["interaction_id", "sequence", "activity", "value"])
    last, breached = {}, set()
    for row in events.to_pylist():
        number = numbers[row["interaction_id"]]
        if row["activity"] == "status":
            last[number] = max(last.get(number, (0, "")), (row["sequence"], row["value"]))
        elif row["activity"] == "sla-breached":
            breached.add(number)
    for number, incident in incidents.items():
        verdict.expect_equal(last.get(number, (0, None))[1], incident.state, "last states", number)
        verdict.expect_equal(number in breached, incident.breached, "breaches", number)


def check_vendor_counters(rows, incidents, verdict):
    reopens = sum(row["reopens"] == incidents[row["native_id"]].vendor_reopens for row in rows)
    reassignments = sum(
        row["reassignments"] == incidents[row["native_id"]].vendor_reassignments for row in rows)
    verdict.expect(reopens >= AGREED_REOPENS, "agreement with reopen_count", reopens)
    verdict.expect(
        reassignments >= AGREED_REASSIGNMENTS, "agreement with reassignment_count", reassignments)
    return reopens, reassignments


def main():
    folder, log = arguments("servicenow_judge.py RELEASE LOG.gz")
    release, incidents, verdict = Release(folder), read_incidents(log), Verdict()
    rows = release.rows("interactions")
    check_interactions(rows, incidents, verdict)
    rows = [row for row in rows if row["native_id"] in incidents]
    check_customers(rows, incidents, verdict)
    check_events(release, incidents, verdict)
    reopens, reassignments = check_vendor_counters(rows, incidents, verdict)
    verdict.end(f"{len(rows)} incidents agree; reopen_count on {reopens}, "
                f"reassignment_count on {reassignments}")


if __name__ == "__main__":
    main()
