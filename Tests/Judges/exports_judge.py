"""Exports against the datasets they are made of: exports_judge.py RELEASE FOLDER

FOLDER has `<dataset>.csv.gz`, `.jsonl`, `.parquet` and `.xlsx` of every dataset, read by Python's csv
and json, by pyarrow and openpyxl, and compared cell by cell with what pyarrow reads of the
release; `journeys.xes`, `journeys.jsonocel`, `journeys.sqlite` and `event-log.csv`, from which pm4py
discovers what DuckDB computes from the datasets; and `intervals.csv`, which DuckDB recomputes. The
views of the release that count, rank and spread rows are compared with the same in Python.
"""

import contextlib
import csv
import datetime
import gzip
import io
import json
from collections import Counter
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pyarrow as arrow
import pyarrow.parquet as parquet
from published import COLUMNS, Release, Verdict, arguments, bucket, middle

with contextlib.redirect_stdout(io.StringIO()):
    import pm4py

# The rule of ProcessCells.swift.
STEPS = """
    CREATE TABLE steps AS
    WITH told AS (
      SELECT e.*, i.kind, i.started_at,
        CASE activity WHEN 'status' THEN coalesce(value, chr(0))
          ELSE coalesce(e.queue, chr(0)) || chr(1) || coalesce(e.agent, chr(0)) END AS observation
      FROM events AS e JOIN interactions AS i USING (interaction_id)),
    compared AS (
      SELECT *, lag(observation) OVER (PARTITION BY interaction_id, activity ORDER BY sequence)
        AS previous FROM told)
    SELECT journey_id, customer_id, interaction_id, sequence, occurred_at, agent, queue,
      kind || ' ' || CASE activity WHEN 'status' THEN coalesce(value, activity) ELSE activity END
        AS label,
      row_number() OVER (PARTITION BY journey_id
        ORDER BY occurred_at, started_at, interaction_id, sequence) AS position
    FROM compared
    WHERE activity NOT IN ('status', 'assigned') OR previous IS DISTINCT FROM observation
"""

