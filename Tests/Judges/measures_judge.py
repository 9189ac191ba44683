"""The measures of a release against their definitions in SQL: measures_judge.py RELEASE [PRICES]

Every definition of docs/measures.md that the published interactions, events, journeys and findings
can tell is said here once more, by DuckDB, with the defaults; every daily cell must agree in
numerator, denominator, histogram and whether it is provisional. PRICES is a JSON object with the
configured costs in minor units; with it every published cost is recomputed.
"""

import json
import re
import sys

from contact_views import open_release
from published import Release, Verdict

SECOND, HOUR, DAY = 1_000_000, 3_600_000_000, 86_400_000_000  # microseconds

VIEWS = """
CREATE VIEW m AS SELECT c.*, coalesce(q.at_, c.started_at) AS queued_at,
    coalesce(q.queue_, c.queue) AS queued_queue, q.at_ IS NOT NULL AS queued, u.known,
    date_part('epoch', zone_day(c.started_at)) AS day
  FROM c LEFT JOIN (SELECT interaction_id, arg_min(occurred_at, sequence) AS at_,
      first(queue ORDER BY sequence) AS queue_ FROM e WHERE activity = 'queued' GROUP BY 1) AS q
    USING (interaction_id)
  LEFT JOIN (SELECT customer_id, NOT anonymous AS known FROM u) AS u
    USING (customer_id);
CREATE VIEW a AS SELECT *, lead(started_at) OVER same AS next_same, lag(started_at) OVER same
    AS last_same, lead(started_at) OVER every AS next_any, lag(started_at) OVER every AS last_any
  FROM m WHERE contact
  WINDOW same AS (PARTITION BY customer_id, reason ORDER BY place),
    every AS (PARTITION BY customer_id ORDER BY place);
CREATE VIEW s AS SELECT * FROM (SELECT interaction_id, occurred_at AS at_, sequence, value,
    value IN ('solved', 'closed') AS done, lag(value IN ('solved', 'closed')) OVER w AS was,
    lead(occurred_at) OVER w AS next_at FROM e
  WHERE activity = 'status' AND value IN ('new', 'open', 'pending', 'on-hold', 'solved', 'closed')
  WINDOW w AS (PARTITION BY interaction_id ORDER BY sequence));
CREATE VIEW settled AS SELECT interaction_id, min(at_) AS first_at, max(at_) AS last_at
  FROM s WHERE done AND NOT coalesce(was, false) GROUP BY 1;
CREATE VIEW t AS SELECT m.*, settled.first_at, settled.last_at, (SELECT count(*) FROM e
    WHERE e.interaction_id = m.interaction_id AND activity = 'message-out'
      AND coalesce(actor, 'agent') = 'agent') AS replies
  FROM m JOIN settled USING (interaction_id);
CREATE VIEW closed AS SELECT * FROM t WHERE resolved;
CREATE VIEW g AS SELECT j.*, first_channel AS channel, NULL::VARCHAR AS queue FROM j;
"""

CHANNELS = "channel IN ('voice', 'ivr', 'chat', 'message')"
TARGET = "CASE WHEN channel IN ('chat', 'message') THEN 60000 ELSE 20000 END"
QUEUED = {"at": "queued_at", "queue": "queued_queue"}
SETTLED = {"at": "last_at"}


def count(table="m", where="true", value="1", weight="1", at="started_at", queue="queue", final=-1):
    """What is counted: the rows of a table, filed at an instant and a queue."""
    return (f"SELECT {at} AS filed, channel, reason, {queue} AS queue, persona, {value} AS value, "
            f"{weight} AS weight, {final} AS final, NULL::BIGINT AS measured "
            f"FROM {table} WHERE {where}")


def share(condition, **options):
    """Rows that fulfil a condition, of all rows."""
    return count(value=f"(coalesce({condition}, false))::INT", **options)


def measured(value, where="true", **options):
    """A measured number of the rows that have it."""
    rows = count(value=value, where=f"({where}) AND {value} IS NOT NULL", **options)
    return f"SELECT * REPLACE (value AS measured) FROM ({rows})"


