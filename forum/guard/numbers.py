"""Hard rules over numbers that a word beside them names, or that only one thing looks like."""

import re
from collections.abc import Iterator

from stdnum.us import ssn

from forum.guard.context import Context

Spans = Iterator[tuple[int, int]]

_ID = r"(?:id|number|num\b\.?|no\b\.?|nr\b\.?|#)"
_GAP = r"\W{0,5}(?:(?:is|was|are|as|of|on|which|reads?|says|card|the|first|ending|shows|listed)\b\W{0,4}){0,4}"
_CODE = (
    r"(?=[A-Z]{0,4}-?\d)(?P<code>[A-Z]{0,4}\d{1,9}(?:[ ]\d{1,9}){1,5}(?![\w-])"
    r"|[A-Z0-9]{1,20}(?:[-/.][A-Z0-9]{1,12}){0,5}(?![\w@]))"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SSN_BARE = _compiled(r"(?<![\w/.=-])\d{3}-\d{2}-\d{4}(?![\w-])")
_SSN_NAMED = _compiled(
    r"\b(?:ssn|s\.s\.n\.?|ss ?#|ss (?:no|num|number)\b|soc(?:ial|\.)? ?sec(?:urity\b|\.|\b)"
    r"|(?:his|her|my|your|their|whole|full|typed|gave) social\b)"
    r"[^\d]{0,28}\d{3}[- .]?\d{2}[- .]?\d{4}(?!\d)"
    r"|\bsocial\W{1,3}\d{3}[- ]?\d{2}[- ]?\d{4}(?!\d)"
)
_SAMPLE = _compiled(r"\b(?:example|sample|placeholder|dummy|fake|made[- ]up|test data)\b")


def social_security_numbers(context: Context) -> Spans:
    for match in _SSN_NAMED.finditer(context.text):
        yield match.span()
    for match in _SSN_BARE.finditer(context.text):
        is_sample = context.near(_SAMPLE, *match.span(), before=60, after=60)
        if ssn.is_valid(match.group()) and not is_sample:
            yield match.span()


_RECORD_WORD = (
    r"\b(?:(?:mrn|m\.r\.n\.?|med(?:ical|\.)? ?rec(?:ord|\.)?s?|mr ?(?=#)|(?-i:MR)(?=[ :]{1,3}\d))"
    rf"(?:\W{{0,2}}{_ID})?"
    rf"|(?:patient|pt\.?|chart|encounter|admission|hospital|episode|wristband|specimen|record)"
    rf"\W{{0,2}}{_ID}(?! of\b)|(?:patient|pt\.?) (?:account|acct\.?)(?:\W{{0,2}}{_ID})?"
    rf"|(?:chart|encounter|wristband|specimen)(?= (?!\d{{1,2}}-(?:19|20)\d\d\b)\d[\d-]{{5,}})|(?-i:FIN|CSN|EMPI)(?:\W{{0,2}}(?:number|no\.|#))?)"
)
_RECORD = _compiled(rf"{_RECORD_WORD}{_GAP}{_CODE}")
_RECORD_FARTHER = _compiled(rf"{_RECORD_WORD}(?:\W{{1,3}}[a-z']{{1,9}}\b){{1,5}}?\W{{1,3}}{_CODE}")
_RECORD_PERHAPS = _compiled(
    rf"\b(?:account|acct\.?|case|visit|accession|reference|invoice|statement|requisition|lab)"
    rf"\W{{0,2}}{_ID}{_GAP}{_CODE}"
)
_CARE = re.compile(
    r"\b(?:patient|procedure|bill\b|billing statement|discharge|encounter|summary|scan\b|x-?ray|wristband|"
    r"label|surgery|results?\b|er\b|full name|voicemail|visit\b|nurse|doctor|admission|mri\b)",
    re.IGNORECASE,
)
_ACCOUNTS_ELSEWHERE = re.compile(
    r"\b(?:ads?|google|meta|facebook|instagram|youtube|tiktok|vendor|agency|bank|support|ticket|cms|"
    r"manager|analytics|invoice|purchase|legal|lesson|book)\b",
    re.IGNORECASE,
)


def record_numbers(context: Context) -> Spans:
    for pattern, fewest in ((_RECORD, 4), (_RECORD_FARTHER, 6)):
        for match in pattern.finditer(context.text):
            if _digits(match) >= fewest:
                yield match.span()
    for match in _RECORD_PERHAPS.finditer(context.text):
        elsewhere = context.near(_ACCOUNTS_ELSEWHERE, *match.span(), before=60, after=30)
        in_care = context.near(_CARE, *match.span(), before=120, after=80)
        if _digits(match) >= 6 and in_care and not elsewhere:
            yield match.span()


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)"
    r"|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?!\d)"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}(?!\d))"
)
_BORN = _compiled(
    rf"\b(?:d\.?o\.?b\b\.?|date of birth|birth ?date|birth ?days?|b-?day|b\.(?=[ ]?\d)"
    rf"|born(?: (?:in|at|on)(?: [\w'-]+){{1,5}}?,?)?){_GAP}{_DATE}"
)
_BORN_AFTER = _compiled(
    rf"(?<![\d/.-]){_DATE}\W{{0,4}}(?:d\.?o\.?b\b|date of birth|birth ?date|is (?:his|her|my|their) birth)"
)
_FOUNDED = re.compile(
    r"\b(?:hospital|system|clinic|blog|account|campaign|center|idea|company|network|foundation|podcast|"
    r"newsletter|channel|page|website|department|program|brand)(?:'s|s)?\b(?:\W+(?:was|is|were|itself|first|officially))*\W*$",
    re.IGNORECASE,
)


