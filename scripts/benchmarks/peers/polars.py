#!/usr/bin/env python3
"""The job of `throughline run` as a skilled analyst writes it in Polars: the rival of `make bench`.

    .venv/bin/python scripts/benchmarks/peers/polars.py CENTER OUT [--threads 2]

Reads every export of a simulated center (CENTER/exports), of every record the newest version, and
writes interactions, events, customers, journeys and daily measures to OUT as Parquet. What it does
not do: reject records by name, hash identifiers, detect friction, name personas, report, or answer
`explain`. Prints what it found as JSON.

JSON is read as lines and parsed per line, streaming: pages hold one record per line, and Polars'
own readers stop at the first bad record. The bad ones are those whose instant lost its quotes.
"""

import argparse
import json
import os
import sys
from pathlib import Path

# This file is called as the library it uses; its own folder must not be searched for modules.
sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent]

parser = argparse.ArgumentParser(description="The job in Polars.")
parser.add_argument("center", type=Path)
parser.add_argument("out", type=Path)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()
os.environ["POLARS_MAX_THREADS"] = str(options.threads)

import numpy
import polars as pl
from polars import col, lit, when
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

TEXT, WHOLE = pl.String, pl.Int64
CALL = {
    "ContactId": TEXT, "InitiationMethod": TEXT, "InitiationTimestamp": TEXT,
    "DisconnectTimestamp": TEXT, "LastUpdateTimestamp": TEXT, "DisconnectReason": TEXT,
    "InitialContactId": TEXT, "RelatedContactId": TEXT,
    "CustomerEndpoint": pl.Struct({"Address": TEXT}),
    "Attributes": pl.Struct({"customerId": TEXT, "contactReason": TEXT, "caseNumber": TEXT}),
    "Queue": pl.Struct({"Name": TEXT, "EnqueueTimestamp": TEXT, "DequeueTimestamp": TEXT}),
    "Agent": pl.Struct({
        "Username": TEXT, "ConnectedToAgentTimestamp": TEXT, "CustomerHoldDuration": WHOLE,
        "NumberOfHolds": WHOLE, "AfterContactWorkStartTimestamp": TEXT,
        "AfterContactWorkDuration": WHOLE}),
}
CHAT = {
    "conversationId": TEXT, "conversationStart": TEXT, "conversationEnd": TEXT,
    "participants": pl.List(pl.Struct({
        "purpose": TEXT, "userId": TEXT, "externalContactId": TEXT,
        "attributes": pl.Struct({"customerId": TEXT, "contactReason": TEXT,
                                 "context.email": TEXT}),
        "sessions": pl.List(pl.Struct({
            "mediaType": TEXT, "flow": pl.Struct({"flowName": TEXT}), "journeyCustomerId": TEXT,
            "segments": pl.List(pl.Struct({
                "segmentStart": TEXT, "segmentEnd": TEXT, "segmentType": TEXT, "queueId": TEXT,
                "disconnectType": TEXT})),
            "metrics": pl.List(pl.Struct({"name": TEXT, "value": WHOLE, "emitDate": TEXT}))}))})),
}
TICKET = {
    "id": WHOLE, "external_id": TEXT, "created_at": TEXT, "updated_at": TEXT,
    "via": pl.Struct({"channel": TEXT,
                      "source": pl.Struct({"from": pl.Struct({"address": TEXT})})}),
    "status": TEXT, "requester_id": WHOLE, "group_id": WHOLE, "assignee_id": WHOLE,
    "custom_fields": pl.List(pl.Struct({"id": WHOLE, "value": TEXT})),
}
AUDIT = {
    "id": WHOLE, "ticket_id": WHOLE, "created_at": TEXT, "author_id": WHOLE,
    "events": pl.List(pl.Struct({"type": TEXT, "field_name": TEXT, "value": TEXT,
                                 "public": pl.Boolean})),
}
USER = {
    "id": WHOLE, "email": TEXT, "phone": TEXT, "external_id": TEXT, "role": TEXT,
    "updated_at": TEXT, "shared_phone_number": pl.Boolean,
}
SECONDS, MILLIS = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%.fZ"
HOUR, DAY = 3_600_000, 86_400_000
NOBODY = ["+18005550100", "+12025550177", "+266696687", "+7378742833", "+8656696"]
EVENT = ["iid", "moment", "activity", "queue", "agent", "value", "who", "duration_ms", "rank"]


def files(name):
    return sorted(str(path) for path in options.center.glob(f"exports/*/{name}-*"))


# Expressions

def stamp(name, form=SECONDS):
    column = col(name) if isinstance(name, str) else name
    return column.str.to_datetime(form, time_unit="ms", strict=False)


def local(name, form, zone):
    return (col(name).str.to_datetime(form, time_unit="ms", strict=False)
            .dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
            .dt.convert_time_zone("UTC").dt.replace_time_zone(None))


def day(name):
    return (col(name).dt.replace_time_zone("UTC").dt.convert_time_zone("America/New_York")
            .dt.date())


def between(start, end):
    return (end - start).dt.total_milliseconds()