def level(numerator, where):
    """A formula of service level."""
    answered = "answered_at IS NOT NULL"
    given_up = "answered_at IS NULL AND outcome = 'abandoned'"
    fill = {"answered": answered, "given_up": given_up, "intime": f"wait_ms <= {TARGET}"}
    return share(numerator.format(**fill), **QUEUED, where=(
        f"queued AND wait_ms IS NOT NULL AND {CHANNELS} AND ({where.format(**fill)})"))


def met(activities, final=-1, known="true"):
    """Who met a machine, for containment."""
    return {"final": final, "where": f"""NOT "open" AND coalesce(direction, '') <> 'outbound'
        AND {known} AND EXISTS (SELECT 1 FROM e WHERE e.interaction_id = m.interaction_id
          AND activity IN ({activities}))"""}


def first_resolution(days, next_start="next_same", where="true"):
    """First contact resolution: nothing follows, and the source does not say it failed."""
    return share(
        f"coalesce({next_start} - started_at > {days * DAY} + 999, true)", table="a", final=days,
        where=f"known AND coalesce(outcome, '') NOT IN ('abandoned', 'missed', 'open') AND {where}")


def states(words):
    """The time of settled tickets in some states, until their last settlement."""
    names = ", ".join(f"'{word}'" for word in words)
    return measured(f"""(SELECT coalesce(sum((least(next_at, last_at) - at_) // 1000), 0) FROM s
        WHERE s.interaction_id = closed.interaction_id AND at_ < last_at AND value IN ({names}))""",
        table="closed", **SETTLED)


FOLLOWED = f"""EXISTS (SELECT 1 FROM (SELECT min(place) AS place FROM m AS o
    WHERE o.customer_id = m.customer_id AND o.place > m.place AND o.contact) AS n
  JOIN m AS o ON o.customer_id = m.customer_id AND o.place = n.place
  WHERE greatest(o.started_at - m.last_moment, 0) < {DAY} + 1000)"""
MENU, BOT = "'ivr-entered', 'ivr-selected'", "'bot-message'"
MESSAGES = "messages_in + messages_out > 0"
PROVISIONAL = "CASE WHEN provisional THEN 16777216 ELSE -1 END"
PENDING = "CASE WHEN status = 'open' AND provisional THEN 16777216 ELSE -1 END"
UNRESOLVED = "CASE WHEN status <> 'resolved' AND provisional THEN 16777216 ELSE -1 END"


def resolved_journeys(value):
    """A number of resolved journeys; those that time alone may resolve make a day provisional."""
    return f"""SELECT started_at AS filed, channel, reason, queue, persona,
        CASE WHEN status = 'resolved' THEN {value} ELSE 0 END AS value,
        (status = 'resolved')::INT AS weight, {UNRESOLVED} AS final,
        CASE WHEN status = 'resolved' THEN {value} END AS measured
      FROM g WHERE status = 'resolved' OR provisional"""


