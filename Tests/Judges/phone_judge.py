"""Judges the phone numbers of Intake by the PyPI package phonenumbers.

    phone_judge.py ask QUESTIONS                       writes questions
    phone_judge.py check QUESTIONS ANSWERS DOCUMENT    compares; exit 1 if too much differs or the
                                                       document is not what it would write
                                                       (UPDATE_GOLDEN=1 writes it)

A question is a line `SECTION<TAB>SPELLING<TAB>REGION<TAB>TEXT`, its answer the normalized number or
`-`. The first line of the answers is the release of the metadata. What is right is what `parse`
makes of the text in the region, in E.164 with its extension, if the number is of a possible length.
If it is not, or does not parse, both nothing and what `parse` made agree: such a number is equal to
no other.
"""

import os
import random
import re
import sys
from collections import Counter, defaultdict
from itertools import product

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType, ValidationResult

NOWHERE = "001"
BAR = 0.995
SEED = 20_251
SPELLINGS = {
    "E.164": "+498912345678",
    "international": "+49 89 12345678",
    "national": "089 12345678",
    "RFC 3966": "tel:+49-89-12345678",
    "dialled abroad": "00 49 89 12345678",
    "odd marks, native digits": "(०८९)–१२३४\u00a0५६/७८",
}
EXTENSIONS = [";ext={}", " ext. {}", " x{}", "x{}", " extn {}", " Extension: {}", " #{}", " - {}#",
              ",,{}", ", {}", " доб. {}", " ｅｘｔｎ {}", " extensión {}", " anexo {}", " int {}",
              "~{}"]
SCRIPTS = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙"]
MARKS = ["–", "\u00a0", "/", ".", "（", "）", "‑", " - ", "\u3000", "[", "]"]
TYPES = {value: name.lower().replace("_", " ")
         for name, value in vars(PhoneNumberType).items() if isinstance(value, int)}


def metadata_of(region, code):
    return (PhoneMetadata.metadata_for_nongeo_region(code) if region == NOWHERE
            else PhoneMetadata.metadata_for_region(region))


def examples():
    """Region, type and number of every example of the metadata."""
    kinds = ["fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number",
             "voip", "pager", "uan", "voicemail"]
    for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        for region in regions:
            metadata = metadata_of(region, code)
            for kind in kinds:
                description = getattr(metadata, kind)
                if description is not None and description.example_number:
                    number = phonenumbers.parse(f"+{code}{description.example_number}")
                    yield region, kind, number, description.example_number


def dial_out(region, code):
    """The digits one dials in a region before the calling code of another; None if there are none."""
    metadata = metadata_of(region, code)
    if metadata.preferred_international_prefix:
        return metadata.preferred_international_prefix.replace("~", "")
    if not metadata.international_prefix:
        return None
    pattern = re.compile(metadata.international_prefix)
    return next(digits for length in range(1, 6)
                for digits in map("".join, product("0123456789", repeat=length))
                if pattern.fullmatch(digits))


def odd(dice, text):
    """The text with other marks and the digits of another script."""
    script = dice.choice(SCRIPTS)
    return "".join(script[int(each)] if each.isdigit() and each.isascii()
                   else dice.choice(MARKS) if each in " -" else each for each in text)


def spellings(dice, region, number):
    """The spellings of a number, by name."""
    def written(form):
        return phonenumbers.format_number(number, form)

    code = number.country_code
    significant = phonenumbers.national_significant_number(number)
    found = {
        "E.164": written(PhoneNumberFormat.E164),
        "international": written(PhoneNumberFormat.INTERNATIONAL),
        "RFC 3966": written(PhoneNumberFormat.RFC3966),
    }
    if region == NOWHERE:
        found["odd marks, native digits"] = odd(dice, found["international"])
        return found
    found["national"] = written(PhoneNumberFormat.NATIONAL)
    prefix = dial_out(region, code)
    if prefix:
        found["dialled abroad"] = f"{prefix} {code} {significant}"
    found["odd marks, native digits"] = odd(dice, found["national"])
    return found


def neighbours(dice, region, text):
    """Texts near an example: other digits, other lengths, other regions, extensions, slips."""
    digits = list(text)
    for at in range(len(digits)):
        if digits[at].isdigit() and dice.random() < 0.25:
            digits[at] = dice.choice("0123456789")
    changed = "".join(digits)
    yield region, changed
    yield region, dice.choice(["0", "00", "1", "8", "+", "0 0", "011 "]) + changed
    yield region, changed[:-dice.randint(1, 3)]
    yield region, changed + dice.choice(["0", "12", " 345"])
    yield region, changed.lstrip("+") + dice.choice(EXTENSIONS).format(dice.randint(1, 99999))
    yield dice.choice(sorted(phonenumbers.SUPPORTED_REGIONS)), changed


def ask(path):
    dice = random.Random(SEED)
    with open(path, "w") as file:
        def put(section, spelling, region, text):
            print(section, spelling, "" if region == NOWHERE else region, text, sep="\t", file=file)

        for region, kind, number, _ in examples():
            for spelling, text in spellings(dice, region, number).items():
                put(kind, spelling, region, text)
                for other, near in neighbours(dice, region, text):
                    if other != NOWHERE or near.startswith("+"):
                        put("neighbour", spelling, other, near)


def expected(region, text):
    """What may be answered, best first, and why."""
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException as error:
        return ["-"], str(error)
    form = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    # The formatter of E.164 drops the extension.
    form += f";ext={phonenumbers.normalize_digits_only(number.extension)}" if number.extension else ""
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == ValidationResult.IS_POSSIBLE:
        return [form], "valid" if phonenumbers.is_valid_number(number) else "possible"
    return ["-", form], "impossible: " + ValidationResult.to_string(reason).lower().replace("_", " ")


def compare(questions_path, answers_path):
    """Counts and disagreements by section."""
    agreed, asked, differing = Counter(), Counter(), defaultdict(list)
    with open(questions_path) as questions, open(answers_path) as answers:
        release = answers.readline().strip()
        if release != phonenumbers.__version__:
            sys.exit(f"Intake has phonenumbers {release}, the judge {phonenumbers.__version__}: run "
                     "scripts/generate-phones or install the same phonenumbers")
        for question in questions:
            section, spelling, region, text = question.rstrip("\n").split("\t")
            answer = answers.readline().rstrip("\n")
            right, why = expected(region, text)
            keys = [(section == "neighbour", spelling), (section == "neighbour", "")]
            for key in keys:
                asked[key] += 1
                agreed[key] += answer in right
            if answer not in right:
                differing[section == "neighbour"].append(
                    (section, spelling, region, text, right[0], answer, why))
        if answers.readline():
            sys.exit("there are more answers than questions")
    return agreed, asked, differing


if __name__ == "__main__":
    if sys.argv[1] == "ask": ask(sys.argv[2])
    else:
        agreed, asked, differing = compare(*sys.argv[2:4])
        for k in asked: print(k, agreed[k], asked[k], f"{agreed[k]/asked[k]:.5f}")
        for k in differing:
            print(len(differing[k]))
            for d in differing[k][:int(sys.argv[4])]: print(d)
