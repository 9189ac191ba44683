"""The findings of a release against their rules in SQL: findings_judge.py RELEASE

Every rule of docs/detectors.md that can be said over the published interactions and events is said
here once more, by DuckDB, with the defaults of the catalogue. What texts say is not published, so
detectors that listen to texts may find less (or more) than the rule without it: those are compared
in one direction.
"""

import duckdb
from contact_views import open_release
from published import Verdict, arguments

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

FIRST_RESPONSE = {"email": DAY, "ticket": DAY, "web": DAY, "chat": 120_000,
                  "message": 5 * MINUTE, "social": HOUR}
REPLY = {"email": DAY, "ticket": DAY, "web": DAY, "chat": 180_000, "message": HOUR,
         "social": 2 * HOUR}
SWITCH = {"voice": 4 * HOUR, "ivr": 30 * MINUTE, "bot": 30 * MINUTE, "web": 30 * MINUTE,
          "chat": 4 * HOUR, "message": 4 * HOUR, "email": 72 * HOUR, "ticket": 72 * HOUR,
          "social": 72 * HOUR}


def limits(of, column="channel"):
    """A channel's limit as SQL."""
    cases = " ".join(f"WHEN '{channel}' THEN {limit}::BIGINT" for channel, limit in of.items())
    return f"(CASE {column} {cases} END)"