MEASURES = {
    "contacts": count(),
    "journeys": count("g"),
    "offered": count(where="queued", **QUEUED),
    "answered": count(where="queued AND answered_at IS NOT NULL", **QUEUED),
    "wait": measured("wait_ms", **QUEUED),
    "speed-of-answer": measured("wait_ms", "queued AND answered_at IS NOT NULL", **QUEUED),
    "abandonment": share("outcome = 'abandoned'", where='queued AND NOT "open"'),
    "late-abandonment": share(
        "outcome = 'abandoned'", where="""queued AND NOT "open"
          AND NOT coalesce(outcome = 'abandoned' AND wait_ms <= 5000, false)"""),
    "callback-requests": share("""EXISTS (SELECT 1 FROM e WHERE e.interaction_id = m.interaction_id
        AND activity = 'callback-requested')""", where='queued AND NOT "open"'),
    "service-level": level("{answered}", "({answered}) OR ({given_up} AND NOT {intime})").replace(
        "answered_at IS NOT NULL, false", f"answered_at IS NOT NULL AND wait_ms <= {TARGET}, false"),
    "service-level-removed": level("{intime}", "({answered}) OR ({given_up})"),
    "service-level-answered": level("{intime}", "{answered}"),
    "service-level-offered": level("{answered} AND {intime}", "({answered}) OR ({given_up})"),
    "service-level-short-abandons": level(
        "CASE WHEN {answered} THEN {intime} ELSE wait_ms <= 5000 END",
        "({answered}) OR ({given_up})"),
    "handle-time": measured("talk_ms + coalesce(hold_ms, 0) + coalesce(wrap_ms, 0)",
                            "outcome = 'handled'"),
    "talk-time": measured("talk_ms", "outcome = 'handled'"),
    "hold-time": measured("hold_ms", "holds > 0"),
    "hold-rate": share("holds > 0", where="outcome = 'handled' AND live"),
    "wrap-time": measured("wrap_ms", "outcome = 'handled'"),
    "transfer-rate": share("transfers > 0", where="outcome = 'handled'"),
    "agent-ended": """SELECT started_at AS filed, channel, reason, queue, persona,
        (ender = 'agent')::INT AS value, 1 AS weight, -1 AS final, NULL::BIGINT AS measured
      FROM m JOIN (SELECT interaction_id, last(actor ORDER BY sequence) AS ender FROM e
        WHERE activity = 'ended' GROUP BY 1) USING (interaction_id)
      WHERE kind = 'call' AND answered_at IS NOT NULL AND ender IS NOT NULL""",
    "menu-containment": share("outcome = 'contained'", **met(MENU)),
    "menu-containment-true": share(
        f"outcome = 'contained' AND NOT {FOLLOWED}", **met(MENU, 1, "known")),
    "bot-containment": share("outcome = 'contained'", **met(BOT)),
    "bot-containment-true": share(
        f"outcome = 'contained' AND NOT {FOLLOWED}", **met(BOT, 1, "known")),
    "self-service-success": share(f"NOT {FOLLOWED}", final=1, where="""kind = 'visit' AND known
        AND EXISTS (SELECT 1 FROM e WHERE e.interaction_id = m.interaction_id
          AND activity IN ('searched', 'viewed-article'))"""),
    "first-response": measured("first_response_ms", "contact"),
    "reply-time": """
        WITH turns AS (SELECT e.*, occurred_at AS at_, activity = 'message-out' AND coalesce(actor, 'agent')
            = 'agent' AS reply FROM e WHERE activity IN ('message-in', 'message-out')),
        numbered AS (SELECT *, coalesce(sum(reply::INT) OVER (PARTITION BY interaction_id
            ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS turn
          FROM turns),
        replies AS (SELECT interaction_id, turn, min(at_) FILTER (activity = 'message-in') AS asked,
            min(at_) FILTER (reply) AS replied FROM numbered GROUP BY 1, 2)
        SELECT asked AS filed, channel, reason, queue, persona, (replied - asked) // 1000 AS value,
          1 AS weight, -1 AS final, (replied - asked) // 1000 AS measured
        FROM replies JOIN m USING (interaction_id)
        WHERE asked IS NOT NULL AND replied IS NOT NULL""",
    "requester-wait": states(["new", "open", "on-hold"]),
    "agent-work": states(["new", "open"]),
    "agent-wait": states(["pending"]),
    "on-hold": states(["on-hold"]),
    "time-to-resolve": measured("(last_at - started_at) // 1000", table="closed", **SETTLED),
    "first-resolution": measured("(first_at - started_at) // 1000", table="t", at="first_at"),
    "one-touch": share("replies = 1", table="closed", where=MESSAGES, **SETTLED),
    "two-touch": share("replies = 2", table="closed", where=MESSAGES, **SETTLED),
    "ticket-fcr": share("messages_in <= 1", table="closed", where=MESSAGES, **SETTLED),
    "reassignments": measured("reassignments", table="closed", **SETTLED),
    "open-age": measured("(as_of - started_at) // 1000", "resolved = false AND EXISTS (SELECT 1 "
                         "FROM s WHERE s.interaction_id = m.interaction_id)", final=16777216),
    **{f"fcr-{days}d": first_resolution(days) for days in (1, 3, 7, 14, 30)},
    "fcr-any-7d": first_resolution(7, "next_any"),
    "fcr-7d-customers": first_resolution(
        7, where=f"coalesce(started_at - last_same > {7 * DAY} + 999, true)"),
    "repeat-rate-7d": share(f"started_at - last_same <= {7 * DAY} + 999", table="a", where="known"),
    "repeat-rate-any-7d": share(
        f"started_at - last_any <= {7 * DAY} + 999", table="a", where="known"),
    "failure-demand": share("""interaction_id IN (SELECT interaction_id FROM f WHERE avoidable > 0
        AND suppressed_by IS NULL)""", where="contact"),
    "next-issue-avoidance": share(f"""NOT EXISTS (SELECT 1 FROM g AS o
        WHERE o.customer_id = g.customer_id AND o.reason <> g.reason AND o.started_at > g.ended_at
          AND (o.started_at - g.ended_at) // 1000 <= {30 * DAY // 1000})""", table="g",
        at="ended_at", final=30, where="""status = 'resolved' AND reason IS NOT NULL
          AND customer_id IN (SELECT customer_id FROM m WHERE known)"""),
    "retention-30d": f"""
        WITH firsts AS (SELECT * FROM a WHERE known QUALIFY row_number() OVER
            (PARTITION BY customer_id, day ORDER BY place) = 1)
        SELECT started_at AS filed, channel, reason, queue, persona, EXISTS (SELECT 1 FROM a AS o
            WHERE o.customer_id = firsts.customer_id AND (o.started_at - firsts.started_at) // 1000
              BETWEEN {30 * DAY // 1000} + 1 AND {60 * DAY // 1000})::INT AS value, 1 AS weight,
          60 AS final, NULL::BIGINT AS measured FROM firsts""",
    "completion": f"""SELECT started_at AS filed, channel, reason, queue, persona,
        (status = 'resolved')::INT AS value, (status <> 'open')::INT AS weight, {PENDING} AS final,
        NULL::BIGINT AS measured FROM g WHERE status <> 'open' OR provisional""",
    "journey-duration": resolved_journeys("elapsed_ms"),
    "contacts-per-resolution": resolved_journeys(
        "(SELECT count(*) FROM m WHERE m.journey_id = g.journey_id AND contact)"),
    "channels-per-resolution": resolved_journeys("channels"),
    "switch-rate": share("channel_switches > 0", table="g"),
    "switch-rate-multi": share("channel_switches > 0", table="g", where="interactions > 1"),
    "forced-switch-rate": share("""journey_id IN (SELECT journey_id FROM f
        WHERE detector = 'forced-switch' AND suppressed_by IS NULL)""", table="g"),
    "preferred-switch-rate": share("""channel_switches > 0 AND journey_id NOT IN (SELECT journey_id
        FROM f WHERE detector = 'forced-switch' AND suppressed_by IS NULL)""", table="g"),
    "effort": measured("effort_score", table="g"),
    "csat": measured("csat"),
    "csat-top-two": share("csat >= 750", where="csat IS NOT NULL"),
    "nps": count(where="nps IS NOT NULL",
                 value="CASE WHEN nps >= 9 THEN 1 WHEN nps <= 6 THEN -1 ELSE 0 END"),
    "ces": measured("ces"),
    "quality-score": measured("quality"),
    "survey-response": share("coalesce(csat, nps, ces) IS NOT NULL",
                             where="outcome = 'handled' AND contact"),
    "cost-per-contact": count(where="contact AND cost IS NOT NULL", value="cost"),
    "cost-per-resolution": f"""SELECT started_at AS filed, channel, reason, queue, persona,
        CASE WHEN status = 'open' THEN 0 ELSE cost END AS value,
        (status = 'resolved')::INT AS weight, {PROVISIONAL} AS final, NULL::BIGINT AS measured
        FROM g WHERE cost IS NOT NULL AND (status NOT IN ('open', 'resolved') AND cost > 0
          OR status = 'resolved' OR provisional)""",
    "cost-per-conversion": count(
        table="g", where="cost IS NOT NULL AND converted IS NOT NULL", value="cost",
        weight="converted::INT", final=PROVISIONAL),
    "conversion-rate": count(
        table="g", where="converted IS NOT NULL", value="converted::INT",
        final=f"CASE WHEN converted THEN -1 ELSE {PROVISIONAL} END"),
    "revenue-per-conversion": count(
        table="g", where="converted AND revenue IS NOT NULL", value="revenue"),
    "cost-to-serve": """SELECT started_at AS filed, channel, reason, queue, persona, total AS value,
        1 AS weight, 16777216 AS final, NULL::BIGINT AS measured
        FROM m JOIN (SELECT customer_id, sum(cost)::BIGINT AS total FROM g GROUP BY 1
          HAVING count(cost) = count(*)) USING (customer_id)
        WHERE known QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY place) = 1""",
}