def key(system, column):
    return pl.concat_str(lit(system), column.cast(TEXT)).hash()


def email(column):
    bare = column.str.extract(r"<([^<>]+@[^<>]+)>", 1)
    return pl.coalesce(bare, column.str.strip_chars()).str.to_lowercase()


def phone(column):
    digits = column.str.replace("(0)", "", literal=True).str.replace_all(r"[^0-9+]", "")
    size = digits.str.len_bytes()
    found = (when(digits.str.starts_with("+") & (size >= 9)).then(digits)
             .when(digits.str.starts_with("00") & (size >= 10))
             .then(lit("+") + digits.str.slice(2))
             .when(size == 10).then(lit("+1") + digits)
             .when(digits.str.starts_with("1") & (size == 11)).then(lit("+") + digits))
    return when(~found.is_in(NOBODY)).then(found)


def field(name, member):
    return col(name).struct.field(member)


# Reading

def records(name, shape, prepare=None):
    lines = pl.scan_lines(files(name)).select(pl.nth(0).alias("line"))
    lines = prepare(lines) if prepare else lines
    return (lines.filter(~col("line").str.contains(r'":\d{4}-\d\d-'))
            .select(col("line").str.json_decode(pl.Struct(shape))).unnest("line")
            # A condition on a column would be pushed down and parse every record once more.
            .collect(engine="streaming"))


def glued(lines):
    start = '{"AWSAccountId"'
    return lines.select(col("line").str.replace_all("}" + start, "}\n" + start, literal=True)
                        .str.split("\n")).explode("line")


def page(member):
    return lambda lines: lines.select(
        col("line").str.strip_prefix(f'{{"{member}":[')
        .str.replace(r'(,|\],"(next_page|cursor)":.*)$', ""))


def rows(name, skip=1, columns=None):
    return pl.scan_csv(files(name), infer_schema=False, ignore_errors=True, has_header=columns is None,
                       skip_rows=0 if columns is None else skip, new_columns=columns,
                       truncate_ragged_lines=True)


def newest(frame, name, version, condition):
    """The newest usable version of every record."""
    kept = (frame.lazy().with_row_index("row").filter(condition & col(name).is_not_null())
            .select("row", name, version.alias("version")).sort("version", descending=True)
            .unique(name, keep="first").sort("row").collect()["row"])
    return frame[kept].lazy()


def read_calls():
    frame = records("connect/contacts", CALL, glued)
    method, started = col("InitiationMethod"), stamp("InitiationTimestamp")
    return newest(frame, "ContactId", col("LastUpdateTimestamp"),
                  (method != "MONITOR") & started.is_not_null()).select(
        col("ContactId").alias("leg"), method.alias("method"),
        when(method == "TRANSFER").then("InitialContactId").otherwise("ContactId").alias("native"),
        started.alias("started"), stamp("DisconnectTimestamp").alias("ended"),
        col("DisconnectReason").alias("closing"), col("RelatedContactId").alias("related"),
        when(method == "CALLBACK").then("InitialContactId").alias("asked_on"),
        phone(field("CustomerEndpoint", "Address")).alias("phone"),
        field("Attributes", "customerId").alias("crm"),
        field("Attributes", "contactReason").alias("reason"),
        field("Attributes", "caseNumber").alias("case_number"),
        field("Queue", "Name").alias("queue"),
        when(method != "CALLBACK").then(stamp(field("Queue", "EnqueueTimestamp"))).alias("queued"),
        when(method == "CALLBACK").then(stamp(field("Queue", "DequeueTimestamp"))).alias("dialled"),
        field("Agent", "Username").alias("agent"),
        stamp(field("Agent", "ConnectedToAgentTimestamp")).alias("answered"),
        (field("Agent", "CustomerHoldDuration") * 1000).alias("hold_ms"),
        field("Agent", "NumberOfHolds").alias("holds"),
        stamp(field("Agent", "AfterContactWorkStartTimestamp")).alias("wrapped"),
        (field("Agent", "AfterContactWorkDuration") * 1000).alias("wrap_ms")
    ).with_columns(key("c", col("native")).alias("iid")).collect()


def read_chats():
    started = stamp("conversationStart", MILLIS)
    parts = newest(records("genesys/conversations", CHAT, page("conversations")), "conversationId",
                   pl.coalesce("conversationEnd", "conversationStart"),
                   started.is_not_null()).select(
        key("g", col("conversationId")).alias("iid"), col("conversationId").alias("native"),
        started.alias("started"), "participants").explode("participants").unnest("participants")
    return (parts.select(
        "iid", "native", "started", "purpose", col("userId").alias("agent"),
        field("attributes", "contactReason").alias("reason"),
        email(field("attributes", "context.email")).alias("email"),
        field("attributes", "customerId").alias("crm"),
        col("externalContactId").alias("chat_contact"), "sessions").explode("sessions")
        .unnest("sessions").collect())


