"""Writes gzip files with Python's gzip and with gzip(1), and says what they hold.

    gzip_judge.py FOLDER

NAME.gz is a file, NAME.plain its content. `flips` holds a line for every bit of small.gz: the
byte, the bit, and what Python makes of the file with that bit turned over, `same` or `refused`.
"""

import gzip
import io
import random
import subprocess
import sys
import zlib
from pathlib import Path


def member(data, name="", level=9, time=None):
    """One member as Python's GzipFile writes it."""
    file = io.BytesIO()
    with gzip.GzipFile(name, "wb", level, file, time) as writer:
        writer.write(data)
    return file.getvalue()


def verdict(data, plain):
    try:
        return "same" if gzip.decompress(data) == plain else "other"
    except (OSError, EOFError, zlib.error):
        return "refused"


def main():
    folder = Path(sys.argv[1])
    numbers = random.Random(1952)
    rows = [f"{i},{numbers.random()},{numbers.choice(['call', 'chat'])}\r\n" for i in range(9000)]
    text = "".join(rows).encode()
    noise = numbers.randbytes(100_000)
    parts = [text[at:at + 777] for at in range(0, 20_000, 777)]
    packed = subprocess.run(["gzip", "-9", "-c"], input=text, stdout=subprocess.PIPE, check=True)
    files = {
        "named": (member(text, "calls of März.csv", time=1), text),
        "gzip-9": (packed.stdout, text),
        "level-0": (member(noise, level=0), noise),
        "empty": (member(b""), b""),
        "members": (b"".join(map(member, parts)), b"".join(parts)),
        "empty-members": (member(b"") + member(text) + member(b"") * 3, text),
        "padded": (member(text) + bytes(512), text),
        "padded-between": (member(text) + bytes(100) + member(noise, "n"), text + noise),
        "small": (member(b"hello, hello, hello\n", "a"), b"hello, hello, hello\n"),
    }
    for name, (data, plain) in files.items():
        if verdict(data, plain) != "same":
            sys.exit(f"{name} is not what Python reads")
        (folder / f"{name}.gz").write_bytes(data)
        (folder / f"{name}.plain").write_bytes(plain)
    small, plain = files["small"]
    with open(folder / "flips", "w") as flips:
        for at in range(len(small)):
            for bit in range(8):
                flipped = small[:at] + bytes([small[at] ^ 1 << bit]) + small[at + 1:]
                flips.write(f"{at} {bit} {verdict(flipped, plain)}\n")


main()