CELLS = """
WITH counted AS ({rule}), days AS (SELECT *, zone_day(filed) AS day FROM counted),
totals AS (SELECT day, channel, reason, queue, persona, sum(value)::BIGINT AS numerator,
    sum(weight)::BIGINT AS denominator,
    bool_or(final >= 0 AND (day - DATE '1970-01-01') + 1 + final >
      (zone_day(as_of) - DATE '1970-01-01')) AS provisional
  FROM days GROUP BY ALL),
buckets AS (SELECT day, channel, reason, queue, persona, bucket(measured) AS b, count(*) AS n
  FROM days WHERE measured IS NOT NULL GROUP BY ALL),
histograms AS (SELECT day, channel, reason, queue, persona,
    string_agg(b || ':' || n, ' ' ORDER BY b) AS histogram FROM buckets GROUP BY ALL)
SELECT t.day, t.channel, t.reason, t.queue, t.persona, numerator, denominator, histogram, provisional
FROM totals AS t LEFT JOIN histograms AS h ON h.day = t.day
  AND h.channel IS NOT DISTINCT FROM t.channel AND h.reason IS NOT DISTINCT FROM t.reason
  AND h.queue IS NOT DISTINCT FROM t.queue AND h.persona IS NOT DISTINCT FROM t.persona
"""


