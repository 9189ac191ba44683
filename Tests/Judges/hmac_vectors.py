#!/usr/bin/env python3
"""Writes Fixtures/sha256/hmac_sha256.txt: codes by Python's hmac, over OpenSSL, and wrong ones.

    .venv/bin/python Tests/Judges/hmac_vectors.py >Fixtures/sha256/hmac_sha256.txt

The kinds are those of Wycheproof's hmac_sha256_test.json: keys shorter than, as long as and longer
than a block, messages around the ends of blocks, whole codes and their first half, and codes with
one bit wrong, with a byte exchanged and of zeros, which must not be accepted.
"""

import hashlib
import hmac

KEYS = [0, 1, 16, 32, 63, 64, 65, 131]
MESSAGES = [0, 1, 16, 55, 56, 63, 64, 65, 119, 120, 128, 200]


def chance(name, count):
    """So many bytes nobody chose."""
    blocks = [hashlib.sha512(f"{name} {i}".encode()).digest() for i in range(count // 64 + 1)]
    return b"".join(blocks)[:count]


def main():
    """Prints key, message, code and whether it is right, in hexadecimal; - is nothing."""
    for size in KEYS:
        for length in MESSAGES:
            key, message = chance(f"key {size} {length}", size), chance(f"text {length}", length)
            code = hmac.new(key, message, "sha256").digest()
            wrong = bytearray(code)
            bit = (size * 19 + length) % 256
            wrong[bit // 8] ^= 1 << bit % 8
            for tag, verdict in [(code, "valid"), (code[:16], "valid"), (bytes(wrong), "invalid"),
                                 (bytes(32), "invalid"), (code[1:2] + code[1:], "invalid")]:
                if tag == code[1:2] + code[1:] == code:
                    continue
                print(key.hex() or "-", message.hex() or "-", tag.hex(), verdict)


if __name__ == "__main__":
    main()