def read_tickets():
    started, updated = stamp("created_at"), stamp("updated_at")
    return newest(records("zendesk/tickets", TICKET, page("tickets")), "id", col("updated_at"),
                  started.is_not_null() & updated.is_not_null()).select(
        key("z", col("id")).alias("iid"), "id", "external_id", "requester_id", "group_id",
        "assignee_id", "status", started.alias("started"), updated.alias("updated"),
        when(field("via", "channel") == "email")
        .then(email(field("via", "source").struct.field("from").struct.field("address")))
        .alias("email"),
        col("custom_fields").list.first().struct.field("value").alias("reason")).collect()


def read_audits(tickets):
    named = ["status", "group_id", "assignee_id", "priority"]
    moment = stamp("created_at")
    return (newest(records("zendesk/audits", AUDIT), "id", col("created_at"), moment.is_not_null())
            .select(key("z", col("ticket_id")).alias("iid"), col("id").alias("audit"),
                    moment.alias("moment"), col("author_id").alias("author"), "events")
            .explode("events").unnest("events")
            .filter((col("type") == "Comment") | col("field_name").is_in(named))
            .join(tickets.lazy().select("iid", "requester_id"), on="iid")
            .with_columns((col("author") == col("requester_id")).alias("is_customer")).collect())


def read_users():
    return newest(records("zendesk/users", USER), "id", col("updated_at"),
                  (col("role") == "end-user") & stamp("updated_at").is_not_null()).select(
        col("id").cast(TEXT), email(col("email")).alias("email"), col("external_id").alias("crm"),
        when(~col("shared_phone_number").fill_null(False)).then(phone(col("phone"))).alias("phone")
    ).collect()


def read_incidents():
    form, zone = "%d/%m/%Y %H:%M", "Europe/London"
    settled = col("state").is_in(["Resolved", "Closed"])
    return (rows("servicenow/incidents").select(
        key("s", col("number")).alias("iid"), "number", col("incident_state").alias("state"),
        col("sys_mod_count").cast(pl.Int32, strict=False).alias("step"),
        local("opened_at", form, zone).alias("started"),
        local("sys_updated_at", form, zone).alias("moment"), col("caller_id").alias("caller"),
        (col("category") + " / " + col("subcategory")).alias("reason"),
        when(col("assignment_group") != "?").then("assignment_group").alias("queue"),
        when(col("assigned_to") != "?").then("assigned_to").alias("agent"),
        (col("made_sla") == "false").alias("missed"))
        .filter(col("number").is_not_null() & col("moment").is_not_null()
                & col("started").is_not_null())
        .unique().sort("iid", "moment", "step").with_columns(
            settled.alias("is_settled"), settled.shift().over("iid").alias("was_settled"),
            col("queue").forward_fill().over("iid").shift().over("iid").alias("queue_before"))
        .collect())


SURVEY_COLUMNS = [
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration", "Finished",
    "RecordedDate", "ResponseId", "LastName", "FirstName", "Email", "ExternalReference",
    "Latitude", "Longitude", "Channel", "Language", "Q1", "Q2Group", "Q2", "contact_id"]


def read_scores():
    named = [("calls", "c"), ("chats", "g"), ("tickets", "z")]
    # Two of the three header rows are rows like any other to a reader; they have no score.
    frame = pl.concat([
        rows(f"qualtrics/{name}", 1, SURVEY_COLUMNS).with_columns(
            key(system, col("contact_id")).alias("iid")) for name, system in named]).select(
        "iid", "ResponseId", "Status", stamp("EndDate", "%Y-%m-%d %H:%M:%S").alias("moment"),
        ((col("Q1").cast(WHOLE, strict=False) - 1) * 250).alias("csat"),
        col("Q2").cast(WHOLE, strict=False).alias("nps")).collect()
    return (newest(frame, "ResponseId", col("moment"), (col("Status") != "Survey Preview")
                   & col("moment").is_not_null() & col("csat").is_between(0, 1000))
            .sort("moment").group_by("iid").agg(col("csat").last(), col("nps").last()).collect())


def read_customers():
    updated = stamp("updated_at", "%Y-%m-%d %H:%M:%S")
    return newest(rows("crm/customers").collect(), "customer_id", col("updated_at"),
                  updated.is_not_null()).select(
        col("customer_id").alias("id"), email(col("email")).alias("email"),
        phone(col("phone")).alias("phone"), col("servicenow_caller").alias("caller")).collect()


# Events

def event(frame, activity, moment, **more):
    given = {"queue": lit(None, TEXT), "agent": lit(None, TEXT), "value": lit(None, TEXT),
             "who": lit(None, TEXT), "duration_ms": lit(None, WHOLE), "rank": lit(0)} | more
    return frame.lazy().select(
        "iid", moment.alias("moment"),
        (lit(activity) if isinstance(activity, str) else activity).alias("activity"),
        *(value.cast(TEXT).alias(name) if name not in ("duration_ms", "rank")
          else value.cast(pl.Int8 if name == "rank" else WHOLE).alias(name)
          for name, value in given.items())).filter(col("moment").is_not_null())


