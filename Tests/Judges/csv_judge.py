"""Judges the reading of rows by Python's csv.

    csv_judge.py CASES

CASES is a JSON list of {"name", "bytes", "encoding", "delimiter", "hasQuotes"}, bytes as a list of
numbers. Prints a JSON list in the same order: the rows as lists of texts without blank lines, or
null where csv in its strict mode, or the decoder, refuses the file.
"""

import csv
import io
import json
import sys


def rows(case):
    encoding = {"utf-8": "utf-8-sig", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}.get(
        case["encoding"], case["encoding"])
    try:
        text = bytes(case["bytes"]).decode(encoding)
        quoting = csv.QUOTE_MINIMAL if case["hasQuotes"] else csv.QUOTE_NONE
        reader = csv.reader(
            io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True, quoting=quoting,
            delimiter=case["delimiter"], doublequote=True)
        return [row for row in reader if row]
    except (csv.Error, UnicodeDecodeError):
        return None


def main():
    csv.field_size_limit(1 << 30)
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    json.dump([rows(case) for case in cases], sys.stdout)


if __name__ == "__main__":
    main()