# What contacts cost: agents' time and a price per contact, each rounded half up.
CONTACT_COSTS = """
SELECT interaction_id, CASE
    WHEN busy > 0 AND rate IS NOT NULL
      THEN (2 * busy * rate * 1000 + 60000 * at_once) // (120000 * at_once) + coalesce(fixed, 0)
    WHEN fixed IS NOT NULL THEN fixed
    WHEN (answered_at IS NOT NULL OR talk_ms IS NOT NULL OR wrote) AND coalesce(talk_ms, 1) <> 0
      THEN NULL
    ELSE 0 END AS cost
FROM (SELECT *, (coalesce(talk_ms, 0) + coalesce(hold_ms, 0) + coalesce(wrap_ms, 0))::HUGEINT AS busy,
    EXISTS (SELECT 1 FROM e WHERE e.interaction_id = c.interaction_id
      AND activity = 'message-out' AND coalesce(actor, 'agent') = 'agent') AS wrote
  FROM c) AS c LEFT JOIN prices USING (channel)
"""

# What findings cost, each part rounded down.
FINDING_COSTS = """
SELECT finding_id, CASE WHEN f.suppressed_by IS NOT NULL THEN 0
    WHEN f.agent_ms > 0 AND rate IS NULL AND fixed IS NULL THEN NULL
    ELSE coalesce(f.agent_ms::HUGEINT * rate * 1000 // (60000 * at_once), 0)
      + avoidable * coalesce(fixed, 0) + f.customer_active_ms * customer // 60000 END AS cost
FROM f JOIN c USING (interaction_id) LEFT JOIN prices USING (channel)
"""


