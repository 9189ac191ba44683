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
from phonenumbers import PhoneMetadata, PhoneNumberFormat, ValidationResult

NOWHERE = "001"
BAR = 0.995
SEED = 20_251
SPELLINGS = {
    "E.164": "+498912345678",
    "international": "+49 89 12345678",
    "national": "089 12345678",
    "RFC 3966": "tel:+49-89-12345678",
    "dialled abroad": "00 49 89 12345678",
    "odd marks, native digits": "(०८९)–१२३४५६/७८",
}
EXTENSIONS = [";ext={}", " ext. {}", " x{}", "x{}", " extn {}", " Extension: {}", " #{}", " - {}#",
              ",,{}", ", {}", " доб. {}", " ｅｘｔｎ {}", " extensión {}", " anexo {}", " int {}",
              "~{}"]
SCRIPTS = ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙"]
MARKS = ["–", "\u00a0", "/", ".", "（", "）", "‑", " - ", "\u3000", "[", "]"]


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


def digits_of(text):
    return phonenumbers.normalize_digits_only(text)


def is_counting(digits):
    return len(digits) >= 7 and digits in "1234567890123" or digits in ("0123456789", "9876543210")


def rule(region, text, right, why):
    """The rule of Throughline that explains why an answer may differ; None if there is none."""
    digits = digits_of(phonenumbers.phonenumberutil._maybe_strip_extension(text)[1])
    is_global = re.search("[+＋]", text) is not None
    significant = right[1:].split(";")[0]
    if is_counting(digits) or (significant and is_counting(significant[len(code_of(right)):])):
        return "counts"
    if re.search(r"(\d)\1{6}$", digits):
        return "repeats"
    if why.startswith(("impossible", "(")) and digits.startswith("00"):
        return "00"
    if region == "MX" and re.match("01|04[45]|1", digits) and why.startswith("impossible"):
        return "retired"
    if not is_global and len(digits) < 7:
        return "short"
    return None


