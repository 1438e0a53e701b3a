"""Soft rules: words that may tell who somebody is, or that must not be talked about here."""

import re
from collections.abc import Iterator

from forum.guard.context import ONE_PATIENT, Context

Spans = Iterator[tuple[int, int]]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_WORDS = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:{_UNITS}))?|{_UNITS}|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_SOMEBODY = (
    r"(?:woman|man|girl|boy|mother|mom|father|dad|teen|teenager|baby|toddler|child|patient|lady|gentleman|"
    r"grandmother|grandfather|infant|newborn|husband|wife|son|daughter)"
)
_AGE = _compiled(
    rf"\b(?:(?:\d{{1,3}}|{_WORDS})[- ](?:year|yr|month|week|day)s?[- ]old(?:'s|s)?\b"
    r"|\d{1,3} ?(?:y/?o|yo|yrs? old)\b"
    r"|aged? \d{1,3}\b(?! to\b| and older| or older|-)"
    rf"|{_SOMEBODY},? \(?\d{{1,3}}\)?(?=[,.;) ])(?! to\b| and older| or older| of| percent| beds)"
    rf"|(?:he|she|who) (?:is|was|turned) (?:only |just )?(?:\d{{1,3}}|{_WORDS})(?=[,.;) ])(?! percent))"
)
_THING_AFTER = _compiled(
    r"\W{0,2}(?:\w+ )?(?:website|site|style guide|guide|page|account|policy|building|program|hospital|center|"
    r"system|campaign|tradition|template|logo|brand|video|blog|contract|computer|camera|server|tool)\b"
)
_THING_BEFORE = _compiled(
    r"\b(?:page|website|site|policy|account|blog|guide|program|center|hospital|building|video|campaign|logo|"
    r"brand|contract|tool)s?\b[^.\n]{0,20}$"
)
_CONDITION = _compiled(
    r"\b(?:cancer|leukemia|lymphoma|melanoma|tumou?r|diabet\w+|stroke|heart (?:attack|failure|defect|surgery|"
    r"transplant)|cardiac arrest|transplant|bypass|surger\w+|overdos\w+|sepsis|septic|pneumonia|pre-?eclampsia|"
    r"embolism|fractur\w+|acl|als|dementia|alzheimer\w*|parkinson\w*|autis\w+|epilep\w+|seizure\w*|covid|hiv|"
    r"burns?|amput\w+|cleft|asthma|nicu|dialysis|hospice|miscarr\w+|stillb\w+|mastectomy|chemo\w*|radiation|"
    r"kidney|liver|coma|ventilator|paraly\w+|cystic fibrosis|sickle cell|addict\w+|suicid\w+|depress\w+|"
    r"anorexi\w+|injur\w+|hospitalized|admitted|discharged|new (?:hip|knee)|(?:hip|knee) replacement|"
    r"premature|preemie|preterm|down syndrome|meningitis|aneurysm|trauma|gunshot|crash|rehab)\b"
)


def ages_with_conditions(context: Context) -> Spans:
    for match in _AGE.finditer(context.text):
        if _is_of_a_thing(context.text, match):
            continue
        if context.near(_CONDITION, *match.span(), before=110, after=110):
            yield match.span()


