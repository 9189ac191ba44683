"""Exports made to exhaust memory, disk or patience, each one file more of a night's drop."""

import gzip

CONTACT = (b'{"ContactId":"%d","InitiationMethod":"INBOUND","InitiationTimestamp":'
           b'"2026-04-03T05:42:34Z","Attributes":{"customerId":"%s"}}\n')
MEGABYTE = 1 << 20


COLUMNS = ("customer_id", "name", "email", "phone", "segment", "account_id", "servicenow_caller",
           "notes", "updated_at")


def customer(**cells):
    """A line of the export of customers."""
    return ",".join(cells.get(name, "") for name in COLUMNS).encode() + b"\n"


def customers(rows):
    """Pieces of an export: the header and rows, a thousand at a time."""
    yield customer(**{name: name for name in COLUMNS})
    rows = list(rows)
    for start in range(0, len(rows), 1000):
        yield b"".join(rows[start:start + 1000])


# Files by name: what they are made of. Those of `crm` are plain, those of `connect` in gzip.


def long_record():
    return customers([b'"' + b"x" * (64 * MEGABYTE) + b'"' + customer()])


def unclosed_quote():
    return customers([b'"C-1' + customer(), *(customer(customer_id=f"C-{number}")
                                              for number in range(600_000))])


def many_columns():
    return customers([b"," * (4 * MEGABYTE) + b"\n"])


def many_customers():
    return customers(customer(customer_id=f"C-{number}", email=f"p{number}@example.org")
                     for number in range(300_000))


def one_customer():
    return customers(customer(customer_id="C-1", email=f"p{number}@example.org")
                     for number in range(300_000))


def many_words():
    return customers(customer(customer_id=f"C-{number}", segment=f"segment {number} of many")
                     for number in range(600_000))


def zeros():
    return customers([bytes(64 * MEGABYTE)])


def bomb():
    yield CONTACT % (1, b"C-1")
    yield from (b" " * MEGABYTE for _ in range(512))


def deep():
    yield b'{"ContactId":' + b"[" * (10 * MEGABYTE)


def many_contacts():
    yield from (CONTACT % (number, b"C-%d" % number) for number in range(200_000))


def contacts_of_one():
    yield from (CONTACT % (number, b"C-1") for number in range(200_000))


EXPORTS = {make.__name__.replace("_", "-"): make for make in (
    long_record, unclosed_quote, many_columns, many_customers, one_customer, many_words, zeros,
    bomb, deep, many_contacts, contacts_of_one)}


def place(name, drop):
    """Writes the file of a name into a night's drop and returns its path."""
    is_packed = name in ("bomb", "deep", "many-contacts", "contacts-of-one")
    path = drop / ("connect/contacts-hostile.json.gz" if is_packed else "crm/customers-hostile.csv")
    with gzip.open(path, "wb", compresslevel=1) if is_packed else path.open("wb") as file:
        for piece in EXPORTS[name]():
            file.write(piece)
    return path