def code_of(form):
    """The calling code of a number in E.164."""
    return next((form[1:1 + length] for length in (1, 2, 3)
                 if form[1:1 + length].isdigit()
                 and int(form[1:1 + length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), "")


RULES = {
    "short": "written without calling code and in fewer than seven digits (fewer where subscribers "
             "have such numbers): a service code or an extension of the center, not a customer",
    "counts": "the digits count from 1 or through all ten: typed to fill a field",
    "repeats": "the last seven digits or more are equal: typed to fill a field",
    "00": "begins with 00 and a calling code, which is not what one dials in that region but what "
          "most people write: read if the number is possible that way and not as it stands",
    "retired": "the prefixes 01, 044, 045 and the 1 after +52, which Mexico abolished in 2019, are "
               "dropped before ten digits",
    None: "not explained by a rule",
}


def compare(questions_path, answers_path):
    """Counts by section and spelling, and the disagreements of each section."""
    agreed, asked, differing = Counter(), Counter(), defaultdict(list)
    with open(questions_path) as questions, open(answers_path) as answers:
        release = answers.readline().strip()
        if release != phonenumbers.__version__:
            sys.exit(f"Intake has phonenumbers {release}, the judge {phonenumbers.__version__}: run "
                     "scripts/generate-phones or install the same phonenumbers")
        for question in questions:
            kind, spelling, region, text = question.rstrip("\n").split("\t")
            section = "neighbours" if kind == "neighbour" else "examples"
            answer = answers.readline().rstrip("\n")
            right, why = expected(region, text)
            asked[section, spelling] += 1
            agreed[section, spelling] += answer in right
            if answer not in right:
                reason = rule(region, text, answer if right[0] == "-" else right[0], why)
                differing[section].append((kind, spelling, region, text, right[0], answer, reason))
        if answers.readline():
            sys.exit("there are more answers than questions")
    return agreed, asked, differing


def table(head, rows):
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return lines + [f"| {' | '.join(map(str, row))} |" for row in rows]


def literal(text):
    """A text in a cell, with blanks that would not show written out."""
    shown = "".join(each if each == " " or each.isprintable() else f"\\u{ord(each):04x}"
                    for each in text)
    return "`" + shown.replace("|", "\\|") + "`"


def totals(section, agreed, asked):
    rows = [(name, literal(sample), f"{asked[section, name]:,}", f"{agreed[section, name]:,}",
             f"{agreed[section, name] / asked[section, name]:.2%}")
            for name, sample in SPELLINGS.items()]
    count, right = (sum(each[section, name] for name in SPELLINGS) for each in (asked, agreed))
    rows.append(("all", "", f"{count:,}", f"{right:,}", f"{right / count:.2%}"))
    return right / count, table(["spelling", "of +498912345678", "asked", "agree", "share"], rows)


def document(agreed, asked, differing):
    """The share of the examples that agree, and the page that says so."""
    share, examples_table = totals("examples", agreed, asked)
    _, neighbours_table = totals("neighbours", agreed, asked)
    regions = len(phonenumbers.SUPPORTED_REGIONS)
    codes = len(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
    lines = [
        "# Phone numbers, judged by libphonenumber", "",
        "Written by `Tests/Judges/phone_judge.py`, which the test `PhoneJudgeTests` runs: it asks "
        "Throughline", "and the PyPI package `phonenumbers` the same questions on the same metadata "
        f"({phonenumbers.__version__}) and fails if", "less than 99.5 % of the examples agree or if "
        "this page is not what it would write now.", "",
        "    UPDATE_GOLDEN=1 make test    # writes the page; or with --filter PhoneJudge", "",
        f"**Examples**: every example number of the metadata, of {regions} regions and {codes} "
        "calling codes, of every type", "(fixed, mobile, toll-free, premium, shared cost, personal, "
        "VoIP, pager, UAN, voicemail), in six spellings.", "Right is what `parse` makes of the text "
        "in its region, in E.164 with its extension, if the number is of a", "possible length; if it "
        "is not, nothing is right too.", "", *examples_table, "",
        "All that differ, each by a rule of Throughline (below) that the library does not have:", "",
        *table(["region", "type", "spelling", "text", "phonenumbers", "Throughline", "rule"],
               [(region, kind, spelling, literal(text), right, answer, reason)
                for kind, spelling, region, text, right, answer, reason in differing["examples"]]),
        "", "**Neighbours**: six texts near each of those (other digits, prefixes before them, "
        "digits cut off or added,", "an extension in one of sixteen spellings, another region), "
        "seeded. Random digits are often short or begin", "with 00, so the rules differ more often.",
        "", *neighbours_table, "",
        *table(["rule", "texts", "what it says"],
               [(reason or "-", sum(each[-1] == reason for each in differing["neighbours"]), text)
                for reason, text in RULES.items()]), "",
    ]
    unexplained = [each for each in differing["neighbours"] if each[-1] is None]
    if unexplained:
        lines += ["Not explained:", "",
                  *table(["region", "text", "phonenumbers", "Throughline"],
                         [(region, literal(text), right, answer)
                          for _, _, region, text, right, answer, _ in unexplained]), ""]
    return share, "\n".join(lines)


def check(questions_path, answers_path, document_path):
    agreed, asked, differing = compare(questions_path, answers_path)
    share, text = document(agreed, asked, differing)
    unexplained = [each for section in differing.values() for each in section if each[-1] is None]
    print(f"{share:.3%} of the examples agree; {len(unexplained)} disagreements without a rule")
    print(*unexplained[:20], sep="\n")
    if os.environ.get("UPDATE_GOLDEN"):
        os.makedirs(os.path.dirname(document_path), exist_ok=True)
        with open(document_path, "w") as file:
            file.write(text)
    with open(document_path) as file:
        is_current = file.read() == text
    if not is_current:
        print(f"{document_path} is not what the judge would write: UPDATE_GOLDEN=1")
    sys.exit(0 if share >= BAR and is_current and not unexplained else 1)


if __name__ == "__main__":
    {"ask": ask, "check": check}[sys.argv[1]](*sys.argv[2:])