def _is_of_a_thing(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    return bool(_THING_AFTER.match(text, match.end()) or _THING_BEFORE.search(before))


_OLD = _compiled(
    r"\b(?:(?:9\d|1[01]\d)[- ]?(?:year|yr)s?[- ]old(?:'s|s)?\b|(?:9\d|1[01]\d) ?(?:y/?o|yo|yrs? old)\b"
    r"|aged? (?:9\d|1[01]\d)\b(?! to\b| and| or)"
    rf"|{_SOMEBODY},? \(?(?:9\d|1[01]\d)\)?(?=[,.;)])"
    rf"|ninety(?:[- ](?:{_UNITS}))?[- ](?:year|yr)s?[- ]old"
    rf"|(?:is|was|turned|turns|turning|celebrated|celebrates) (?:a |her |his )?"
    rf"(?:9\d|1[01]\d|ninety(?:[- ](?:{_UNITS}))?)(?:st|nd|rd|th)?(?=[,.;!?]| and\b| in\b| so\b| but\b| on\b| this\b|$)"
    r"|\b(?:9\d|1[01]\d)(?:st|nd|rd|th) birthday|centenarian|hundredth birthday)"
)
_A_PERSON = _compiled(
    rf"\b(?:he|she|his|her|who|{_SOMEBODY}|{ONE_PATIENT}|resident|volunteer|survivor|neighbor|mrs?|ms)\b"
)


def ages_over_89(context: Context) -> Spans:
    for match in _OLD.finditer(context.text):
        names_a_year = (
            "old" in match.group() or "birthday" in match.group() or "age" in match.group().lower()
        )
        if _is_of_a_thing(context.text, match):
            continue
        if names_a_year or context.near(_A_PERSON, *match.span(), before=80, after=60):
            yield match.span()


_STORY = _compiled(
    rf"\b(?:(?:our|my)(?: \w+)? {ONE_PATIENT}|one of (?:our|my|the)(?: \w+)? patients|"
    rf"{ONE_PATIENT} of (?:ours|mine)|(?:we|i) (?:had|have|saw|treated|lost|admitted) a(?: \w+)? {ONE_PATIENT}|"
    rf"there was a(?: \w+)? {ONE_PATIENT}|"
    rf"a {ONE_PATIENT} (?:came in|came to|walked in|arrived|died|fell|collapsed|was (?:admitted|brought|treated|seen)))\b"
)


def patient_stories(context: Context) -> Spans:
    for match in _STORY.finditer(context.text):
        yield match.span()


_ROOM = _compiled(
    r"\b(?:room|rm\b\.?) ?(?:no\.? ?|number )?#?\d{1,4}[A-Z]?(?:-\d{1,3})?\b(?! (?:percent|people|seats|beds))"
    r"|\bbed ?#?\d{1,3}[A-Z]?\b"
)
_EVENT = _compiled(
    r"\b(?:conference|meeting|breakout|session|studio|booth|exhibit|ballroom|keynote|library|workshop|class|"
    r"podcast|hotel|training|lunch|webinar|hall)\b"
)


def room_numbers(context: Context) -> Spans:
    for match in _ROOM.finditer(context.text):
        if not context.near(_EVENT, *match.span(), before=60, after=60):
            yield match.span()


_REVIEW = _compiled(
    r"\b(?:reviews?|reviewed|stars?|yelp|google|healthgrades|vitals|zocdoc|webmd|ratemds)\b"
)
_TO_REVIEWER = _compiled(
    r"\b(?:your (?:\w+ )?(?:visit|wait|surgery|doctor|nurse|delivery|appointment|stay|care|procedure|arrival|"
    r"discharge|treatment|provider|physician|results?)|you were (?:seen|told|treated|here|offered)|"
    r"thank you for (?:your (?:\w+ )?review|choosing|coming|the (?:\w+ )?stars?|trusting|visiting)|"
    r"(?:sorry|apologi[sz]e) (?:about your|for your|that you|you had|your))\b"
)
_ANSWERED = _compiled(
    r"\b(?:answered|replied to|responded to|(?:reply|response|answer) to) (?:his|her|their|one|this|that)\b"
    r"(?: \S+){0,3} review"
)


def review_replies(context: Context) -> Spans:
    for match in _TO_REVIEWER.finditer(context.text):
        if context.near(_REVIEW, match.start(), match.start(), before=120, after=60):
            yield match.span()
    for match in _ANSWERED.finditer(context.text):
        yield match.span()


_MONEY = _compiled(
    r"(?:\$ ?\d[\d,.]*k?|\b\d[\d,.]*k?[ -](?:dollars?|usd|bucks)\b|\b\d{1,3}k\b|\b\d{2,3},\d{3} a year\b)"
)
_PAID = _compiled(
    r"\b(?:pays?|paid|pay|charges?|charged|bills?|billed|quoted?|bids?|costs?|prices?|rates?|salar\w+|wages?|"
    r"an hour|hourly|makes|a year|a month|per month|per year|raise|fee|fees|retainer)\b"
)
_PRICE = _compiled(
    r"\b(?:(?:what|how much) (?:do|does|did|would|are|is|should)\b[^.?!\n]{0,50}\b(?:pay|charge|cost|costs|bid|"
    r"quote|make|earn|your price|your rate|hourly rate|salary)\b"
    r"|(?:salary|pay|wage|compensation) (?:range|survey|band|scale|study|data|table)s?|(?:salary|wage) for"
    r"|salaries|hourly rate|day rate|fee schedule|going rate|fair rate"
    r"|agree(?:d|ing)? (?:on|not to|to)\b[^.?!\n]{0,50}\b(?:rates?|prices?|poach|raises?|wages?|fees?|hire|bids?)\b"
    r"|boycott\w*|stop buying|refuse to (?:buy|use)\b|hold\b[^.?!\n]{0,20}\bprices?\b"
    r"|(?:lowest|highest|second|winning|their|the) bid\b|bids? (?:was|were|came|in at)|did they bid|what is your price)"
)


def price_talk(context: Context) -> Spans:
    for match in _PRICE.finditer(context.text):
        yield match.span()
    for match in _MONEY.finditer(context.text):
        if context.near(_PAID, *match.span(), before=70, after=50):
            yield match.span()
