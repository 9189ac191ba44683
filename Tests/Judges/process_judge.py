"""The report's process map against pm4py: process_judge.py RELEASE

Makes an event log of the published events by the rule in ProcessCells.swift, has pm4py
discover the directly-follows graph, and compares every activity and arrow the report shows. An
arrow that is not shown must be taken by fewer journeys than those that are, or by fewer customers
than a published group has; one that is shown by no fewer.
"""

import contextlib
import io

import pandas
from published import Release, Verdict, arguments, bucket, instants_as_numbers, middle

with contextlib.redirect_stdout(io.StringIO()):
    import pm4py

START, END = "start", "end"


def event_log(release):
    """The events of journeys in order, labelled, without observations that change nothing."""
    interactions = instants_as_numbers(
        release.table("interactions").select(["interaction_id", "kind", "started_at"])).to_pandas()
    events = instants_as_numbers(
        release.table("events").select(
            ["journey_id", "interaction_id", "sequence", "activity", "occurred_at", "queue", "agent",
             "value"])).to_pandas()
    journeys = release.table("journeys").select(["journey_id", "customer_id"]).to_pandas()
    log = events.merge(interactions, on="interaction_id").merge(
        journeys, on="journey_id").sort_values(
        ["interaction_id", "sequence"])
    log = log[is_change(log, "status", ["value"]) & is_change(log, "assigned", ["queue", "agent"])]
    is_status = (log["activity"] == "status") & log["value"].notna()
    log["label"] = log["kind"] + " " + log["activity"].mask(is_status, log["value"])
    log = log.sort_values(
        ["journey_id", "occurred_at", "started_at", "interaction_id", "sequence"], ignore_index=True)
    # pm4py orders by time alone; a second for every event keeps events of one instant in order.
    log["order"] = pandas.Timestamp("1970-01-01", tz="UTC") + pandas.to_timedelta(
        log.index.astype("int64"), unit="s")
    return log


def is_change(log, activity, fields):
    """False for observations equal to the previous of their activity in the interaction."""
    observed = log[log["activity"] == activity]
    texts = observed[fields].astype("object").where(observed[fields].notna(), "\0")
    joined = texts.agg("\1".join, axis=1) if len(texts) else pandas.Series(dtype="object")
    previous = joined.groupby(observed["interaction_id"]).shift()
    changed = pandas.Series(True, index=log.index)
    changed[observed.index] = (joined != previous).to_numpy()
    return changed


def discover(log):
    """Counts of pairs by pm4py, with the artificial start and end."""
    formatted = pm4py.format_dataframe(
        log[["journey_id", "label", "order"]].copy(), case_id="journey_id", activity_key="label",
        timestamp_key="order")
    with contextlib.redirect_stdout(io.StringIO()):
        pairs, starts, ends = pm4py.discover_dfg(formatted)
    graph = dict(pairs)
    graph.update({(START, label): count for label, count in starts.items()})
    graph.update({(label, END): count for label, count in ends.items()})
    return graph


def measured(log):
    """For every pair the journeys and customers that take it and the milliseconds between."""
    log = log.copy()
    journeys = log.groupby("journey_id")
    log["next"] = journeys["label"].shift(-1).fillna(END)
    log["between"] = (journeys["occurred_at"].shift(-1) - log["occurred_at"]) // 1000
    first = log.drop_duplicates("journey_id").assign(next=lambda rows: rows["label"], label=START)
    steps = pandas.concat([log, first]).groupby(["label", "next"])
    taken = steps["journey_id"].nunique().to_dict()
    customers = steps["customer_id"].nunique().to_dict()
    times = log[log["next"] != END].groupby(["label", "next"])["between"].apply(list).to_dict()
    return taken, customers, times


def median(values):
    """The median as the report's histograms give it."""
    ordered = sorted(bucket(max(int(value), 0)) for value in values)
    return middle(ordered[max(-(-len(ordered) * 500 // 1000), 1) - 1])


def shown_tables(release):
    tables = {table["id"]: table for table in release.document("report/summary.json")["tables"]}
    for name in "process-edges", "process-activities":
        columns = [column["name"] for column in tables[name]["columns"]]
        yield [dict(zip(columns, row)) for row in tables[name]["rows"]]


def check_edges(shown, graph, log, minimum, verdict):
    taken, customers, times = measured(log)
    pairs = {(row["from"], row["to"]): row for row in shown}
    verdict.expect(pairs or not graph, "no arrow is shown")
    for pair, row in pairs.items():
        verdict.expect_equal(row["count"], graph.get(pair), "counts of arrows", pair)
        expected = median(times[pair]) if pair in times else None
        verdict.expect_equal(row["median_ms"], expected, "median times", pair)
        verdict.expect(customers[pair] >= minimum, "arrows of too few customers", pair)
    # The strongest way in and out of an activity is drawn even below the threshold.
    lifelines = {pair for pair in pairs
                 if sum(other[0] == pair[0] for other in pairs) == 1
                 or sum(other[1] == pair[1] for other in pairs) == 1}
    least = min((taken[pair] for pair in pairs if pair in taken and pair not in lifelines),
                default=float("inf"))
    for pair, journeys in taken.items():
        if pair not in pairs and pair[0] != pair[1] and customers[pair] >= minimum:
            verdict.expect(journeys < least, "arrows left out though more journeys take them",
                           f"{pair}: {journeys}, shown from {least}")


def check_activities(shown, graph, log, minimum, verdict):
    """Counts of activities, and of their direct repeats unless too few customers have them."""
    _, customers, _ = measured(log)
    counts = log["label"].value_counts().to_dict()
    for row in shown:
        name = row["activity"]
        verdict.expect_equal(row["count"], counts.get(name), "counts of activities", name)
        repeats = graph.get((name, name), 0) if customers.get((name, name), 0) >= minimum else 0
        verdict.expect_equal(row["repeats"], repeats, "direct repeats", name)


def main():
    (folder,) = arguments("process_judge.py RELEASE")
    release, verdict = Release(folder), Verdict()
    log = event_log(release)
    graph = discover(log)
    edges, activities = shown_tables(release)
    minimum = release.document("report/summary.json")["minimum_group"]
    check_edges(edges, graph, log, minimum, verdict)
    check_activities(activities, graph, log, minimum, verdict)
    verdict.end(f"{len(edges)} arrows and {len(activities)} activities agree with pm4py")


if __name__ == "__main__":
    main()
