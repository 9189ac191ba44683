"""Prints a file and whatever in it is gzip, unpacked: gunzip_all.py FILE."""

import sys
import zlib


def main():
    with open(sys.argv[1], "rb") as file:
        content = file.read()
    parts = [content]
    start = content.find(b"\x1f\x8b\x08")
    while start >= 0:
        try:
            parts.append(zlib.decompressobj(31).decompress(content[start:]))
        except zlib.error:
            pass  # These three bytes were no gzip member.
        start = content.find(b"\x1f\x8b\x08", start + 1)
    sys.stdout.buffer.write(b"\n".join(parts).decode("latin-1").encode("utf-8"))


if __name__ == "__main__":
    main()