def events_of(legs, sessions, segments, metrics, tickets, audits, incidents):
    def is_method(name):
        return legs.filter(col("method") == name)

    queue, agent = col("queue"), col("agent")
    by_reason = (when(col("closing") == "CUSTOMER_DISCONNECT").then(lit("customer"))
                 .when(col("closing") == "AGENT_DISCONNECT").then(lit("agent"))
                 .otherwise(lit("system")))
    by_type = (when(col("disconnectType").is_in(["client", "endpoint"])).then(lit("customer"))
               .when(col("disconnectType") == "peer").then(lit("agent")).otherwise(lit("system")))
    is_queued = (col("purpose") == "acd") & (col("segmentType") == "interact")
    stays = segments.filter(is_queued | ((col("purpose") == "agent")
                                         & col("segmentType").is_in(["hold", "wrapup"])))
    kind = col("segmentType").replace({"hold": "held", "wrapup": "wrapped-up",
                                       "interact": "queued"})
    in_order = col("segmentType").replace_strict({"hold": 4, "wrapup": 7, "interact": 3}, default=3)
    named, is_comment = col("field_name"), col("type") == "Comment"
    what = (when(is_comment & ~col("public")).then(lit("note"))
            .when(is_comment & col("is_customer")).then(lit("message-in"))
            .when(is_comment).then(lit("message-out"))
            .when(named.is_in(["group_id", "assignee_id"])).then(lit("assigned")).otherwise(named))
    status = col("state").replace_strict(
        {"New": "new", "Active": "open", "Resolved": "solved", "Closed": "closed",
         "Awaiting User Info": "pending"}, default="on-hold")
    parts = [
        event(is_method("INBOUND"), "ivr-entered", col("started")),
        event(is_method("TRANSFER"), "transferred", col("started"), queue=queue, rank=lit(5)),
        event(is_method("CALLBACK"), "callback-requested", col("started")),
        event(legs.filter(col("dialled").is_not_null() | (
            (col("method") == "OUTBOUND") & col("related").is_not_null())),
            "callback-attempted", pl.coalesce("dialled", "started"), queue=queue, rank=lit(2)),
        event(legs, "queued", col("queued"), queue=queue, rank=lit(3)),
        event(legs, "answered", col("answered"), queue=queue, agent=agent, rank=lit(4)),
        event(legs.filter(col("holds") > 0), "held", col("answered"),
              duration_ms=col("hold_ms"), rank=lit(4)),
        event(legs, "ended", col("ended"), who=by_reason, rank=lit(6)),
        event(legs, "wrapped-up", col("wrapped"), duration_ms=col("wrap_ms"), rank=lit(7)),
        event(sessions.unique("iid"), "opened", col("started")),
        event(segments.filter((col("purpose") == "botflow") & col("is_first")), "bot-message",
              col("from"), value=col("flow"), duration_ms=between(col("from"), col("until")),
              rank=lit(1)),
        event(segments.filter((col("purpose") == "agent") & col("is_first")), "answered",
              col("from"), queue=col("queueId"), agent=agent, rank=lit(4)),
        event(stays, kind, col("from"), queue=col("queueId"), agent=agent,
              duration_ms=between(col("from"), col("until")), rank=in_order),
        event(segments.filter((col("purpose") == "customer")
                              & col("disconnectType").is_not_null()
                              & ~col("disconnectType").str.ends_with("ransfer")),
              "ended", col("until"), who=by_type, rank=lit(6)),
        event(metrics, "transferred", col("moment"), agent=agent,
              value=when(col("name") == "nBlindTransferred").then(lit("blind"))
              .otherwise(lit("consult")), rank=lit(5)),
        event(tickets, "opened", col("started")),
        event(tickets, "status", col("updated"), value=col("status"), rank=lit(3)),
        event(audits, what, col("moment"), queue=when(named == "group_id").then("value"),
              agent=when(named == "assignee_id").then("value"),
              value=when(named.is_in(["status", "priority"])).then("value"),
              who=when(col("author") == -1).then(lit("system"))
              .when("is_customer").then(lit("customer")).otherwise(lit("agent")),
              rank=when(is_comment).then(1).when(named == "status").then(3).otherwise(2)),
        event(incidents.unique("iid"), "opened", col("started")),
        event(incidents.filter(queue.is_not_null() | agent.is_not_null()), "assigned",
              col("moment"), queue=queue, agent=agent, rank=lit(2)),
        event(incidents, "status", col("moment"), value=status, rank=lit(3)),
        event(incidents.filter("missed").unique(["iid", "moment"]), "sla-breached", col("moment"),
              rank=lit(2)),
    ]
    return pl.concat(parts)


# Interactions

def united(frame, system, **columns):
    absent = {"kind": lit("ticket"), "channel": lit("ticket"), "direction": lit(None, TEXT),
              "answered": lit(None, pl.Datetime("ms")), "queued": lit(None, pl.Datetime("ms")),
              "first_queue": lit(None, TEXT), "first_settled": lit(None, pl.Datetime("ms")),
              "is_settled": lit(None, pl.Boolean)}
    numbers = {name: lit(None, WHOLE) for name in [
        "wait_ms", "ivr_ms", "hold_ms", "talk_ms", "wrap_ms", "first_response_ms"]}
    counts = {name: lit(0, WHOLE) for name in [
        "transfers", "holds", "messages_in", "messages_out", "reopens"]}
    present = {name: col(name) for name in [
        "native", "started", "ended", "queue", "agent", "reason"]}
    chosen = absent | numbers | counts | present | columns
    return frame.lazy().select("iid", lit(system).alias("system"), *(
        (value.cast(WHOLE) if name in numbers or name in counts else value).alias(name)
        for name, value in chosen.items()))


