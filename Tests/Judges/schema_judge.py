"""Validates a JSON value against a JSON Schema: schema_judge.py SCHEMA VALUE

Written from JSON Schema 2020-12 (core and validation) for the keywords listed in `KNOWN`; any other
keyword is an error. Ends with 1 and the first place that does not fit, with 2 for a bad schema.
"""

import json
import re
import sys

KNOWN = {
    "$schema", "title", "description", "type", "enum", "pattern", "minimum", "maximum",
    "properties", "required", "additionalProperties", "items", "anyOf",
}
TYPES = {
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
}


def problem(schema, value, place):
    """Why a value does not fit, or None."""
    unknown = set(schema) - KNOWN
    if unknown:
        sys.exit(print(f"the schema at {place} has {unknown}") or 2)
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(TYPES[name](value) for name in names):
            return f"{place} is no {' or '.join(names)}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{place} is none of {schema['enum'][:5]}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return f"{place} does not match {schema['pattern']}"
    if TYPES["number"](value):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            return f"{place} is out of range"
    if isinstance(value, dict):
        for name in schema.get("required", []):
            if name not in value:
                return f"{place} lacks {name}"
        for name, member in value.items():
            known = schema.get("properties", {}).get(name)
            if known is not None:
                found = problem(known, member, f"{place}.{name}")
                if found:
                    return found
            elif schema.get("additionalProperties", True) is False:
                return f"{place} may not have {name}"
    if isinstance(value, list) and "items" in schema:
        for number, member in enumerate(value):
            found = problem(schema["items"], member, f"{place}[{number}]")
            if found:
                return found
    if "anyOf" in schema:
        found = [problem(choice, value, place) for choice in schema["anyOf"]]
        if all(found):
            return "; ".join(found)
    return None


schema, value = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
found = problem(schema, value, "$")
print(found or "it fits")
sys.exit(1 if found else 0)
