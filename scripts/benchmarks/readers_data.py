#!/usr/bin/env python3
"""The files the readers are measured with, from a seed: calls as CSV, conversations as JSON.

    scripts/benchmarks/readers_data.py DIR MEGABYTES SEED NAME…

NAME is one of FILES. A call has 20 columns and about 324 bytes: ISO time stamps, four ways to
write a phone number, quoted names with commas, e-mail addresses, quoted notes with doubled quotes,
commas and line ends, CRLF after every row (RFC 4180). A conversation has about 1.2 KB:
participants with sessions and metrics, messages with escapes, a survey. Some names and texts are
not ASCII. The same seed and size give the same bytes; a file that is complete is not written again.
"""

import gzip
import json
import os
import random
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True

# Raised whenever other bytes come out of the same seed.
VERSION = 1
FILES = ["calls.csv", "calls.csv.gz", "conversations.ndjson", "conversations.ndjson.gz",
         "conversations.json", "conversations.json.gz", "array.json"]
BLOCK_RECORDS = 5_000
GZIP_LEVEL = 6
MEMBER = "conversations"
COLUMNS = [
    "contact_id", "started_at", "answered_at", "ended_at", "direction", "caller", "called",
    "customer_name", "customer_email", "agent_id", "agent_name", "queue", "skill", "disposition",
    "ivr_seconds", "wait_seconds", "talk_seconds", "hold_seconds", "transfers", "notes",
]
GIVEN = ["Mara", "Ben", "Ana", "Lee", "Zoë", "Jürgen", "Priya", "Tomás", "Grace", "Omar", "Ines",
         "Yuki", "Noah", "Chloe", "Søren", "Lucía", "Ivan", "Ruth", "Kofi", "Wanda"]
FAMILY = ["Lindqvist", "Okafor", "Ruiz", "Tan", "Müller", "O'Neill", "García", "Smith", "Novák",
          "Johnson", "Patel", "Kim", "Dubois", "Rossi", "Haddad", "Brown", "Nguyen", "Çelik"]
HOSTS = ["example.com", "mail.example.org", "post.example.net", "Example.COM"]
QUEUES = ["Billing", "Retention", "Technical Support", "Sales", "Orders", "Returns", "Claims"]
SKILLS = ["english", "spanish", "german", "billing-2", "vip", "network"]
DISPOSITIONS = ["resolved", "callback", "escalated", "voicemail", "abandoned", "no-answer", ""]
PHRASES = [
    "customer charged twice, wants refund", "asked for a supervisor", "router restarts at night",
    "sent return label", "promised call back by Friday", "address changed", "waits since 3 weeks",
    "no fault found, will monitor", "contract ends in May", "cancelled; keeps the phone",
    "delivery missing, parcel says delivered", "password reset done", "voucher of 20 € given",
    "says café invoice is wrong", "line dropped", "verified by date of birth",
]
QUOTED = ['said ""never again""', 'invoice ""final"" sent', 'error ""E-104"", restarted']
SAYINGS = [
    "Hello, I was charged twice for my order.", "Thanks for waiting, let me look into that.",
    "It still does not work.", "The parcel never came, the page says \\\"delivered\\\".",
    "Could you tell me your order number?", "Sure:\\n- order 55-1032\\n- paid by card",
    "I have sent the refund, it takes 3 to 5 days.", "ok 👍", "Danke schön, das war’s.",
    "Où est ma commande ? Elle a coûté 35 €.", "My path was C:\\\\Users\\\\mara\\\\bill.pdf",
    "Perfect \\ud83d\\ude00", "ma\\u00f1ana, please", "You are now connected to an agent.",
]


