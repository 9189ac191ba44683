"""A generated center's exports, record by record at their bytes, without any product code."""

import csv
import gzip
import hashlib
import json
import re
from collections import Counter
from datetime import datetime, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")
CLOCK = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?")
MINUTE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})")
BLANKS = re.compile(r"[ \t\r\n]*")
# A row up to its line end; line ends inside quotes belong to it.
ROW = re.compile(r'(?:[^"\n]++|"[^"]*+")*+')
LINE_END = re.compile(r"\r*\n|\Z")
BOM = "\xef\xbb\xbf"


def iso(text):
    """The milliseconds since 1970 of an ISO 8601 instant with its offset."""
    if not ISO.fullmatch(text):
        raise ValueError(f"no instant: {text}")
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@lru_cache(maxsize=1 << 16)
def london_minutes(text):
    """The instants a local minute of London may mean: two where clocks go back."""
    match = MINUTE.fullmatch(text)
    if not match:
        raise ValueError(f"no local minute: {text}")
    day, month, year, hour, minute = (int(part) for part in match.groups())
    wall, found = datetime(year, month, day, hour, minute), set()
    for fold in (0, 1):
        instant = wall.replace(tzinfo=LONDON, fold=fold).astimezone(timezone.utc)
        if instant.astimezone(LONDON).replace(tzinfo=None) == wall:
            found.add(round(instant.timestamp() * 1000))
    if not found:
        raise ValueError(f"clocks skip this minute: {text}")
    return sorted(found)


def local_clock(text):
    """A local date with or without its time."""
    if not CLOCK.fullmatch(text):
        raise ValueError(f"no local time: {text}")
    return datetime.fromisoformat(text)


class Shape(NamedTuple):
    """What is known of an adapter's records."""

    keys: tuple           # the fields that name a record
    required: tuple       # the instants every record has
    optional: tuple = ()  # instants a record may have, at any depth
    read: object = iso    # how an instant is read
    envelope: str = None  # the array that holds the records
    headers: int = 0      # the header rows of a CSV file
    needed: tuple = ()    # other fields no record lacks
    passed_over: object = lambda record: False  # whether a record is not about customers


STAMPS = tuple(
    f"{name}Timestamp" for name in
    """ConnectedToSystem Disconnect Enqueue Dequeue ConnectedToAgent AfterContactWorkStart
    AfterContactWorkEnd Scheduled TransferCompleted""".split())
SHAPES = {
    "amazon-connect": Shape(
        ("ContactId",), ("InitiationTimestamp", "LastUpdateTimestamp"), STAMPS,
        passed_over=lambda record: record.get("InitiationMethod") == "MONITOR"),
    "genesys-conversations": Shape(
        ("conversationId",), ("conversationStart",),
        ("conversationEnd", "segmentStart", "segmentEnd", "emitDate"), envelope="conversations"),
    "zendesk-tickets": Shape(("id",), ("created_at", "updated_at"), envelope="tickets"),
    "zendesk-ticket-audits": Shape(("id",), ("created_at",), needed=("ticket_id",)),
    "zendesk-users": Shape(
        ("id",), (), ("created_at", "updated_at"),
        passed_over=lambda record: record.get("role") != "end-user"),
    "servicenow-incident-log": Shape(
        ("number", "sys_mod_count"), ("opened_at", "sys_updated_at"),
        ("sys_created_at", "resolved_at", "closed_at"), read=london_minutes, headers=1),
    "qualtrics-responses": Shape(
        ("ResponseId",), ("StartDate", "EndDate", "RecordedDate"), read=local_clock, headers=3,
        passed_over=lambda record: record.get("Status") in ("1", "Survey Preview")),
    "customers": Shape(("customer_id",), (), ("updated_at",), read=local_clock, headers=1),
}


class Unreadable(ValueError):
    """A file that is not what its manifest says, with the byte where that shows."""


class Record(NamedTuple):
    """One record: its bytes as Latin-1 text, and its value unless it is malformed."""

    offset: int
    text: str
    value: dict


def refuse_constant(name):
    """Refuses NaN and infinities, which are no JSON."""
    raise ValueError(f"no JSON: {name}")


DECODER = json.JSONDecoder(parse_constant=refuse_constant)


def decode(text, at):
    """The JSON value at a byte and the byte after it."""
    try:
        return DECODER.raw_decode(text, at)
    except ValueError as problem:
        raise Unreadable(f"byte {at}: {problem}; {text[at:at + 60]!r}") from problem