# Offers by the rule of QueueVisit.swift.
INTERVALS = """
    WITH told AS (
      SELECT e.interaction_id, sequence, activity, occurred_at, e.channel, e.queue,
        coalesce(duration_ms, 0) AS lasted
      FROM events AS e JOIN interactions AS i USING (interaction_id)
      WHERE i.direction IS DISTINCT FROM 'outbound'),
    asked AS (
      SELECT *, lag(activity) OVER who AS before, lag(queue) OVER who AS queue_before
      FROM told WHERE activity IN ('queued', 'answered')
      WINDOW who AS (PARTITION BY interaction_id ORDER BY sequence)),
    beginnings AS (
      SELECT interaction_id, sequence, occurred_at, channel, queue,
        lead(sequence, 1, 1000000) OVER (PARTITION BY interaction_id ORDER BY sequence) AS until
      FROM asked
      WHERE before IS NULL OR (activity = 'queued'
        AND (before = 'answered' OR queue IS DISTINCT FROM queue_before))),
    moves AS (
      SELECT *, lag(activity) OVER (PARTITION BY interaction_id ORDER BY sequence) AS before
      FROM told WHERE activity IN ('queued', 'answered', 'transferred', 'ended')),
    turns AS (
      SELECT *, lead(occurred_at) OVER (PARTITION BY interaction_id ORDER BY sequence) AS stopped
      FROM moves WHERE activity <> 'answered' OR before IS DISTINCT FROM 'answered'),
    talks AS (
      SELECT b.interaction_id, b.sequence,
        sum((epoch_us(stopped) - epoch_us(t.occurred_at)) // 1000) AS talked
      FROM beginnings AS b JOIN turns AS t ON t.interaction_id = b.interaction_id
        AND t.sequence >= b.sequence AND t.sequence < b.until AND t.activity = 'answered'
      WHERE stopped IS NOT NULL GROUP BY ALL),
    works AS (
      SELECT interaction_id, lasted,
        (SELECT max(b.sequence) FROM beginnings AS b JOIN told AS a USING (interaction_id)
         WHERE b.interaction_id = t.interaction_id AND a.activity = 'answered'
           AND a.sequence < t.sequence AND a.sequence >= b.sequence AND a.sequence < b.until)
          AS sequence
      FROM told AS t WHERE t.activity = 'wrapped-up'),
    worked AS (
      SELECT interaction_id, sequence, sum(lasted) AS ms FROM works GROUP BY ALL),
    handled AS (
      SELECT interaction_id, sequence, talked + coalesce(worked.ms, 0) AS ms
      FROM talks LEFT JOIN worked USING (interaction_id, sequence)),
    visits AS (
      SELECT b.*, ms,
        bool_or(t.activity = 'answered') AS answered,
        bool_or(t.activity = 'ended') AND NOT bool_or(t.activity IN
          ('answered', 'voicemail', 'callback-requested', 'callback-promised')) AS abandoned
      FROM beginnings AS b JOIN told AS t ON t.interaction_id = b.interaction_id
        AND t.sequence >= b.sequence AND t.sequence < b.until
      LEFT JOIN handled AS h ON h.interaction_id = b.interaction_id AND h.sequence = b.sequence
      GROUP BY ALL),
    counted AS (
      SELECT time_bucket(INTERVAL (getvariable('minutes')) MINUTE, occurred_at) AS start,
        channel, coalesce(queue, '') AS queue, count(*) AS offered,
        count(*) FILTER (answered) AS answered, count(*) FILTER (abandoned) AS abandoned,
        sum(ms)::BIGINT AS ms, count(ms) AS handled,
        timezone(getvariable('zone'), start)::DATE AS day
      FROM visits GROUP BY ALL),
    spans AS (
      SELECT day, channel, queue, generate_series(
        min(start), max(start), INTERVAL (getvariable('minutes')) MINUTE) AS starts
      FROM counted GROUP BY day, channel, queue),
    ranges AS (SELECT day, channel, queue, unnest(starts) AS start FROM spans)
    SELECT epoch(start)::BIGINT, channel, queue, coalesce(offered, 0), coalesce(answered, 0),
      coalesce(abandoned, 0), (2 * ms + 100 * handled) // (200 * nullif(handled, 0))
    FROM ranges LEFT JOIN counted USING (day, channel, queue, start)
    ORDER BY day, channel, queue, start
"""


def connect(release):
    """The datasets of a release as DuckDB views."""
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute(f"SET VARIABLE release = '{release.folder}'")
    database.execute((release.folder / "views.sql").read_text(encoding="utf-8"))
    return database


