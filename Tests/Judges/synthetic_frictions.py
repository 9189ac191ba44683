"""The frictions a generated center's exports show by themselves, without knowing who is who."""

from datetime import datetime, timezone
from itertools import pairwise
from typing import NamedTuple

from synthetic_exports import iso, london_minutes

NAMES = {
    "F01": "long-wait", "F02": "abandoned", "F03": "transfer", "F04": "cold-transfer",
    "F06": "ping-pong", "F07": "long-hold", "F08": "slow-first-response", "F09": "slow-reply",
    "F19": "reopened", "F22": "dropped", "F24": "broken-callback", "F28": "escalation",
    "F29": "sla-breach", "F33": "too-many-touches",
}
SECOND, HOUR = 1_000, 3_600_000
LONG_WAITS = {"voice": 120 * SECOND, "chat": 180 * SECOND, "message": 180 * SECOND}
SHORT_WAITS = {"voice": 5 * SECOND, "chat": 30 * SECOND, "message": 30 * SECOND}
FIRST_RESPONSES = {
    "email": 24 * HOUR, "web": 24 * HOUR, "twitter": HOUR, "facebook": HOUR}
SOCIAL = ("twitter", "facebook")
TOO_MANY_TOUCHES = 4
CALLBACK_GRACE = 900 * SECOND
MEDIA = {
    "VOICE": "voice", "CHAT": "chat", "EMAIL": "email",
    "voice": "voice", "callback": "voice", "video": "voice", "chat": "chat", "message": "message",
}
HANDED_OVER = ("TRANSFER", "QUEUE_TRANSFER")
SETTLED = ("Resolved", "Closed")


class Hit(NamedTuple):
    """One row of the truth, as texts."""

    friction: str
    system: str
    native_id: str
    at: str
    value: str