def after_blanks(text, at):
    """The first byte from here on that is no white space."""
    return BLANKS.match(text, at).end()


def after_mark(text, at, mark):
    """The byte after a punctuation mark that must come next, white space aside."""
    at = after_blanks(text, at)
    if text[at:at + 1] != mark:
        raise Unreadable(f"byte {at}: {mark} expected, not {text[at:at + 20]!r}")
    return at + 1


def record_at(text, at, damaged):
    """The JSON record at a byte; a malformed one is as long as the manifest says."""
    if at in damaged:
        return Record(at, text[at:at + damaged[at]], None)
    value, end = decode(text, at)
    return Record(at, text[at:end], value)


def objects(text, at, damaged):
    """Records one after the other, on lines of their own or glued."""
    while (at := after_blanks(text, at)) < len(text):
        record = record_at(text, at, damaged)
        yield record
        at += len(record.text)


def elements(text, at, damaged):
    """The records of an array whose bracket is behind; returns the byte after the array."""
    at = after_blanks(text, at)
    if text[at:at + 1] == "]":
        return at + 1
    while True:
        at = after_blanks(text, at)
        record = record_at(text, at, damaged)
        yield record
        at = after_blanks(text, at + len(record.text))
        if text[at:at + 1] == "]":
            return at + 1
        at = after_mark(text, at, ",")


def enveloped(text, at, damaged, name):
    """The records in the named array of the one object a file is."""
    at, found = after_blanks(text, after_mark(text, at, "{")), False
    while text[at:at + 1] != "}":
        key, at = decode(text, at)
        at = after_blanks(text, after_mark(text, at, ":"))
        if key == name:
            found, at = True, (yield from elements(text, after_mark(text, at, "["), damaged))
        else:
            _, at = decode(text, at)
        at = after_blanks(text, at)
        if text[at:at + 1] != "}":
            at = after_blanks(text, after_mark(text, at, ","))
    if not found or after_blanks(text, at + 1) != len(text):
        raise Unreadable(f"byte {at}: not one object with the array {name}")


def cells(text):
    """The cells of one CSV row."""
    return next(csv.reader([text], strict=True))


def rows(text, at, damaged, headers):
    """The rows of a CSV file as dictionaries by its first row; empty lines are none."""
    names, seen = None, 0
    while at < len(text):
        end = at + damaged[at] if at in damaged else ROW.match(text, at).end()
        row = text[at:end].rstrip("\r\n")
        line_end = LINE_END.match(text, at + len(row))
        if not line_end:
            raise Unreadable(f"byte {at}: this row does not end: {text[at:at + 60]!r}")
        if row and seen < headers:
            names, seen = names or cells(row), seen + 1
        elif row:
            yield Record(at, row, None if at in damaged else columns(names, row))
        at = line_end.end()


def columns(names, row):
    """A row by column names; the name None says that the columns are too few or too many."""
    found = cells(row)
    value = dict(zip(names, found))
    if len(found) != len(names):
        value[None] = f"{len(found)} columns, not {len(names)}"
    return value


def read_records(entry, data):
    """Every record of a decompressed file of the manifest, in order."""
    shape, text = SHAPES[entry["adapter"]], data.decode("latin-1")
    damaged = {slot["byteOffset"]: slot["byteLength"] for slot in entry["malformed"]}
    start = len(BOM) if text.startswith(BOM) else 0
    if shape.headers:
        return rows(text, start, damaged, shape.headers)
    if shape.envelope:
        return enveloped(text, start, damaged, shape.envelope)
    return objects(text, start, damaged)


def header_names(data):
    """The column names of a CSV file."""
    text = data.decode("latin-1").removeprefix(BOM)
    return cells(ROW.match(text).group().rstrip("\r"))


def decompressed(entry, data):
    """What a file holds, all members of a gzip file one after the other."""
    return gzip.decompress(data) if entry["path"].endswith(".gz") else data


