"""Reads a file as Prometheus does and looks for samples in it: metrics_judge.py FILE SAMPLE...

Written from the description of the text format 0.0.4 alone. A sample without a value is looked for
by its name and labels.
"""

import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)$")


def labels(text):
    found, rest = {}, text or ""
    while rest:
        match = LABEL.match(rest)
        assert match, f"labels: {rest}"
        assert match[1] not in found, f"label twice: {text}"
        found[match[1]] = match[2]
        rest = rest[match.end() :]
    return tuple(sorted(found.items()))


def sample(line):
    match = SAMPLE.match(line)
    assert match, f"no sample: {line}"
    return (match[1], labels(match[2])), float(match[3])


def main(path, wanted):
    text = open(path, encoding="utf-8").read()
    assert text.endswith("\n"), "the last line is not ended"
    samples, types, done, current = {}, {}, set(), None
    for line in text.splitlines():
        if line.startswith("# "):
            _, kind, name, rest = line.split(" ", 3)
            assert kind in ("HELP", "TYPE") and re.fullmatch(NAME, name), line
            if kind == "TYPE":
                assert name not in types and rest == "gauge", line
                types[name] = rest
            continue
        key, value = sample(line)
        assert key[0] in types, f"no TYPE before {line}"
        if key[0] != current:
            assert key[0] not in done, f"samples of {key[0]} are not together"
            done.add(key[0])
            current = key[0]
        assert key not in samples, f"twice: {line}"
        samples[key] = value
    assert set(types) == done, "a metric without samples"
    for text in wanted:
        has_value = not text.endswith("}") and " " in text
        key, value = sample(text if has_value else text + " 0")
        assert key in samples, f"{text} is not among {sorted(samples)}"
        assert not has_value or samples[key] == value, f"{text}: {samples[key]}"


main(sys.argv[1], sys.argv[2:])
