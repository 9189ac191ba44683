"""Reasons, recomputed: reasons_judge.py MODE FOLDER RELEASE

MODE `make` writes into FOLDER tickets with random texts in several languages, a file of random
rules and a configuration (RELEASE is not looked at). MODE `check` recomputes the reason and the
basis of every ticket and compares them with the release made from FOLDER. Letters are folded by
the Unicode database of this Python, phrases are found by searching for each alone.
"""

import json
import random
import re
import unicodedata
from pathlib import Path

from published import Release, Verdict, arguments

SEED, TICKETS = 20_240_601, 4_000
WEIGHTS = {
    "category": 8, "ivr": 6, "wrap-up": 4, "tag": 4, "queue": 3, "subject": 3, "message": 2,
    "comment": 2, "reply": 1,
}
TEXTS = ("subject", "message", "comment", "reply")
FIELDS = ("category", "queue", "tag")
WORDS = """refund invoice charged twice payment late delivery parcel lost password reset login cancel
    cancelled contract moving house address card declined broken screen café crème Straße Grüße Übergabe
    Kündigung kündigen Rechnung Zähler señal devolución factura ñandú reçu où pêche Øresund łódź Ångström
    счёт возврат ёлка Йод λόγος ΟΔΟΣ I've won't don't naïve 4711 2024 12345 vip third time again""".split()
GAPS = [" ", "  ", ", ", "! ", " - ", "\n", "\t", "… ", " / ", "\u00a0", " <br> ", "&nbsp;", " 😡 "]


def words_of(text):
    """The folded words of a text."""
    text = re.sub(r"<[A-Za-z/!][^>]*>|&#?\w+;", " ", text)
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = "".join(c for c in folded if unicodedata.category(c) != "Mn")
    for letter, plain in (("ø", "o"), ("ł", "l"), ("đ", "d"), ("æ", "ae"), ("œ", "oe")):
        folded = folded.replace(letter, plain)
    return "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in folded).split()


def is_found(phrase, text, is_whole):
    """Whether a phrase stands in a text, or is the whole of it."""
    opens, closes = not phrase.startswith("*"), not phrase.endswith("*")
    wanted = re.escape(" ".join(words_of(phrase)))
    line = " ".join(words_of(text))
    if not line:
        return False
    if is_whole:
        pattern = ("^" if opens else "") + wanted + ("$" if closes else "")
    else:
        pattern = ("(?<!\\S)" if opens else "") + wanted + ("(?!\\S)" if closes else "")
    return re.search(pattern, line) is not None