def call_interactions(legs):
    first_last = legs.sort("started").group_by("iid").agg(
        col("native").first(), col("method").first().alias("first_method"), col("started").first(),
        col("answered").min(), col("ended").max(), col("queue").last(), col("agent").last(),
        col("reason").last(), col("queued").min(),
        col("queue").filter(col("queued").is_not_null()).first().alias("first_queue"),
        (col("method") == "CALLBACK").any().alias("requested"), col("closing").last(),
        (col("method") == "TRANSFER").sum().alias("transfers"), col("holds").sum(),
        col("hold_ms").sum(), col("wrap_ms").sum(),
        (between(col("answered"), col("ended")) - col("hold_ms")).sum().alias("talk_ms"))
    is_inbound = col("first_method") == "INBOUND"
    asked_on = legs["asked_on"].drop_nulls().unique().implode()
    outcome = (when(col("answered").is_not_null()).then(lit("handled"))
               .when(col("ended").is_null()).then(lit("open")).when(col("requested") | col("native").is_in(asked_on)).then(None)
               .when(col("queued").is_not_null())
               .then(when(col("closing") == "CUSTOMER_DISCONNECT").then(lit("abandoned"))
                     .otherwise(lit("missed")))
               .when(is_inbound).then(lit("contained")).otherwise(lit("missed")))
    handled = col("answered").is_not_null()
    return united(
        first_last, "connect", kind=lit("call"), channel=lit("voice"),
        direction=when(is_inbound).then(lit("inbound")).otherwise(lit("outbound")),
        answered=col("answered"), queued=col("queued"), first_queue=col("first_queue"),
        outcome=outcome, wait_ms=between(col("queued"), pl.coalesce("answered", "ended")),
        ivr_ms=when(is_inbound).then(
            between(col("started"), pl.coalesce("queued", "answered", "ended"))),
        **{name: when(handled).then(name) for name in ["hold_ms", "talk_ms", "wrap_ms"]},
        first_response_ms=between(col("queued"), col("answered")), transfers=col("transfers"),
        holds=col("holds"))


def chat_interactions(sessions, segments, metrics):
    is_acd, is_agent = col("purpose") == "acd", col("purpose") == "agent"
    is_customer, length = col("purpose") == "customer", between(col("from"), col("until"))
    parts = segments.sort("from").group_by("iid").agg(
        col("from").filter(is_acd).first().alias("queued"),
        col("queueId").filter(is_acd).first().alias("first_queue"),
        col("until").filter(is_acd).first().alias("left_queue"),
        col("from").filter(is_agent).first().alias("answered"),
        col("until").filter(is_customer).max().alias("ended"),
        col("disconnectType").filter(is_customer).last().alias("closing"),
        col("queueId").drop_nulls().last().alias("queue"),
        col("agent").filter(is_agent).last(),
        (col("purpose") == "botflow").any().alias("has_bot"),
        (col("segmentType") == "hold").sum().alias("holds"),
        length.filter(col("segmentType") == "hold").sum().alias("hold_ms"),
        length.filter(is_agent & (col("segmentType") == "interact")).sum().alias("talk_ms"),
        length.filter(col("segmentType") == "wrapup").sum().alias("wrap_ms"))
    heads = sessions.group_by("iid").agg(
        col("native").first(), col("started").first(), col("reason").drop_nulls().first(),
        col("mediaType").filter(is_customer).first().alias("media"))
    moved = metrics.group_by("iid").len("transfers")
    joined = heads.join(parts, on="iid").join(moved, on="iid", how="left")
    handled = col("answered").is_not_null()
    outcome = (when(handled).then(lit("handled"))
               .when((col("media") == "message") & col("queued").is_null() & ~col("has_bot"))
               .then(None).when(col("ended").is_null()).then(lit("open"))
               .when(col("queued").is_not_null())
               .then(when(col("closing").is_in(["endpoint", "client"])).then(lit("abandoned"))
                     .otherwise(lit("missed")))
               .when("has_bot").then(lit("contained")).otherwise(lit("missed")))
    return united(
        joined, "genesys", kind=col("media"), channel=col("media"), direction=lit("inbound"),
        answered=col("answered"), queued=col("queued"), first_queue=col("first_queue"),
        outcome=outcome, wait_ms=between(col("queued"), pl.coalesce("answered", "left_queue")),
        **{name: when(handled).then(name) for name in ["hold_ms", "talk_ms", "wrap_ms"]},
        first_response_ms=between(col("started"), col("answered")),
        transfers=col("transfers").fill_null(0), holds=col("holds"))