def as_text(value, type_):
    """A cell as CSV has it, except instants, which are compared as instants."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if arrow.types.is_timestamp(type_):
        return value
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def from_text(text, type_):
    if arrow.types.is_timestamp(type_) and text:
        return datetime.datetime.fromisoformat(text)
    return text


def check_dataset(release, folder, name, verdict):
    table = release.table(name)
    whole = parquet.read_table(folder / f"{name}.parquet")
    verdict.expect(whole.equals(table), "tables of Parquet", name)
    types = {field.name: field.type for field in table.schema}
    with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    objects = [json.loads(line) for line in lines]
    verdict.expect_equal(rows[0], COLUMNS[name], "columns of CSV", name)
    verdict.expect_equal(len(rows) - 1, len(table), "rows of CSV", name)
    verdict.expect_equal(len(objects), len(table), "rows of JSON lines", name)
    for cells, values, record in zip(rows[1:], table.to_pylist(), objects):
        for column, cell in zip(COLUMNS[name], cells):
            value, type_ = values[column], types[column]
            verdict.expect_equal(
                from_text(cell, type_), as_text(value, type_), "cells of CSV", f"{name}.{column}")
            found = record[column]
            if isinstance(found, (dict, list)):
                value = json.loads(value)
            elif isinstance(value, datetime.date):
                value, found = as_text(value, type_), from_text(found, type_)
            verdict.expect_equal(found, value, "values of JSON lines", f"{name}.{column}")


def check_workbook(release, folder, name, verdict):
    """The sheet of a dataset: numbers, truth values and texts as they are, instants to 1 ms."""
    sheet = openpyxl.load_workbook(folder / f"{name}.xlsx", read_only=True)[name]
    rows = list(sheet.iter_rows(values_only=True))
    table = release.table(name)
    verdict.expect_equal(list(rows[0]), COLUMNS[name], "columns of workbooks", name)
    verdict.expect_equal(len(rows) - 1, len(table), "rows of workbooks", name)
    for cells, values in zip(rows[1:], table.to_pylist()):
        for column, found in zip(COLUMNS[name], cells + (None,) * len(COLUMNS[name])):
            value = values[column]
            if isinstance(value, datetime.datetime) and found is not None:
                apart = abs(found.replace(tzinfo=datetime.timezone.utc) - value)
                verdict.expect(apart <= datetime.timedelta(milliseconds=1),
                               "instants of workbooks", f"{name}.{column}: {found}, {value}")
                continue
            if isinstance(value, datetime.date):
                found = found.date()
            found = "" if found is None and value == "" else found
            verdict.expect(found == value and isinstance(found, bool) == isinstance(value, bool),
                           "cells of workbooks", f"{name}.{column}: {found!r}, {value!r}")


def graph_of(log):
    """Directly-follows pairs, starts, ends and variants that pm4py finds in a log."""
    with contextlib.redirect_stdout(io.StringIO()):
        pairs, starts, ends = pm4py.discover_dfg(log)
        variants = pm4py.get_variants(log)
    variants = {key: len(value) if isinstance(value, list) else value
                for key, value in variants.items()}
    return {"pairs": dict(pairs), "starts": dict(starts), "ends": dict(ends),
            "variants": variants}


def expected_graph(database):
    """The same from the datasets, by DuckDB."""
    traces = database.execute(
        "SELECT list(label ORDER BY position) FROM steps GROUP BY journey_id").fetchall()
    traces = [tuple(trace) for (trace,) in traces]
    pairs = database.execute("""
        SELECT label, following, count(*) FROM (
          SELECT label, lead(label) OVER (PARTITION BY journey_id ORDER BY position) AS following
          FROM steps) WHERE following IS NOT NULL GROUP BY ALL""").fetchall()
    return {"pairs": {(first, second): count for first, second, count in pairs},
            "starts": dict(Counter(trace[0] for trace in traces)),
            "ends": dict(Counter(trace[-1] for trace in traces)),
            "variants": dict(Counter(traces))}


def check_logs(folder, database, verdict):
    database.execute(STEPS)
    expected = expected_graph(database)
    verdict.expect(len(expected["pairs"]) > 3, "too few pairs to judge by")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        xes = pm4py.read_xes(str(folder / "journeys.xes"))
        table = pandas.read_csv(folder / "event-log.csv", keep_default_na=False)
        table["timestamp"] = pandas.to_datetime(table["timestamp"], format="ISO8601")
        table = pm4py.format_dataframe(
            table, case_id="case_id", activity_key="activity", timestamp_key="timestamp")
        ocels = {"OCEL": pm4py.read_ocel2_json(str(folder / "journeys.jsonocel")),
                 "OCEL in SQLite": pm4py.read_ocel2_sqlite(str(folder / "journeys.sqlite"))}
    for name, log in ("XES", xes), ("the event table", table):
        found = graph_of(log)
        for part, value in expected.items():
            verdict.expect_equal(found[part], value, f"{part} of {name}")
    steps = database.execute("""
        SELECT interaction_id || '-' || sequence, journey_id, label, epoch_us(occurred_at), agent,
          queue, interaction_id, customer_id FROM steps""").fetchall()
    for name, ocel in ocels.items():
        check_ocel(name, ocel, steps, verdict)
    journeys = [row for ocel in ocels.values() for row in ocel.objects.to_dict("records")
                if row["ocel:type"] == "journey"]
    statuses = dict(database.execute("SELECT journey_id, status FROM journeys").fetchall())
    for journey in journeys:
        verdict.expect_equal(journey["status"], statuses[journey["ocel:oid"]], "statuses of OCEL")
    verdict.expect_equal(len(journeys), 2 * len(statuses), "number of journeys of OCEL")
    resources = Counter(table["resource"])
    verdict.expect_equal(
        resources, Counter(step[4] or "" for step in steps), "resources of the event table")


def check_ocel(name, ocel, steps, verdict):
    """Events, their instants and labels, and the objects they concern."""
    micros = lambda column: (column - pandas.Timestamp(0, tz="UTC")) // pandas.Timedelta("1us")
    found = {(row[0], row[1], row[2]) for row in zip(
        ocel.events["ocel:eid"], ocel.events["ocel:activity"],
        micros(pandas.to_datetime(ocel.events["ocel:timestamp"], utc=True)))}
    verdict.expect_equal(found, {(step[0], step[2], step[3]) for step in steps}, f"events of {name}")
    relations = {(row[0], row[1], row[2]) for row in zip(
        ocel.relations["ocel:eid"], ocel.relations["ocel:oid"], ocel.relations["ocel:type"])}
    expected = set()
    for event, journey, _, _, agent, queue, interaction, customer in steps:
        expected |= {(event, journey, "journey"), (event, interaction, "interaction"),
                     (event, customer, "customer")}
        expected |= {(event, "agent:" + agent, "agent")} if agent else set()
        expected |= {(event, "queue:" + queue, "queue")} if queue else set()
    verdict.expect_equal(relations, expected, f"relations of {name}")
    verdict.expect(set(ocel.objects["ocel:oid"]) >= {oid for _, oid, _ in expected},
                   f"objects that events of {name} name are missing")


def check_intervals(release, folder, database, verdict):
    with open(folder / "intervals.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    verdict.expect(rows, "no interval")
    minutes = rows[0]["minutes"]
    database.execute(f"SET VARIABLE minutes = {minutes}")
    database.execute(f"SET VARIABLE zone = '{release.manifest['time_zone']}'")
    expected = [tuple(row) for row in database.execute(INTERVALS).fetchall()]
    found = []
    for row in rows:
        start = datetime.datetime.fromisoformat(row["interval"])
        aht = round(float(row["aht_s"]) * 10) if row["aht_s"] else None
        found.append((int(start.timestamp()), row["channel"], row["queue"], int(row["offered"]),
                      int(row["answered"]), int(row["abandoned"]), aht))
    for index, pair in enumerate(zip(found, expected)):
        verdict.expect_equal(*pair, "intervals", f"line {index + 2}")
    verdict.expect_equal(len(found), len(expected), "number of intervals")


def check_views(release, database, verdict):
    """Findings that count, percentiles of waits, and journeys with their steps side by side."""
    findings = [row for row in release.rows("findings") if row["suppressed_by"] is None]
    (count,) = database.execute("SELECT count(*) FROM counted_findings").fetchone()
    verdict.expect_equal(count, len(findings), "findings that count")
    rows = release.rows("interactions")
    waits = sorted(bucket(row["wait_ms"]) for row in rows if row["wait_ms"] is not None)
    for permille in 1, 500, 900, 999, 1000:
        (found,) = database.execute("""
            SELECT percentile(histogram, ?) FROM (SELECT string_agg(histogram, ' ') AS histogram
              FROM measures WHERE measure = 'wait')""", [permille]).fetchone()
        expected = middle(waits[-(-len(waits) * permille // 1000) - 1])
        verdict.expect_equal(found, expected, "percentiles of waits", permille)
    found = database.execute("SELECT * FROM journeys_wide")
    names = [column[0] for column in found.description]
    wide = [dict(zip(names, row)) for row in found.fetchall()]
    wide = {row["journey_id"]: row for row in wide}
    verdict.expect_equal(len(wide), release.table("journeys").num_rows, "wide journeys")
    for row in rows:
        if row["step"] <= 8:
            for column in "kind", "channel", "queue", "outcome", "wait_ms":
                found = wide[row["journey_id"]][f"step_{row['step']}_{column}"]
                verdict.expect_equal(found, row[column], "steps of wide journeys", column)


def main():
    folder, exports = arguments("exports_judge.py RELEASE FOLDER")
    release, exports, verdict = Release(folder), Path(exports), Verdict()
    for name in COLUMNS:
        check_dataset(release, exports, name, verdict)
        check_workbook(release, exports, name, verdict)
    database = connect(release)
    check_logs(exports, database, verdict)
    check_intervals(release, exports, database, verdict)
    check_views(release, database, verdict)
    verdict.end("all exports agree with the datasets")


if __name__ == "__main__":
    main()