class Scanner:
    """Finds what is wrong with records of one adapter."""

    def __init__(self, adapter):
        self.shape = SHAPES[adapter]
        names = "|".join(self.shape.required + self.shape.optional)
        self.instants = re.compile(rf'"(?:{names})"\s*:\s*(?:"([^"]*)"|([^\s",}}\]]+))')

    def flaws(self, record):
        """The kinds of flaws of a record that could be parsed."""
        value, found = record.value, set()
        if not record.text.isascii() and not is_utf8(record.text):
            found.add("syntax")
        if not isinstance(value, dict):
            return found | {"syntax"}
        if None in value:
            found.add("columns")
        if any(value.get(key) in (None, "") for key in self.shape.keys + self.shape.needed):
            found.add("key")
        if not all(self.is_instant(value.get(name)) for name in self.shape.required):
            found.add("instant")
        if not all(self.is_instant(text) for text in self.other_instants(record)):
            found.add("instant")
        return found

    def other_instants(self, record):
        """The instants at any depth that are present."""
        if self.shape.headers:
            present = (record.value.get(name) for name in self.shape.optional)
            return [text for text in present if text not in (None, "", "?")]
        found = self.instants.findall(record.text)
        return [quoted or bare for quoted, bare in found if bare != "null"]

    def is_instant(self, text):
        """Whether a text is an instant of this adapter."""
        try:
            return isinstance(text, str) and self.shape.read(text) is not None
        except ValueError:
            return False

    def flaws_of_malformed(self, record, names):
        """The kinds of flaws of a slice the manifest calls malformed; none is a lie."""
        if self.shape.headers:
            return self.flaws_of_row(record, names)
        try:
            text = record.text.encode("latin-1").decode("utf-8")
            return self.flaws(record._replace(value=json.loads(text)))
        except ValueError:
            return set() if are_objects(record.text) else {"syntax"}

    def flaws_of_row(self, record, names):
        """The kinds of flaws of a CSV row."""
        try:
            return self.flaws(record._replace(value=columns(names, record.text)))
        except (csv.Error, StopIteration):
            return {"syntax", "columns"}


def is_utf8(text):
    """Whether the bytes of a Latin-1 text are UTF-8."""
    try:
        return bool(text.encode("latin-1").decode("utf-8"))
    except ValueError:
        return False


def are_objects(text):
    """Whether a slice is nothing but whole objects: it then holds records, not damage."""
    try:
        return all(isinstance(record.value, dict) for record in objects(text, 0, {}))
    except Unreadable:
        return False


class Ledger:
    """What one file holds, counted the way the manifest counts."""

    def __init__(self, entry, folder):
        self.entry, self.shape = entry, SHAPES[entry["adapter"]]
        data = (folder / entry["path"]).read_bytes()
        self.counts = Counter(bytes=len(data), records=0, duplicates=0, skipped=0)
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.data = decompressed(entry, data)
        self.counts["contentBytes"] = len(self.data)
        self.keys, self.texts, self.reached = set(), set(), set()
        self.undeclared, self.sound = [], []

    def read(self):
        """Every well-formed record, counted; the malformed ones are weighed."""
        scanner = Scanner(self.entry["adapter"])
        names = header_names(self.data) if self.shape.headers else None
        kinds = {slot["byteOffset"]: slot["kind"] for slot in self.entry["malformed"]}
        for record in read_records(self.entry, self.data):
            self.counts["records"] += 1
            if record.offset in kinds:
                self.reached.add(record.offset)
                flaws = scanner.flaws_of_malformed(record, names)
                if kinds[record.offset] not in flaws:
                    self.sound.append(self.place(record, f"{kinds[record.offset]} not in {flaws}"))
            elif flaws := scanner.flaws(record):
                self.undeclared.append(self.place(record, flaws))
            else:
                self.count(record)
                yield record.value
        self.counts["distinctKeys"] = len(self.keys)
        self.data = self.texts = self.keys = None

    def count(self, record):
        """Counts a well-formed record."""
        self.keys.add(tuple(str(record.value[key]) for key in self.shape.keys))
        if self.shape.passed_over(record.value):
            self.counts["skipped"] += 1
            return
        digest = digest_of(record.text)
        self.counts["duplicates"] += digest in self.texts
        self.texts.add(digest)

    def place(self, record, what):
        """Where a record is and what is wrong there."""
        return f"{self.entry['path']} byte {record.offset}: {what}: {record.text[:80]!r}"

    def unreached(self):
        """The manifest's malformed records that do not begin where a record begins."""
        slots = [slot["byteOffset"] for slot in self.entry["malformed"]]
        return [f"{self.entry['path']} byte {at}" for at in slots if at not in self.reached]


def digest_of(text):
    """A short fingerprint of a record's text."""
    return hashlib.blake2b(text.encode("latin-1"), digest_size=16).digest()