def ticket_interactions(tickets, audits):
    statuses = pl.concat([
        audits.filter(col("field_name") == "status").select("iid", "moment", "audit", "value"),
        tickets.select("iid", col("updated").alias("moment"),
                       lit(2**62, WHOLE).alias("audit"), col("status").alias("value"))])
    settled, was = col("settled"), col("settled").shift().over("iid")
    history = (statuses.sort("iid", "moment", "audit")
               .with_columns(col("value").is_in(["solved", "closed"]).alias("settled"))
               .with_columns((settled & ~was.fill_null(False)).alias("begins"),
                             (~settled & was.fill_null(False)).alias("reopens"))
               .group_by("iid").agg(
                   col("moment").filter("begins").first().alias("first_settled"),
                   col("moment").filter("begins").last().alias("last_settled"),
                   col("reopens").sum(), col("settled").last().alias("is_settled")))
    groups = (audits.filter(col("field_name") == "group_id").sort("iid", "moment", "audit")
              .with_columns((col("value") != col("value").shift().over("iid")).alias("moves"))
              .group_by("iid").agg(col("moves").sum().alias("transfers")))
    comments = audits.filter((col("type") == "Comment") & col("public"))
    messages = comments.group_by("iid").agg(
        col("is_customer").sum().alias("messages_in"), (~col("is_customer")).sum().alias(
            "messages_out"), col("moment").filter(~col("is_customer")).min().alias("responded"))
    joined = tickets.join(history, on="iid", how="left").join(groups, on="iid", how="left").join(
        messages, on="iid", how="left")
    return united(
        joined, "zendesk", native=col("id").cast(TEXT),
        ended=when("is_settled").then("last_settled"), queue=col("group_id").cast(TEXT),
        agent=col("assignee_id").cast(TEXT), first_settled=col("first_settled"),
        is_settled=col("is_settled"),
        outcome=when("is_settled").then(lit("handled")).otherwise(lit("open")),
        first_response_ms=between(col("started"), col("responded")),
        reopens=col("reopens"), **{name: col(name).fill_null(0) for name in [
            "transfers", "messages_in", "messages_out"]})


def incident_interactions(incidents):
    begins = col("is_settled") & ~col("was_settled").fill_null(False)
    joined = incidents.group_by("iid", maintain_order=True).agg(
        col("number").first().alias("native"), col("started").min(),
        col("queue").drop_nulls().last(), col("agent").drop_nulls().last(), col("reason").last(),
        (col("queue") != col("queue_before")).sum().alias("transfers"),
        (col("was_settled") & ~col("is_settled")).sum().alias("reopens"),
        col("is_settled").last().alias("settled"),
        col("moment").filter(begins).first().alias("first_settled"),
        col("moment").filter(begins).last().alias("last_settled"))
    return united(
        joined, "servicenow", ended=when("settled").then("last_settled"),
        first_settled=col("first_settled"), is_settled=col("settled"),
        outcome=when("settled").then(lit("handled")).otherwise(lit("open")),
        transfers=col("transfers"), reopens=col("reopens"))


# Identity and journeys

def components(a, b, count):
    graph = coo_array((numpy.ones(len(a), dtype=numpy.int8), (a, b)), shape=(count, count))
    return connected_components(graph, directed=False)[1]


def linked(interactions, tickets, legs):
    named = pl.concat([
        tickets.select("iid", key("c", col("external_id")).alias("other"),
                       col("external_id").alias("name")),
        legs.select("iid", key("z", col("case_number")).alias("other"),
                    col("case_number").alias("name")),
        legs.select("iid", key("c", col("related")).alias("other"), col("related").alias("name")),
    ]).filter(col("name").is_not_null())
    found = interactions.select("iid", "vertex", "started")
    return (named.join(found, on="iid").join(found, left_on="other", right_on="iid")
            .select(col("vertex").alias("a"), col("vertex_right").alias("b"),
                    (col("started") - col("started_right")).dt.total_milliseconds().abs()
                    .alias("apart")))


def tokens_of(interactions, legs, sessions, tickets, incidents, users, crm):
    base = interactions.height
    users = users.with_row_index("vertex", base).with_columns(col("vertex").cast(WHOLE))
    crm = crm.with_row_index("vertex", base + users.height).with_columns(col("vertex").cast(WHOLE))
    numbers = interactions.lazy().select("iid", "vertex")

    def token(frame, kind, column):
        value = col(column).cast(TEXT)
        # The one frames know their interaction, the others are vertices themselves.
        frame = frame.lazy().filter(col(column).is_not_null())
        frame = frame if "vertex" in frame.collect_schema() else frame.join(numbers, on="iid")
        return frame.select("vertex", lit(kind, pl.Int8).alias("kind"),
                            (value.hash() ^ lit(kind * 0x9E3779B97F4A7C15 % 2**64, pl.UInt64))
                            .alias("token"))

    phones, cookies, emails = 0, 6, 1
    tokens = pl.concat([
        token(legs, 2, "crm"), token(legs, phones, "phone"), token(sessions, 2, "crm"),
        token(sessions, 3, "chat_contact"), token(sessions, emails, "email"),
        token(sessions, cookies, "journeyCustomerId"),
        token(tickets, 4, "requester_id"), token(tickets, emails, "email"),
        token(incidents, 5, "caller"), token(users, 4, "id"), token(users, 2, "crm"),
        token(users, emails, "email"), token(users, phones, "phone"), token(crm, 2, "id"),
        token(crm, 5, "caller"), token(crm, emails, "email"), token(crm, phones, "phone"),
    ]).unique().collect()
    return tokens, base + users.height + crm.height