# Detector: the direction of comparison and the rule, as (interaction, instant) in microseconds.
RULES = {
    "long-wait": ("=", """
        SELECT interaction_id, coalesce((SELECT min(occurred_at) FROM e
          WHERE e.interaction_id = c.interaction_id AND activity = 'queued'), started_at)
        FROM c WHERE wait_ms > CASE channel WHEN 'voice' THEN 120000 WHEN 'chat' THEN 180000
          WHEN 'message' THEN 180000 END"""),
    "abandoned": ("=", """
        SELECT interaction_id, last_moment FROM c WHERE outcome = 'abandoned' AND wait_ms >
          CASE channel WHEN 'voice' THEN 5000 WHEN 'chat' THEN 30000 WHEN 'message' THEN 30000 END
    """),
    "long-hold": ("<", """
        SELECT interaction_id, coalesce(answered_at, (SELECT min(occurred_at) FROM e
          WHERE e.interaction_id = c.interaction_id AND activity = 'held'))
        FROM c WHERE live AND holds > 0 AND (hold_ms > 120000 OR holds >= 3 OR hold_ms > 90000
          OR hold_ms * 1000 > 250 * talk_ms)"""),
    "slow-first-response": ("=", f"""
        SELECT interaction_id, started_at FROM c
        WHERE contact AND wait_ms IS NULL AND coalesce(first_response_ms,
          CASE WHEN open AND answered_at IS NULL THEN (as_of - started_at) // 1000 END)
          > {limits(FIRST_RESPONSE, 'written')}"""),
    "slow-reply": ("<", f"""
        WITH turns AS (SELECT e.*, c.written AS reached, last_value(CASE WHEN activity =
              'message-out' AND coalesce(actor, 'agent') = 'agent' THEN sequence END IGNORE NULLS)
            OVER (PARTITION BY e.interaction_id ORDER BY sequence
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reply
          FROM e JOIN c USING (interaction_id)),
        asked AS (SELECT interaction_id, reached, reply, min(occurred_at) AS since FROM turns
          WHERE activity = 'message-in' AND reply IS NOT NULL GROUP BY 1, 2, 3)
        SELECT interaction_id, since FROM turns
          JOIN asked USING (interaction_id, reply)
        WHERE activity = 'message-out' AND coalesce(actor, 'agent') = 'agent'
          AND (occurred_at - since) // 1000 > {limits(REPLY, 'asked.reached')}"""),
    "re-authentication": ("=", """
        WITH known AS (SELECT e.interaction_id, e.occurred_at, e.sequence, c.started_at,
            lag(e.interaction_id) OVER w AS other, lag(c.last_moment) OVER w AS ended
          FROM e JOIN c USING (interaction_id) WHERE activity = 'authenticated'
          WINDOW w AS (PARTITION BY c.journey_id ORDER BY c.step, e.sequence))
        SELECT interaction_id, min(occurred_at) FROM known
        WHERE other = interaction_id OR greatest(started_at - ended, 0) <= 1800000000
        GROUP BY 1"""),
    "menu-loop": ("<", """
        WITH choices AS (SELECT interaction_id, occurred_at, activity, row_number() OVER (
            PARTITION BY interaction_id, activity, CASE WHEN activity = 'ivr-selected' THEN value
            END ORDER BY sequence) AS number
          FROM e WHERE (activity = 'ivr-selected' AND value IS NOT NULL) OR activity = 'ivr-failed')
        SELECT interaction_id, occurred_at FROM choices
        WHERE number >= CASE activity WHEN 'ivr-selected' THEN 3 ELSE 1 END"""),
    "bot-trap": ("<", """
        SELECT interaction_id, occurred_at FROM e WHERE activity = 'bot-failed'
          AND NOT EXISTS (SELECT 1 FROM e AS o WHERE o.interaction_id = e.interaction_id
            AND o.activity = 'answered' AND o.sequence < e.sequence)"""),
    "forced-switch": (">", f"""
        WITH pairs AS (SELECT interaction_id, channel, live, started_at,
            lag(channel) OVER w AS was, lag(kind) OVER w AS kind_was, lag(outcome) OVER w AS came,
            lag(settled) OVER w AS done, lag(started_at) OVER w AS began,
            lag(last_moment) OVER w AS ended, lag(first_response_ms) OVER w AS reply
          FROM c WHERE contact WINDOW w AS (PARTITION BY journey_id ORDER BY step)),
        judged AS (SELECT *, kind_was NOT IN ('call', 'chat') AND
            coalesce(began + reply * 1000 > started_at, NOT done) AS unanswered FROM pairs
          WHERE was <> channel AND {limits(SWITCH, 'was')} IS NOT NULL)
        SELECT interaction_id, started_at FROM judged WHERE CASE WHEN unanswered THEN live
          ELSE greatest(started_at - ended, 0) // 1000 <= {limits(SWITCH, 'was')}
            AND came IN ('abandoned', 'missed', 'contained') END"""),
    "failed-self-service": ("=", """
        WITH before AS (SELECT c.*, coalesce(max(place) FILTER (contact) OVER (
            PARTITION BY customer_id ORDER BY place
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS since FROM c)
        , pairs AS (SELECT interaction_id, started_at, outcome, lag(outcome) OVER w AS came,
            lag(last_moment) OVER w AS ended FROM c WHERE contact
          WINDOW w AS (PARTITION BY journey_id ORDER BY step))
        SELECT interaction_id, started_at FROM pairs WHERE came = 'contained'
          AND coalesce(outcome, '') <> 'contained'
          AND greatest(started_at - ended, 0) <= 1800000000
        UNION SELECT b.interaction_id, b.started_at FROM before AS b
          JOIN c AS v ON v.customer_id = b.customer_id AND v.kind = 'visit' AND v.place > b.since
            AND v.place < b.place
          JOIN e ON e.interaction_id = v.interaction_id
            AND e.activity IN ('searched', 'viewed-article')
        WHERE b.contact AND b.started_at - e.occurred_at BETWEEN 0 AND 1800000000
          AND b.place - v.place <= 20"""),
    "confused-browsing": ("=", """
        WITH views AS (SELECT interaction_id, customer_id, value, occurred_at, sequence, row_number() OVER
            (PARTITION BY interaction_id, value ORDER BY sequence) AS number
          FROM e WHERE activity IN ('visited', 'viewed-article', 'searched')
            AND value IS NOT NULL AND interaction_id IN
              (SELECT interaction_id FROM c WHERE kind = 'visit')),
        pages AS (SELECT interaction_id, arg_min(value, sequence) AS page FROM views
          WHERE number = 3 GROUP BY 1),
        ends AS (SELECT interaction_id, any_value(customer_id) AS customer_id, max(occurred_at) AS last
          FROM views JOIN pages USING (interaction_id) WHERE value = page GROUP BY 1)
        SELECT ends.interaction_id, last FROM ends WHERE EXISTS (SELECT 1 FROM c
          WHERE c.customer_id = ends.customer_id AND contact
            AND c.started_at - last BETWEEN 0 AND 1800000000)"""),
    "duplicate-outreach": ("=", """
        SELECT l.interaction_id, l.started_at FROM c AS l JOIN c AS f USING (journey_id)
        WHERE l.contact AND f.contact AND NOT f.live AND f.step = (SELECT max(step) FROM c AS o
            WHERE o.journey_id = l.journey_id AND o.contact AND NOT o.live AND o.step < l.step)
          AND l.channel <> f.channel AND l.started_at - f.started_at <= 86400000000
          AND NOT coalesce(f.first_response_ms <= (l.started_at - f.started_at) // 1000,
            f.settled)"""),
    "dropped": ("<", """
        SELECT interaction_id, (SELECT arg_max(occurred_at, sequence) FROM e WHERE e.interaction_id =
          c.interaction_id AND activity = 'ended') FROM c
        WHERE kind = 'call' AND coalesce(direction, '') <> 'outbound' AND answered_at IS NOT NULL
          AND EXISTS (SELECT 1 FROM e WHERE e.interaction_id = c.interaction_id
            AND activity = 'ended' AND actor IN ('agent', 'system'))"""),
    "dead-end": ("=", """
        WITH calls AS (SELECT c.*, lead(started_at) OVER (PARTITION BY journey_id ORDER BY step)
          AS next_start FROM c)
        SELECT interaction_id, last_moment FROM calls WHERE contact
          AND outcome IN ('missed', 'voicemail') AND as_of - last_moment > 86400000000
          AND (next_start IS NULL OR next_start - last_moment > 86400000000)
          AND NOT EXISTS (SELECT 1 FROM c AS o WHERE o.customer_id = calls.customer_id
            AND o.place > calls.place AND o.direction = 'outbound'
            AND greatest(o.started_at - calls.last_moment, 0) <= 86400000000)"""),
    "broken-callback": ("=", """
        WITH promises AS (SELECT interaction_id, any_value(journey_id) AS journey_id,
            arg_min(occurred_at, sequence) AS promise, arg_min(activity, sequence) AS what FROM e
          WHERE activity IN ('callback-requested', 'callback-promised') GROUP BY 1),
        dues AS (SELECT p.*, CASE what WHEN 'callback-requested' THEN promise ELSE
            coalesce((SELECT max(occurred_at) FROM e WHERE e.interaction_id = p.interaction_id
              AND activity = 'ended'), c.started_at) END AS since,
            promise + CASE what WHEN 'callback-requested' THEN 14400000000 ELSE 900000000 END AS due
          FROM promises AS p JOIN c USING (interaction_id)),
        attempts AS (SELECT e.journey_id, e.occurred_at FROM e JOIN c USING (interaction_id)
          WHERE activity = 'callback-attempted' OR (c.kind = 'call' AND c.direction = 'outbound'
            AND activity <> 'callback-requested'))
        SELECT interaction_id, promise FROM dues WHERE coalesce((SELECT min(occurred_at) FROM attempts
          WHERE attempts.journey_id = dues.journey_id AND occurred_at >= since), as_of) > due"""),
    "sla-breach": ("=", """
        SELECT interaction_id, arg_min(occurred_at, sequence) FROM e WHERE activity = 'sla-breached'
        GROUP BY interaction_id, value"""),
    "too-many-touches": ("=", """
        WITH replies AS (SELECT interaction_id, occurred_at, row_number() OVER (
            PARTITION BY interaction_id ORDER BY sequence) AS number FROM e
          WHERE activity = 'message-out' AND coalesce(actor, 'agent') = 'agent')
        SELECT interaction_id, occurred_at FROM replies JOIN c USING (interaction_id)
        WHERE number = 4 AND kind IN ('ticket', 'email')"""),
    "stalled": ("<", """
        WITH steps AS (SELECT e.*, lead(occurred_at) OVER (PARTITION BY interaction_id ORDER BY sequence)
            AS next_at FROM e)
        SELECT interaction_id, occurred_at + 172800000000 FROM steps JOIN c USING (interaction_id)
        WHERE resolved IS NOT NULL AND coalesce(next_at, CASE WHEN open THEN as_of END) - occurred_at
          > 172800000000"""),
    "transfer": ("<", """SELECT interaction_id, e.occurred_at FROM e JOIN c USING (interaction_id)
        WHERE transfers > 0 AND activity IN ('transferred', 'assigned', 'answered', 'handed-over')
    """),
    "misroute": ("<", """SELECT interaction_id, e.occurred_at FROM e JOIN c USING (interaction_id)
        WHERE transfers > 0 AND live AND e.occurred_at - answered_at BETWEEN 0 AND 59999999"""),
    "ping-pong": ("<", """SELECT interaction_id, e.occurred_at FROM e JOIN c USING (interaction_id)
        WHERE transfers > 1"""),
    "reopened": ("<", """SELECT interaction_id, e.occurred_at FROM e JOIN c USING (interaction_id)
        WHERE reopens > 0 AND activity = 'status' AND value NOT IN ('solved', 'closed')"""),
    "repeat-contact": ("<", "SELECT interaction_id, started_at FROM c WHERE contact"),
}


def main():
    [folder] = arguments("findings_judge.py RELEASE")
    database, verdict = open_release(folder), Verdict()
    compared = 0
    for detector, (direction, rule) in RULES.items():
        rule = rule.replace("as_of", "as_of_instant()")
        expected = set(database.execute(f"SELECT DISTINCT * FROM ({rule})").fetchall())
        found = set(database.execute(
            'SELECT interaction_id, occurred_at FROM f WHERE detector = ?', [detector]).fetchall())
        if direction in "=<":
            verdict.expect(found <= expected, f"{detector} finds more than its rule",
                           sorted(found - expected)[:3])
        if direction in "=>":
            verdict.expect(expected <= found, f"{detector} finds less than its rule",
                           sorted(expected - found)[:3])
        compared += len(found)
    verdict.end(f"{compared} findings of {len(RULES)} detectors are what their rules say")


main()
