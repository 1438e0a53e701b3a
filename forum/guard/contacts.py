"""Hard rules over ways to reach a person in care: phone, email, home."""

import re
from collections.abc import Iterator

import phonenumbers

from forum.guard.context import Context

Spans = Iterator[tuple[int, int]]

_PHONE = re.compile(
    r"(?<![\w.@/=#&-])(?:\+\d[\d ().-]{7,18}\d|(?:1[ .-])?(?:\(\d{3}\)|\d{3})[ ./-]{0,2}\d{3}"
    r"[ .-]{0,2}(?:\d{4}|\d{2}[ .-]\d{2}))"
    r"(?![\w@]|-\d)"
)
_TOLL_FREE = frozenset("800 833 844 855 866 877 888 900".split())
_NOT_DIALED = re.compile(
    r"\b(?:ticket|order|invoice|npi|isbn|gtin|tracking|meeting id|case|confirmation|serial|grant|"
    r"account|property|sku|item|booking|ticket no|zoom)\b[^\n]{0,14}$",
    re.IGNORECASE,
)


def patient_phones(context: Context) -> Spans:
    for match in _PHONE.finditer(context.text):
        span = match.span()
        is_private = context.is_in_care(*span) or context.is_named(*span)
        if not is_private or not _can_be_dialed(match.group()):
            continue
        if context.is_at_work(*span) or _NOT_DIALED.search(context.text[max(0, span[0] - 30) : span[0]]):
            continue
        yield span


def _can_be_dialed(raw: str) -> bool:
    try:
        number = phonenumbers.parse(raw, "US")
    except phonenumbers.NumberParseException:
        return False
    if raw.isdigit() and not phonenumbers.is_valid_number(number):
        return False
    if number.country_code == 1 and str(number.national_number)[:3] in _TOLL_FREE:
        return False
    return phonenumbers.is_possible_number(number)


_EMAIL = re.compile(
    r"(?<![\w.%+-])(?P<name>[A-Za-z0-9._%+-]{1,64})(?:@| ?[(\[] ?at ?[)\]] ?)"
    r"(?P<domain>(?:[A-Za-z0-9-]{1,63}(?:\.| ?[(\[] ?dot ?[)\]] ?)){1,5}[A-Za-z]{2,24})(?![\w-])"
)
_ROLE = re.compile(
    r"(?:media|press|news|info|hello|contact|marketing|comm|pr\b|web(?:master|team|site)?\b|social|complaint|patient|"
    r"feedback|compliment|consent|thanks?\b|support|help|career|jobs|hr\b|privacy|compliance|translation|records|him\b|volunteer|"
    r"foundation|giving|event|digital|brand|design|admin|office|team|no-?reply|advocate|billing)",
    re.IGNORECASE,
)


# Where people have an address of their own; whoever writes from elsewhere is likely at work.
_OWN_MAIL = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|aol|hotmail|outlook|live|msn|icloud|me|mac|comcast|verizon|att|sbcglobal|"
    r"bellsouth|cox|charter|earthlink|proton(?:mail)?|gmx|mail|example)(?:\.| ?[(\[] ?dot ?[)\]] ?)(?:com|net|org|ca|me|us)$",
    re.IGNORECASE,
)


def patient_emails(context: Context) -> Spans:
    for match in _EMAIL.finditer(context.text):
        if _ROLE.match(match.group("name")) or context.is_at_work(*match.span()):
            continue
        if _OWN_MAIL.match(match.group("domain")) or context.is_in_care(*match.span()):
            yield match.span()


_ADDRESS = re.compile(
    r"(?<![\w#$.,/-])\d{1,5}(?:-\d{1,4})? (?:(?:[NSEW]\.?|North|South|East|West) )?(?:[A-Z][\w'.]{1,20} ){1,3}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Ln|Lane|Dr|Drive|Blvd|Boulevard|Ct|Court|Pl|Place|Ter|Terrace|Way|"
    r"Cir|Circle|Sq|Square|Trl|Trail|Pkwy|Parkway|Hwy|Highway|Loop|Row|Run|Ridge|Crossing|Hill|Line)\b"
    r"(?: (?:Rd|Road|St|Street|Ave|Avenue|Ln|Lane|Dr|Drive)\b)?"
    r"(?:\.?,? ?(?:#|(?:Apt|Unit|No)\.? ?)\w{1,5})?"
    r"|(?<![\w#$.,/-])\d{1,5} (?:County|Township|State|Rural) (?:Road|Route|Rd|Rte|Highway|Hwy)\.? \d{1,4}\b"
    r"|\bP\.? ?O\.? ?Box \d{1,6}\b"
)


def patient_addresses(context: Context) -> Spans:
    for match in _ADDRESS.finditer(context.text):
        is_home = context.is_in_care(*match.span()) or context.is_sent_to(*match.span())
        if is_home and not context.is_workplace(*match.span()):
            yield match.span()