def customers(tokens, links, count):
    """Ids join always; an e-mail, a phone or a cookie only where it belongs to one customer of each
    system, a cookie of one address."""
    weak = tokens.filter(col("kind").is_in([0, 1, 6]))
    strong = tokens.filter(col("kind").is_in([1, 2, 3, 4, 5]))
    shared = (weak.lazy().join(strong.lazy(), on="vertex")
              .filter((col("kind_right") > 1) | (col("kind") == 6))
              .group_by("token", "kind_right").agg(col("token_right").n_unique().alias("customers"))
              .filter(col("customers") > 1).select("token").unique().collect())
    good = tokens.join(shared, on="token", how="anti")
    kept = good.lazy()
    edges = (kept.join(kept.group_by("token").agg(col("vertex").min().alias("low")), on="token")
             .filter(col("vertex") != col("low")).select("vertex", "low").collect())
    a = numpy.concatenate([edges["vertex"].to_numpy(), links["a"].to_numpy()])
    b = numpy.concatenate([edges["low"].to_numpy(), links["b"].to_numpy()])
    labels = components(a, b, count)
    known = good.filter(col("kind") != 6)["vertex"].unique().to_numpy()
    return labels, numpy.isin(labels, labels[known])


def journeys(interactions, links):
    """The gaps: 7 days after what was settled, else 13, and 72 hours where a reason is unknown; 90
    days where one names the other."""
    last = pl.coalesce("ended", "started")
    settled = pl.coalesce(col("is_settled"), col("outcome") == "handled", False)
    frame = interactions.select(
        "vertex", "customer", col("reason").alias("topic"), "started", last.alias("last"),
        settled.alias("settled")).sort("customer", "started", "last").lazy()
    is_vague, is_same = col("topic").is_null(), col("customer") == col("customer").shift()

    def last_of(which, name):
        return [when(which).then(column).forward_fill().shift().alias(f"{name}{suffix}")
                for column, suffix in (("vertex", ""), ("last", "_last"),
                                       ("customer", "_customer"))]

    frame = frame.with_columns(
        *last_of(~col("settled"), "before"), *last_of(is_vague & ~col("settled"), "vague"))
    is_same &= col("topic").eq_missing(col("topic").shift())
    frame = frame.sort("customer", "topic", "started", "last").with_columns(
        when(is_same).then(col("vertex").shift()).alias("same"),
        when(is_same).then(col("settled").shift()).alias("same_settled"),
        when(is_same).then(col("last").shift()).alias("same_last"))
    limit = when("same_settled").then(7 * DAY).otherwise(13 * DAY)

    def near(name, most):
        return between(col(name), col("started")) <= most

    def near_own(name):
        own = col(f"{name}_customer") == col("customer")
        return own & near(f"{name}_last", 72 * HOUR)

    edge = (when(is_vague).then(when(near_own("before")).then("before"))
            .when(near("same_last", limit)).then("same")
            .when(near_own("vague")).then("vague"))
    edges = frame.select("vertex", edge.alias("to")).filter(col("to").is_not_null()).collect()
    kept = links.filter(col("apart") <= 90 * DAY)
    a = numpy.concatenate([edges["vertex"].to_numpy(), kept["a"].to_numpy()])
    b = numpy.concatenate([edges["to"].to_numpy(), kept["b"].to_numpy()])
    return components(a, b, interactions.height)


# Measures

def measures(contacts, stories):
    again = col("again")

    def cell(frame, name, number, date="date", channel="channel", queue="queue"):
        return frame.select(
            lit(name).alias("measure"), col(date).alias("date"), col(channel).alias("channel"),
            "reason", (col(queue) if queue else lit(None, TEXT)).alias("queue"),
            number.cast(WHOLE).alias("n"))

    handled = contacts.filter(col("outcome") == "handled")
    settled = contacts.with_columns(day("first_settled").alias("settled_date"))
    served = contacts.filter(
        col("is_known") & ~((col("kind") == "ticket") & col("is_linked"))
        & (col("direction").fill_null("inbound") != "outbound")
        & col("outcome").fill_null("handled").is_in(["handled", "contained"]))
    parts = [
        cell(contacts, "contacts", lit(1)),
        cell(contacts.filter(col("wait_ms").is_not_null()).with_columns(
            day("queued").alias("queued_date")), "wait", col("wait_ms"), date="queued_date",
            queue="first_queue"),
        cell(contacts.filter(col("queued").is_not_null()), "abandonment",
             col("outcome").fill_null("") == "abandoned"),
        cell(handled.filter(col("talk_ms").is_not_null()), "handle-time",
             col("talk_ms") + col("hold_ms").fill_null(0) + col("wrap_ms").fill_null(0)),
        cell(handled, "transfer-rate", col("transfers") > 0),
        cell(served, "fcr-7d", (between(col("started"), again) > 7 * DAY).fill_null(True)),
        cell(contacts.filter(col("csat").is_not_null()), "csat", col("csat")),
        cell(settled.filter(col("first_settled").is_not_null()), "reopen-rate",
             col("reopens") > 0, date="settled_date"),
        cell(contacts.filter("is_settled").with_columns(day("ended").alias("ended_date")),
             "time-to-resolve", between(col("started"), col("ended")), date="ended_date"),
        cell(stories.with_columns(day("started").alias("date")), "journeys", lit(1),
             channel="first_channel", queue=None),
    ]
    return pl.concat(parts).group_by("measure", "date", "channel", "reason", "queue").agg(
        col("n").sum().alias("numerator"), pl.len().alias("denominator")).sort("measure", "date")