def utc(milliseconds):
    """An instant as the truth writes it, to whole seconds."""
    at = datetime.fromtimestamp(milliseconds // 1000, timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def hit(friction, system, native_id, at, value=""):
    """A row of the truth from numbers."""
    return Hit(friction, system, native_id, utc(at), str(value))


def maybe(text):
    """The milliseconds of an instant that may be missing."""
    return iso(text) if text else None


class Stint(NamedTuple):
    """A time in queue; its end is None while it lasts."""

    start: int
    end: int


class Answer(NamedTuple):
    """An agent taking over: when, from which queue and when the hand-over to them was."""

    at: int
    queue: str
    handed_over: int


class Live(NamedTuple):
    """A call, chat or message contact with all of its legs."""

    system: str
    native_id: str
    channel: str
    ended: int         # None while it lasts
    ended_by_agent: bool
    called_back: bool  # whether the customer accepted a callback instead of waiting
    stints: list
    answers: list
    transfers: list    # (when, whether it was blind)
    holds: int
    held: int
    longest_hold: int
    talked: int

    def hit(self, friction, at, value):
        """A friction of this contact."""
        return hit(friction, self.system, self.native_id, at, value)


def by_time(tuples):
    """Tuples in the order of the instants they begin with."""
    return sorted(tuples, key=lambda items: items[0])


def groups_regained(stations):
    """Where an earlier queue, lost since, comes back, or the third one comes, and its stint."""
    last, stint, had = None, 0, set()
    for place, queue in enumerate(stations):
        if queue and queue != last:
            stint += 1
            if queue in had or len(had) == 2:
                yield place, stint
            had.add(queue)
            last = queue


# Calls, chats and messages


def wait_of(live):
    """The time in queue to the first answer or the end; None if neither came or no queue did."""
    if not live.stints or not (live.answers or live.ended):
        return None
    until = live.answers[0].at if live.answers else live.ended
    waits = (min(until, stint.end or until) - stint.start for stint in live.stints)
    return sum(wait for wait in waits if wait > 0)


def waiting_frictions(live):
    """F01 and F02."""
    wait = wait_of(live)
    if wait is None or live.channel not in LONG_WAITS:
        return
    if wait > LONG_WAITS[live.channel]:
        yield live.hit("F01", live.stints[0].start, wait)
    gave_up = not live.answers and live.ended and not live.ended_by_agent
    if gave_up and not live.called_back and wait > SHORT_WAITS[live.channel]:
        yield live.hit("F02", live.ended, wait)


def handling_frictions(live):
    """F03, F04, F06 and F07."""
    for number, (at, is_blind) in enumerate(live.transfers, 1):
        yield live.hit("F03", at, number)
        if is_blind:
            yield live.hit("F04", at, number)
    for place, stint in groups_regained([answer.queue for answer in live.answers]):
        yield live.hit("F06", live.answers[place].handed_over, stint)
    is_held_up = live.held > 120 * SECOND or live.holds >= 3 or live.longest_hold > 90 * SECOND
    if live.answers and (is_held_up or 4 * live.held > live.talked):
        yield live.hit("F07", live.answers[0].at, live.held)


class Leg:
    """What matters of a Connect contact record."""

    def __init__(self, record):
        agent, queue = record.get("Agent") or {}, record.get("Queue") or {}
        attributes = record.get("Attributes") or {}
        self.id, self.previous = record["ContactId"], record.get("PreviousContactId")
        self.next, self.method = record.get("NextContactId"), record.get("InitiationMethod")
        self.related = record.get("RelatedContactId")
        self.channel, self.reason = record.get("Channel"), record.get("DisconnectReason")
        self.started = iso(record["InitiationTimestamp"])
        self.updated = iso(record["LastUpdateTimestamp"])
        self.ended = maybe(record.get("DisconnectTimestamp"))
        self.queue, self.enqueued = queue.get("Name"), maybe(queue.get("EnqueueTimestamp"))
        self.dequeued = maybe(queue.get("DequeueTimestamp"))
        self.answered = maybe(agent.get("ConnectedToAgentTimestamp"))
        self.held = (agent.get("CustomerHoldDuration") or 0) * SECOND
        self.longest_hold = (agent.get("LongestHoldDuration") or 0) * SECOND
        self.holds = agent.get("NumberOfHolds") or 0
        self.promised = maybe(attributes.get("callbackPromisedFor"))
        self.called_back = attributes.get("callbackAccepted") == "Y"

    def talked(self):
        """From connection to disconnection without hold; None unless both happened."""
        if self.answered is None or self.ended is None:
            return None
        return self.ended - self.answered - self.held


def chains_of(contacts):
    """The legs of every call in order, by the id of its first contact."""
    chains = {}
    for leg in contacts.values():
        first, depth, seen = leg, 0, {leg.id}
        while first.method in HANDED_OVER and first.previous not in seen:
            if first.previous not in contacts:
                break
            first, depth = contacts[first.previous], depth + 1
            seen.add(first.id)
        chains.setdefault(first.id, []).append((leg.started, depth, leg.id, leg))
    return {first: [leg for *_, leg in sorted(legs)] for first, legs in chains.items()}


def live_of_chain(first, legs):
    """A Connect contact from its legs."""
    answered = [leg for leg in legs if leg.answered is not None]
    stints = [Stint(leg.enqueued, leg.dequeued or leg.answered or leg.ended)
              for leg in legs if leg.enqueued is not None and leg.method != "CALLBACK"]
    return Live(
        "amazon-connect", first, MEDIA.get(legs[0].channel), ended=legs[-1].ended,
        ended_by_agent=legs[-1].reason == "AGENT_DISCONNECT",
        called_back=any(leg.called_back for leg in legs), stints=by_time(stints),
        answers=by_time([Answer(leg.answered, leg.queue, leg.started) for leg in answered]),
        transfers=[(leg.started, False) for leg in legs if leg.method in HANDED_OVER],
        holds=sum(leg.holds for leg in legs), held=sum(leg.held for leg in legs),
        longest_hold=max(leg.longest_hold for leg in legs),
        talked=sum(leg.talked() or 0 for leg in answered))


def hang_ups(first, legs):
    """F22."""
    for leg in legs:
        talked, is_last = leg.talked(), not leg.next
        if is_last and leg.reason == "AGENT_DISCONNECT" and talked is not None:
            if 0 <= talked < 30 * SECOND:
                yield hit("F22", "amazon-connect", first, leg.ended, talked)


def broken_promises(chains, contacts, as_of):
    """F24."""
    tried = {}
    for leg in contacts.values():
        if leg.method == "OUTBOUND" and leg.related:
            tried[leg.related] = min(leg.started, tried.get(leg.related, leg.started))
    for first, legs in chains.items():
        for leg in legs:
            if leg.promised is not None:
                due = leg.promised + CALLBACK_GRACE
                if due <= as_of and tried.get(leg.id, due + 1) > due:
                    yield hit("F24", "amazon-connect", first, leg.promised)


class Conversation:
    """What matters of a Genesys conversation."""

    def __init__(self, record):
        self.id, self.started = record["conversationId"], iso(record["conversationStart"])
        self.ended, self.latest = maybe(record.get("conversationEnd")), self.started
        self.media, self.left, self.called_back = None, (0, None), False
        self.stints, self.answers, self.transfers, self.holds, self.talked = [], [], [], [], 0
        for participant in record.get("participants") or []:
            attributes = participant.get("attributes") or {}
            self.called_back |= attributes.get("callbackAccepted") == "Y"
            for session in participant.get("sessions") or []:
                self._follow(participant.get("purpose"), session)

    def _follow(self, purpose, session):
        """Takes in one session of a participant."""
        segments = [
            (segment["segmentType"], iso(segment["segmentStart"]),
             maybe(segment.get("segmentEnd")), segment)
            for segment in session.get("segments") or []]
        metrics = [(metric["name"], iso(metric["emitDate"]))
                   for metric in session.get("metrics") or [] if metric.get("emitDate")]
        stamps = [end or start for _, start, end, _ in segments] + [at for _, at in metrics]
        self.latest = max([self.latest, *stamps])
        if purpose in ("customer", "external"):
            self._follow_customer(session, segments)
        elif purpose == "acd":
            self.stints += [Stint(start, end) for kind, start, end, _ in segments
                            if kind == "interact"]
        elif purpose == "agent":
            self._follow_agent(segments, metrics)

    def _follow_customer(self, session, segments):
        """The customer's side tells the medium and who ended the conversation."""
        self.media = self.media or session.get("mediaType")
        for _, start, end, segment in segments:
            self.left = max(self.left, (end or start, segment.get("disconnectType") or ""),
                            key=lambda left: left[0])

    def _follow_agent(self, segments, metrics):
        """An agent's session: its first interaction is the answer."""
        talks = by_time([(start, end or start, segment.get("queueId"))
                         for kind, start, end, segment in segments if kind == "interact"])
        if talks:
            self.answers.append((talks[0][0], talks[0][2]))
        self.talked += sum(end - start for start, end, _ in talks)
        self.holds += [end - start for kind, start, end, _ in segments if kind == "hold" and end]
        self.transfers += [
            (at, name == "nBlindTransferred") for name, at in metrics
            if name in ("nBlindTransferred", "nConsultTransferred")]

    def version(self):
        """The order of copies: those with an end are newer, then those that know more."""
        return self.ended is not None, self.latest

    def live(self):
        """The conversation as a contact."""
        transfers = sorted(self.transfers)
        answers = [
            Answer(at, queue, max((moved for moved, _ in transfers if moved <= at), default=at))
            for at, queue in by_time(self.answers)]
        return Live(
            "genesys", self.id, MEDIA.get(self.media), ended=self.ended,
            ended_by_agent=self.left[1] == "peer", called_back=self.called_back,
            stints=by_time(self.stints), answers=answers,
            transfers=transfers, holds=len(self.holds), held=sum(self.holds),
            longest_hold=max(self.holds, default=0), talked=self.talked)


# Zendesk


class Ticket:
    """What matters of a Zendesk ticket."""

    def __init__(self, record):
        self.id = str(record["id"])
        self.created, self.updated = iso(record["created_at"]), iso(record["updated_at"])
        self.requester, self.submitter = record.get("requester_id"), record.get("submitter_id")
        self.via = (record.get("via") or {}).get("channel")


class Change(NamedTuple):
    """A change of a ticket's field within an audit."""

    at: int
    author: int
    is_creation: bool
    field: str
    old: str
    new: str


class Audit:
    """What matters of a Zendesk audit: the changes of fields and whether the public saw it."""

    FIELDS = ("group_id", "priority", "status")

    def __init__(self, record):
        self.id, self.ticket = record["id"], str(record["ticket_id"])
        self.at, self.author = iso(record["created_at"]), record.get("author_id")
        events = record.get("events") or []
        self.changes = [
            Change(self.at, self.author, event["type"] == "Create", event["field_name"],
                   event.get("previous_value"), event.get("value"))
            for event in events
            if event.get("type") in ("Create", "Change") and event.get("field_name") in self.FIELDS]
        self.public_comments = sum(
            event.get("type") in ("Comment", "VoiceComment") and event.get("public") is True
            for event in events)


class Story:
    """A ticket with its audits in order and the staff among their authors."""

    def __init__(self, ticket, audits, staff):
        self.ticket, self.staff = ticket, staff
        self.audits = sorted(audits, key=lambda audit: (audit.at, audit.id))
        self.comments = [(audit.at, audit.author) for audit in self.audits
                         for _ in range(audit.public_comments)]
        self.replies = [at for at, author in self.comments if author in staff]

    def changes(self, field):
        """The changes of one field, in order."""
        return [change for audit in self.audits for change in audit.changes
                if change.field == field]

    def hit(self, friction, at, value=""):
        """A friction of this ticket."""
        return hit(friction, "zendesk", self.ticket.id, at, value)

    def hits(self, as_of):
        """All frictions of this ticket."""
        yield from self._hand_overs()
        yield from self._slow_first_response(as_of)
        yield from self._slow_replies()
        yield from self._reopenings()
        for change in self.changes("priority"):
            if not change.is_creation and change.new == "urgent" != change.old:
                yield self.hit("F28", change.at)
        if len(self.replies) >= TOO_MANY_TOUCHES:
            yield self.hit("F33", self.replies[TOO_MANY_TOUCHES - 1], len(self.replies))

    def _hand_overs(self):
        """F03 and F06."""
        changes = self.changes("group_id")
        moves = [change for change in changes
                 if not change.is_creation and change.old and change.new
                 and change.old != change.new]
        for number, change in enumerate(moves, 1):
            yield self.hit("F03", change.at, number)
        stations = [change.old for change in changes[:1]] + [change.new for change in changes]
        for place, stint in groups_regained(stations):
            yield self.hit("F06", changes[place - 1].at, stint)

    def _slow_first_response(self, as_of):
        """F08."""
        authors = {self.ticket.submitter, *(audit.author for audit in self.audits[:1])}
        limit = FIRST_RESPONSES.get(self.ticket.via)
        if limit is None or authors & self.staff:
            return
        created = self.ticket.created
        if self.replies and self.replies[0] - created > limit:
            yield self.hit("F08", created, self.replies[0] - created)
        elif not self.replies and as_of - created > limit:
            yield self.hit("F08", created)

    def _slow_replies(self):
        """F09."""
        turn, is_answered = None, False
        limit = 2 * HOUR if self.ticket.via in SOCIAL else 24 * HOUR
        for at, author in self.comments:
            if author in self.staff:
                if turn is not None and at - turn > limit:
                    yield self.hit("F09", turn, at - turn)
                turn, is_answered = None, True
            elif author != -1 and is_answered and turn is None:
                turn = at

    def _reopenings(self):
        """F19."""
        solved = None
        for change in self.changes("status"):
            is_reopening = (change.old, change.new) == ("solved", "open")
            if is_reopening and change.author == self.ticket.requester and solved is not None:
                yield self.hit("F19", change.at, change.at - solved)
            solved = change.at if change.new == "solved" else solved


# ServiceNow


class Update:
    """What matters of a row of a ServiceNow incident log; `at` are the instants it may mean."""

    def __init__(self, row):
        self.at = london_minutes(row["sys_updated_at"])
        self.state, self.is_breached = known(row["incident_state"]), row["made_sla"] == "false"
        self.group = known(row["assignment_group"])


def known(cell):
    """A cell, or nothing where the log writes its null marker."""
    return None if cell in ("?", "") else cell


def any_of(friction, number, instants, value=""):
    """The rows one hit may be, for every instant its local minute may mean."""
    return [hit(friction, "servicenow", number, at, value) for at in instants]


def incident_hits(number, updates):
    """Every hit of an incident, each as the list of rows it may be."""
    transfers = 0
    for before, after in pairwise(updates):
        if before.group and after.group and before.group != after.group:
            transfers += 1
            yield any_of("F03", number, after.at, transfers)
    for place, stint in groups_regained([update.group for update in updates]):
        yield any_of("F06", number, updates[place].at, stint)
    for update in [update for update in updates if update.is_breached][:1]:
        yield any_of("F29", number, update.at)
    yield from incident_reopenings(number, updates)


def incident_reopenings(number, updates):
    """F19 of an incident."""
    settled = None
    for update in updates:
        if update.state in SETTLED:
            settled = settled or update
        elif update.state:
            if settled:
                yield [
                    hit("F19", "servicenow", number, at, at - since)
                    for at in update.at for since in settled.at if at >= since]
            settled = None


class Center:
    """The newest version of everything in the exports."""

    def __init__(self):
        self.contacts, self.conversations, self.users = {}, {}, {}
        self.tickets, self.audits, self.incidents = {}, {}, {}
        self.opened = {}
        self.takers = {
            "amazon-connect": self._take_contact,
            "genesys-conversations": self._take_conversation,
            "zendesk-tickets": self._take_ticket, "zendesk-ticket-audits": self._take_audit,
            "zendesk-users": self._take_user, "servicenow-incident-log": self._take_update,
        }

    def take(self, adapter, record):
        """Takes in a well-formed record; older versions of what is known change nothing."""
        if adapter in self.takers:
            self.takers[adapter](record)

    def _take_contact(self, record):
        """The newest copy of a Connect contact that is no monitoring."""
        leg = Leg(record)
        known_leg = self.contacts.get(leg.id)
        if leg.method != "MONITOR" and (not known_leg or known_leg.updated <= leg.updated):
            self.contacts[leg.id] = leg

    def _take_conversation(self, record):
        """The newest copy of a Genesys conversation."""
        conversation = Conversation(record)
        known_copy = self.conversations.get(conversation.id)
        if not known_copy or known_copy.version() <= conversation.version():
            self.conversations[conversation.id] = conversation

    def _take_ticket(self, record):
        """The newest copy of a ticket."""
        ticket = Ticket(record)
        known_ticket = self.tickets.get(ticket.id)
        if not known_ticket or known_ticket.updated <= ticket.updated:
            self.tickets[ticket.id] = ticket

    def _take_audit(self, record):
        """An audit; copies are alike."""
        audit = Audit(record)
        self.audits.setdefault(audit.ticket, {})[audit.id] = audit

    def _take_user(self, record):
        """The newest role of a Zendesk user."""
        version = record.get("updated_at") or ""
        if version >= self.users.get(record["id"], ("", ""))[0]:
            self.users[record["id"]] = version, record.get("role")

    def _take_update(self, row):
        """A row of an incident; copies are alike."""
        updates = self.incidents.setdefault(row["number"], {})
        updates[int(row["sys_mod_count"])] = Update(row)

    def interactions(self):
        """When every interaction of the exports started; an incident's start is not compared."""
        found = {("amazon-connect", first): utc(legs[0].started)
                 for first, legs in chains_of(self.contacts).items()}
        found |= {("genesys", id): utc(conversation.started)
                  for id, conversation in self.conversations.items()}
        found |= {("zendesk", id): utc(ticket.created) for id, ticket in self.tickets.items()}
        return found | {("servicenow", number): None for number in self.incidents}

    def hits(self, as_of):
        """Every hit as the list of rows it may be: one, or two where clocks went back."""
        for found in self._certain_hits(as_of):
            yield [found]
        for number, updates in self.incidents.items():
            yield from incident_hits(number, [updates[count] for count in sorted(updates)])

    def _certain_hits(self, as_of):
        """The hits of systems that write instants."""
        chains = chains_of(self.contacts)
        lives = [live_of_chain(first, legs) for first, legs in chains.items()]
        lives += [conversation.live() for conversation in self.conversations.values()]
        for live in lives:
            yield from waiting_frictions(live)
            yield from handling_frictions(live)
        for first, legs in chains.items():
            yield from hang_ups(first, legs)
        yield from broken_promises(chains, self.contacts, as_of)
        staff = {id for id, (_, role) in self.users.items() if role in ("agent", "admin")}
        for id, ticket in self.tickets.items():
            yield from Story(ticket, self.audits.get(id, {}).values(), staff).hits(as_of)