class Dice(random.Random):
    """Random words, phrases and texts."""

    def word(self):
        """A word in some spelling."""
        word = self.choice(WORDS)
        word = self.choice([word, word, word.upper(), word.capitalize()])
        return unicodedata.normalize(self.choice(["NFC", "NFD"]), word)

    def text(self, most):
        """A text of some words with gaps of all kinds."""
        return "".join(self.word() + self.choice(GAPS) for _ in range(self.randint(0, most)))

    def phrase(self):
        """One or two words, perhaps open at an end."""
        text = " ".join(self.word() for _ in range(self.choice([1, 1, 2])))
        if self.random() < 0.2:
            text = text[:max(3, len(text) // 2)].rstrip() + "*"
        return "*" + text if self.random() < 0.1 else text

    def phrases(self, most):
        """A list of different phrases with something to look for."""
        found = {" ".join(words_of(p)): p for p in (self.phrase() for _ in range(most))}
        return [phrase for folded, phrase in found.items() if folded]


def make_rules(dice, queues, tags, categories):
    """Random rules; no keyword is both wanted and excluded."""
    rules = []
    for number in range(40):
        rule = {"reason": f"topic {dice.randint(1, 12)} / detail {number % 3}", "name": f"r{number}"}
        for field, values in (("category", categories), ("queue", queues), ("tag", tags)):
            if dice.random() < 0.25:
                rule[field] = dice.sample(values, 2)
        rule["any"] = dice.phrases(3) or ["refund"]
        known = {" ".join(words_of(p)) for p in rule["any"]}
        for key in ("all", "none"):
            if dice.random() < 0.2:
                others = [p for p in dice.phrases(2) if " ".join(words_of(p)) not in known]
                known |= {" ".join(words_of(p)) for p in others}
                if others:
                    rule[key] = others
        if dice.random() < 0.2:
            rule["fields"] = dice.sample(["subject", "message", "queue"], 2)
        if dice.random() < 0.2:
            rule["weight"] = dice.randint(2, 4)
        rules.append(rule)
    return rules


def make_ticket(dice, number, queues, tags, categories):
    """A Zendesk ticket as the API gives it."""
    category = dice.choice(categories + [None, None])
    return {
        "id": number, "requester_id": 500_000 + number, "status": "open",
        "via": {"channel": "web"}, "created_at": "2024-05-01T10:00:00Z",
        "updated_at": "2024-05-01T11:00:00Z", "subject": dice.text(4) or None,
        "description": dice.text(12) or None, "tags": dice.sample(tags, dice.randint(0, 2)),
        "group_id": dice.choice(queues + [None]),
        "custom_fields": [{"id": 1, "value": category}],
    }


def make(folder):
    """Writes rules, tickets and configuration."""
    dice = Dice(SEED)
    queues = ["Billing", "Billing – US", "Réclamations", "Tier 2", "Umzüge"]
    tags = ["vip", "refund_request", "Kündigung", "late", "app-crash", "eu"]
    categories = ["Payments", "Payments / Card", "Lieferung", "Conta", "Other"]
    rules = {
        "abstain": {"score": 3, "margin": 2}, "weights": {"tag": 5, "subject": 4},
        "rules": make_rules(dice, queues + ["Bill*"], tags + ["*crash"], categories + ["Pay*"]),
    }
    (folder / "reasons.yaml").write_text(json.dumps(rules, indent=1), encoding="utf-8")
    with open(folder / "tickets.json", "w", encoding="utf-8") as file:
        for number in range(1, TICKETS + 1):
            ticket = make_ticket(dice, number, queues, tags, categories)
            file.write(json.dumps(ticket, ensure_ascii=dice.random() < 0.5) + "\n")
    (folder / "throughline.yaml").write_text(
        "timezone: UTC\nreasons: reasons.yaml\ninputs:\n"
        "  - {name: desk, adapter: zendesk-tickets, path: tickets.json,\n"
        "     with: {reason: 'custom_fields[id == \"1\"].value'}}\n", encoding="utf-8")


def score_of(rule, record, weights):
    """The points of a rule, and whether it knows the category; None if it is out."""
    points, knows = 0, False
    for field in FIELDS:
        values = record.get(field, [])
        if any(is_found(p, value, True) for p in rule.get(field, []) for value in values):
            points += weights[field]
            knows = knows or field == "category"
    fields = rule.get("fields", TEXTS)

    def weight_of(phrase):
        places = [
            field for field in fields
            if any(is_found(phrase, text, False) for text in record.get(field, []))
        ]
        return max((weights[field] for field in places), default=None)

    if any(weight_of(p) is not None for p in rule.get("none", [])):
        return None
    wanted = [weight_of(p) for p in rule.get("all", [])]
    if None in wanted:
        return None
    found = [weight_of(p) for p in rule.get("any", [])]
    points += sum(wanted) + sum(weight for weight in found if weight is not None)
    return (points * rule.get("weight", 1), knows) if points else None


def reason_of(ticket, settings):
    """The reason and basis of a ticket."""
    stated = ticket["custom_fields"][0]["value"]
    record = {"tag": ticket["tags"]}
    for field, value in (
        ("category", stated), ("queue", ticket["group_id"]), ("subject", ticket["subject"]),
        ("message", ticket["description"]),
    ):
        if value:
            record[field] = [value]
    weights = WEIGHTS | settings["weights"]
    scored = []
    for number, rule in enumerate(settings["rules"]):
        score = score_of(rule, record, weights)
        if score and (not stated or score[1]):
            scored.append((score[0], -number, rule))
    scored.sort(key=lambda entry: entry[:2], reverse=True)
    if scored:
        points, _, best = scored[0]
        others = [entry[0] for entry in scored if entry[2]["reason"] != best["reason"]]
        lead = points - max(others, default=-10**9)
        if points >= settings["abstain"]["score"] and lead >= settings["abstain"]["margin"]:
            return best["reason"], "rule " + best["name"]
    return (stated, "record") if stated else (None, None)


def check(folder, release):
    """Compares every ticket."""
    verdict = Verdict()
    settings = json.loads((folder / "reasons.yaml").read_text(encoding="utf-8"))
    lines = (folder / "tickets.json").read_text(encoding="utf-8").splitlines()
    tickets = {str(ticket["id"]): ticket for ticket in map(json.loads, lines)}
    rows = {row["native_id"]: row for row in Release(release).rows("interactions")}
    verdict.expect_equal(set(rows), set(tickets), "tickets")
    kinds = {"record": 0, "rule": 0, None: 0}
    for number, ticket in tickets.items():
        row = rows.get(number)
        expected = reason_of(ticket, settings)
        kinds[expected[1] and expected[1].split()[0]] += 1
        if row:
            verdict.expect_equal(
                (row["reason"], row["reason_basis"]), expected, "reason", f"ticket {number}")
    for kind, count in kinds.items():
        verdict.expect(count >= 100, f"too few of basis {kind}", count)
    verdict.end(f"{len(tickets)} tickets agree: {kinds}")


def main():
    mode, folder, release = arguments("reasons_judge.py MODE FOLDER RELEASE")
    if mode == "make":
        make(Path(folder))
    else:
        check(Path(folder), release)


main()