_PUBLIC = _compiled(
    r"\b(?:founders?|ceo|president|chair(?:man|woman)?|mayor|namesake|wikipedia|historic\w*|archives?|saint)\b"
)
_LONG_AGO = _compiled(r"\b1[0-8]\d\d$")


def birth_dates(context: Context) -> Spans:
    for match in _BORN.finditer(context.text):
        founded = _FOUNDED.search(context.text[max(0, match.start() - 40) : match.start()])
        public = context.near(_PUBLIC, *match.span(), before=60, after=60)
        if not (founded or public or _LONG_AGO.search(match.group())):
            yield match.span()
    for match in _BORN_AFTER.finditer(context.text):
        yield match.span()


_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_EITHER = "[AC-HJKMNP-RT-Y0-9]"
_MBI = re.compile(
    rf"(?<![\w/=.-])[1-9]{_MBI_LETTER}{_MBI_EITHER}\d[- ]?{_MBI_LETTER}{_MBI_EITHER}\d[- ]?"
    rf"{_MBI_LETTER}{{2}}\d{{2}}(?![\w-])"
)
_POLICY = _compiled(
    rf"\b(?:policy|insurance|ins\.|insured|member(?:ship)?|subscriber|group|medicare|medicaid|mbi|hicn|"
    rf"beneficiary|certificate|plan)(?:\W{{1,2}}(?:policy|member|plan))?(?:\W{{0,2}}{_ID}){_GAP}{_CODE}"
)
_CARD = _compiled(
    r"\b(?:insurance|medicare|medicaid|blue cross|bcbs|aetna|cigna|humana|anthem|kaiser)\b[^.\n\d]{0,30}?\bid\b"
    rf"\W{{0,3}}{_CODE}"
)
_OTHER_POLICIES = re.compile(
    r"\b(?:social media|hr|privacy|compliance|intranet|hospital|our|brand|aha|ama|shsmd|prsa|association|"
    r"webinar|conference|society)\b",
    re.IGNORECASE,
)
_INSURED = re.compile(
    r"\b(?:insurance|insured|denied|claim|plan|coverage|medicare|medicaid|card|benefits|copay|deductible)\b",
    re.IGNORECASE,
)


def policy_numbers(context: Context) -> Spans:
    for match in _MBI.finditer(context.text):
        yield match.span()
    for match in _CARD.finditer(context.text):
        if _digits(match) >= 6:
            yield match.span()
    for match in _POLICY.finditer(context.text):
        other = context.near(_OTHER_POLICIES, *match.span(), before=30, after=10)
        if _digits(match) >= 6 and not (
            other and not context.near(_INSURED, *match.span(), before=80, after=80)
        ):
            yield match.span()


def _digits(match: re.Match[str]) -> int:
    return sum(sign.isdigit() for sign in match.group("code"))