def main():
    """Runs the job and prints what it found."""
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    legs, sessions, tickets = read_calls(), read_chats(), read_tickets()
    audits = read_audits(tickets)
    users, incidents, scores, crm = read_users(), read_incidents(), read_scores(), read_customers()
    segments = (sessions.lazy().select("iid", "purpose", "agent", field("flow", "flowName").alias(
        "flow"), "segments").with_columns(
            col("segments").list.eval(pl.element().cum_count() == 1).alias("is_first"))
        .explode("segments", "is_first").unnest("segments").with_columns(
            stamp("segmentStart", MILLIS).alias("from"), stamp("segmentEnd", MILLIS).alias("until"))
        .drop("segmentStart", "segmentEnd").collect())
    metrics = (sessions.lazy().filter(col("purpose") == "agent").select("iid", "agent", "metrics")
               .explode("metrics").unnest("metrics")
               .filter(col("name").is_in(["nBlindTransferred", "nConsultTransferred"]))
               .select("iid", "agent", "name", stamp("emitDate", MILLIS).alias("moment")).collect())

    interactions = pl.concat([
        call_interactions(legs), chat_interactions(sessions, segments, metrics),
        ticket_interactions(tickets, audits), incident_interactions(incidents)
    ]).join(scores.lazy(), on="iid", how="left").with_columns(
        col("reason").str.split(" / ").list.first().alias("topic")).collect().with_row_index(
        "vertex").with_columns(col("vertex").cast(WHOLE))
    links = linked(interactions, tickets, legs)
    tokens, count = tokens_of(interactions, legs, sessions, tickets, incidents, users, crm)
    people, known = customers(tokens, links, count)
    interactions = interactions.with_columns(
        pl.Series("customer", people[:interactions.height]),
        pl.Series("is_known", known[:interactions.height]),
        col("vertex").is_in(links["a"].unique().implode()).alias("is_linked"))
    interactions = interactions.with_columns(pl.Series("journey", journeys(interactions, links)))
    contacts = interactions.lazy().sort("started", "vertex").with_columns(
        col("vertex").cum_count().over("journey").alias("step"),
        col("started").shift(-1).over("customer", "topic").alias("again"),
        day("started").alias("date")).collect()

    contacts.drop("vertex", "again", "topic", "is_known", "is_linked", "is_settled", "first_settled", "queued",
                  "first_queue").write_parquet(out / "interactions.parquet", compression="zstd")
    events = events_of(legs, sessions, segments, metrics, tickets, audits, incidents).sort(
        "iid", "moment", "rank").with_columns(
        col("rank").cum_count().over("iid").alias("sequence")).drop("rank").rename(
        {"moment": "occurred_at", "who": "actor"}).collect()
    events.write_parquet(out / "events.parquet", compression="zstd")
    stories = contacts.group_by("journey").agg(
        col("customer").first(), col("started").min(), col("ended").max(),
        col("kind").sort_by("step").str.join(">").alias("path"), pl.len().alias("interactions"),
        col("channel").sort_by("step").first().alias("first_channel"),
        col("reason").sort_by("step").first(), col("wait_ms").sum(), col("transfers").sum(),
        col("talk_ms").sum())
    stories.write_parquet(out / "journeys.parquet", compression="zstd")
    people = contacts.group_by("customer").agg(
        col("started").min().alias("first_seen"),
        pl.coalesce("ended", "started").max().alias("last_seen"), pl.len().alias("interactions"),
        col("journey").n_unique().alias("journeys"), col("channel").n_unique().alias("channels"),
        col("channel").mode().first().alias("preferred_channel"))
    people.write_parquet(out / "customers.parquet", compression="zstd")
    measures(contacts, stories).write_parquet(out / "measures.parquet", compression="zstd")
    print(json.dumps({
        "customers": people.height, "journeys": stories.height, "events": events.height,
        "interactions": contacts.height, "wait_ms": int(contacts["wait_ms"].sum()),
        "transfers": int(contacts["transfers"].sum())}))


if __name__ == "__main__":
    main()