class Dice(random.Random):
    """Many draws at once, all from one seed."""

    def ids(self, count):
        """Random identifiers in the usual form of 36 characters."""
        digits = self.randbytes(16 * count).hex()
        return [f"{digits[i:i + 8]}-{digits[i + 8:i + 12]}-4{digits[i + 13:i + 16]}-"
                f"a{digits[i + 17:i + 20]}-{digits[i + 20:i + 32]}"
                for i in range(0, 32 * count, 32)]

    def numbers(self, low, high, count):
        """Whole numbers from low up to but without high, small ones more often."""
        return [low + int((high - low) * value * value)
                for value in (self.random() for _ in range(count))]

    def phones(self, count):
        """Phone numbers in four styles."""
        styles = ["+1{}{}{}", "({}) {}-{}", "{}-{}-{}", "1 {} {} {}"]
        draws = zip(self.choices(styles, k=count), self.choices(range(201, 990), k=count),
                    self.choices(range(200, 999), k=count),
                    self.choices(range(1000, 9999), k=count))
        return [style.format(area, office, line) for style, area, office, line in draws]


def instants(dice, first, count):
    """Milliseconds since first, one after the other as in an export."""
    at = first
    for step in dice.numbers(1, 3_000, count):
        at += step
        yield at


def clock(milliseconds, origin=datetime(2026, 1, 5)):
    """An ISO time stamp in UTC."""
    return (origin + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds") + "Z"


def notes(dice, count):
    """Quoted free text: phrases, every fourth with doubled quotes, every fifth of several lines."""
    draws = zip(dice.choices(PHRASES, k=count), dice.choices(PHRASES, k=count),
                dice.choices(QUOTED + [""] * 9, k=count),
                dice.choices([", ", "; ", "\r\n"], [3, 1, 1], k=count))
    return ['"' + separator.join(part for part in (one, quoted, two) if part) + '"'
            for one, two, quoted, separator in draws]


def calls(seed, block):
    """A block of rows as text."""
    dice, count = Dice(f"calls {seed} {block}"), BLOCK_RECORDS
    given, family = dice.choices(GIVEN, k=count), dice.choices(FAMILY, k=count)
    columns = zip(
        dice.ids(count), instants(dice, block * 5_000_000, count), dice.numbers(0, 900, count),
        dice.numbers(5, 3_000, count), dice.choices(["inbound", "outbound"], [4, 1], k=count),
        dice.phones(count), dice.phones(count), given, family, dice.choices(HOSTS, k=count),
        dice.choices(range(1000, 1400), k=count), dice.choices(QUEUES, k=count),
        dice.choices(SKILLS, k=count), dice.choices(DISPOSITIONS, k=count),
        dice.numbers(0, 90, count), dice.numbers(0, 300, count), dice.numbers(0, 4, count),
        notes(dice, count))
    return "".join(
        f'{id},{clock(at)},{clock(at + 1000 * wait)},{clock(at + 1000 * (wait + talk))},'
        f'{direction},{caller},{called},"{family}, {given}",{given}.{family}{agent}@{host},'
        f'agent-{agent},"{GIVEN[agent % 20]} {FAMILY[agent % 18]}",{queue},{skill},{disposition},'
        f'{ivr},{wait},{talk},{hold},{transfers},{text}\r\n'
        for id, at, wait, talk, direction, caller, called, given, family, host, agent, queue,
        skill, disposition, ivr, hold, transfers, text in columns)


def conversations(seed, block):
    """A block of conversations, each as text in one line."""
    dice, count = Dice(f"conversations {seed} {block}"), BLOCK_RECORDS
    ids = iter(dice.ids(5 * count))
    phones, hosts = dice.phones(count), dice.choices(HOSTS, k=count)
    given, family = dice.choices(GIVEN, k=count), dice.choices(FAMILY, k=count)
    talk, wait = dice.numbers(20_000, 2_000_000, count), dice.numbers(0, 400_000, count)
    sayings = dice.choices(SAYINGS, k=8 * count)
    lengths, scores = dice.choices(range(1, 6), k=count), dice.choices(range(0, 11), k=count)
    for number, at in enumerate(instants(dice, block * 5_000_000, count)):
        said = sayings[8 * number:8 * number + lengths[number]]
        address = (f"tel:{phones[number]}" if number % 3 else
                   f"mailto:{given[number]}.{number}@{hosts[number]}")
        survey = "null" if number % 4 else f'{{"score":{scores[number]},"scale":[0,10]}}'
        contact = "null" if number % 7 == 0 else f'"{next(ids)}"'
        end = "null" if number % 11 == 0 else f'"{clock(at + talk[number])}"'
        customer = f"{given[number]} {family[number]}"
        yield (
            f'{{"conversationId":"{next(ids)}","conversationStart":"{clock(at)}",'
            f'"conversationEnd":{end},"originatingDirection":"inbound",'
            f'"divisionIds":["{next(ids)}"],'
            f'"participants":[{{"purpose":"customer","externalContactId":{contact},'
            f'"address":"{address}","participantName":"{customer}",'
            f'"sessions":[{{"mediaType":"chat","sessionId":"{next(ids)}",'
            f'"metrics":[{{"name":"nConnected","value":1,"emitDate":"{clock(at)}"}}]}}]}},'
            f'{{"purpose":"agent","userId":"{next(ids)}","sessions":[{{"mediaType":"chat",'
            f'"provider":"Webchat Provider",'
            f'"segments":[{{"segmentType":"interact","conference":false}}],"metrics":['
            f'{{"name":"tAnswered","value":{wait[number]}}},'
            f'{{"name":"tTalk","value":{talk[number]},"emitDate":"{clock(at + wait[number])}"}}]'
            f'}}]}}],"messages":[{messages(said, at)}],"survey":{survey}}}')


def messages(said, at):
    """The messages of a conversation, from both sides in turn."""
    return ",".join(
        f'{{"at":"{clock(at + 41_000 * number)}","from":"{("customer", "agent")[number % 2]}",'
        f'"text":"{text}"}}' for number, text in enumerate(said))


def pieces(name, seed):
    """The bytes of a file piece by piece, without an end: opening, blocks, closing comes later."""
    block = 0
    while True:
        if name == "calls.csv":
            text = calls(seed, block)
            yield (",".join(COLUMNS) + "\r\n" + text) if block == 0 else text
        elif name == "conversations.ndjson":
            yield "".join(one + "\n" for one in conversations(seed, block))
        else:
            envelope = f'{{"{MEMBER}":[' if name == "conversations.json" else "["
            yield (envelope if block == 0 else ",") + ",".join(conversations(seed, block))
        block += 1


CLOSINGS = {"conversations.json": '],"totalHits":1}\n', "array.json": "]\n"}


def write(path, name, megabytes, seed):
    """Writes a file of at least that many decimal megabytes."""
    partial = path.with_name(path.name + ".partial")
    written = 0
    with open(partial, "wb") as file:
        for piece in pieces(name, seed):
            written += file.write(piece.encode())
            if written >= megabytes * 1_000_000:
                break
        file.write(CLOSINGS.get(name, "").encode())
        os.fsync(file.fileno())
    partial.rename(path)


def compress(path, plain):
    """Compresses a file as one gzip member, without name and time, so that it repeats."""
    partial = path.with_name(path.name + ".partial")
    with open(plain, "rb") as source, open(partial, "wb") as target:
        with gzip.GzipFile("", "wb", GZIP_LEVEL, target, mtime=0) as stream:
            shutil.copyfileobj(source, stream, 1 << 20)
        target.flush()
        os.fsync(target.fileno())
    partial.rename(path)


def make(folder, megabytes, seed, names):
    """Makes the files that are missing or were made otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(names, key=FILES.index):
        path, stamp = folder / name, folder / f"{name}.stamp"
        wanted = json.dumps({"version": VERSION, "seed": seed, "megabytes": megabytes})
        if path.exists() and stamp.exists() and stamp.read_text() == wanted:
            continue
        stamp.unlink(missing_ok=True)
        print(f"writing {path}", file=sys.stderr)
        if name.endswith(".gz"):
            make(folder, megabytes, seed, [name.removesuffix(".gz")])
            compress(path, folder / name.removesuffix(".gz"))
        else:
            write(path, name, megabytes, seed)
        stamp.write_text(wanted)


if __name__ == "__main__":
    make(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