def judge_costs(database, prices, verdict):
    """Every cost from times and prices: minor units a minute, per contact, contacts at once."""
    database.execute("CREATE TABLE prices (channel VARCHAR, rate INT, fixed INT, at_once INT)")
    for channel in prices["rate"].keys() | prices["fixed"].keys():
        at_once = int(1000 * prices["at_once"].get(channel, 1))
        database.execute("INSERT INTO prices VALUES (?, ?, ?, ?)", [
            channel, prices["rate"].get(channel), prices["fixed"].get(channel), at_once])
    findings = FINDING_COSTS.replace("customer //", f"{prices['customer']} //")
    for table, key, sql in (("c", "interaction_id", CONTACT_COSTS), ("f", "finding_id", findings)):
        wrong = database.execute(f"""SELECT {key}, p.cost, x.cost FROM {table} AS p
            JOIN ({sql}) AS x USING ({key}) WHERE p.cost IS DISTINCT FROM x.cost""").fetchall()
        verdict.expect(not wrong, f"{len(wrong)} costs differ in {table}", wrong[:3])
    wrong = database.execute("""SELECT journey_id FROM g JOIN (SELECT journey_id, CASE
          WHEN count(cost) = count(*) THEN sum(cost) END AS total FROM c GROUP BY 1)
        USING (journey_id) WHERE cost IS DISTINCT FROM total""").fetchall()
    verdict.expect(not wrong, f"{len(wrong)} journeys do not cost what their contacts do", wrong[:3])
    more = database.execute("""SELECT interaction_id, sum(f.agent_ms) FROM f JOIN c USING
        (interaction_id) GROUP BY ALL HAVING sum(f.agent_ms) > any_value(
          coalesce(talk_ms, 0) + coalesce(hold_ms, 0) + coalesce(wrap_ms, 0))""").fetchall()
    verdict.expect(not more, "findings have more of agents' time than there was", more[:3])


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: measures_judge.py RELEASE [PRICES]")
    folder = sys.argv[1]
    database, release, verdict = open_release(folder), Release(folder), Verdict()
    zone = release.manifest["time_zone"]
    database.execute(f"""CREATE MACRO zone_day(instant) AS
        CAST(timezone('{zone}', make_timestamptz(instant)) AS DATE)""")
    database.execute("""CREATE MACRO bucket(v) AS CASE WHEN v < 128 THEN v ELSE
        128 + 64 * (length(bin(v::BIGINT)) - 8) + (v >> (length(bin(v::BIGINT)) - 7)) - 64 END""")
    database.execute(VIEWS)
    database.register("cells", release.table("measures"))
    if len(sys.argv) > 2:
        judge_costs(database, json.loads(sys.argv[2]), verdict)
    compared = 0
    for measure, rule in MEASURES.items():
        sql = CELLS.replace("{rule}", rule)
        sql = re.sub(r"\bas_of\b", "as_of_instant()", sql)
        expected = set(database.execute(sql).fetchall())
        found = set(database.execute("""SELECT "date"::DATE, channel, reason, queue, persona,
            numerator, denominator, histogram, provisional FROM cells WHERE measure = ?""",
            [measure]).fetchall())
        verdict.expect(found == expected, f"{measure}: {len(found)} cells, {len(expected)} in SQL",
                       (sorted(found - expected, key=str)[:2], sorted(expected - found, key=str)[:2]))
        compared += len(found)
    published = {row[0] for row in database.execute(
        "SELECT DISTINCT measure FROM cells").fetchall()}
    unknown = published - set(MEASURES) - {"reopen-rate", "warm-transfer-rate",
                                           "cold-transfer-rate", "menu-containment-goal"}
    verdict.expect(not unknown, "measures without a definition in SQL", sorted(unknown))
    empty = set(MEASURES) - published
    print(f"without any cell: {', '.join(sorted(empty)) or 'none'}")
    verdict.end(f"{compared} cells of {len(MEASURES) - len(empty)} measures are as in SQL")


main()
