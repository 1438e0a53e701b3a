"""What stands around a contact: a person in care, or somebody at work.

A phone number alone says nothing. Whose it is shows in the words nearby, which are looked up once
for a whole text and then found by their places, so that a long text takes no longer than a short one.
"""

import re
from bisect import bisect_left, bisect_right

_NOT_ONE = (
    "stor(?:y|ies)|experience|relations|advoca|portal|education|care|safety|engagement|satisfaction|"
    "privacy|information|facing|communication|consent|release|access|population|volume|journey|"
    "recruitment|survey|feedback|council|rights|services|line|messag|video|reviews|data|"
    "financial|billing|representative|centered|first|panel|education|liaison|ombuds|photo"
)
ONE_PATIENT = rf"patient(?!s\b(?!'))(?![ -](?:{_NOT_ONE}))"
_RELATIVE = (
    r"(?:mother|mom|father|dad|husband|wife|spouse|son|daughter|brother|sister|niece|nephew|uncle|aunt|"
    r"grand(?:son|daughter|mother|father|ma|pa|parents?)|partner|widow(?:er)?)"
)
_SERVICE = r" (?:team|center|program|page|service|surgeon|unit|institute|coordinator|awareness|campaign|video|stor)"
# One person in care, or one of theirs. Groups ("caregivers meet") and services ("family clinic") are not.
PERSON = re.compile(
    rf"\b(?:{ONE_PATIENT}|pt\b|caregiver\b|survivor\b(?!'?s? (?:stor|walk|lunch|celebr|program|day|event))|"
    r"(?<!blood )donor\b(?! (?:wall|campaign|drive|center|relations|newsletter))|recipient\b|twins\b|"
    r"quadruplets|triplets|(?<!any )(?<!foundation )famil(?:y|ies)\b(?! (?:medicine|practice|physician|health|"
    r"birth|doctor|advisory|services|resource|foundation|clinic|planning|center|members of))|"
    rf"(?:his|her|my|their|the|a|our|whose|old|someone's|somebody's) (?:\w+ )?{_RELATIVE}\b|"
    rf"(?:\w+'s|s') {_RELATIVE}\b|(?<!your ){_RELATIVE}\b(?! (?:hospital|church))|momof\w*|"
    r"(?:mr|mrs)\b|ms\.|resident\b(?! (?:physician|program|doctor|education))|"
    r"(?:woman|man|guy|boy|girl|lady|kid|baby|toddler|preemie|newborn|grandpa|grandma|neighbor|visitor|commenter)\b"
    r"(?! (?:center|gallery|friendly))|expecting|"
    r"biops\w+|chemo\b(?! (?:bell|unit))|surger(?:y|ies)\b(?! (?:center|department|video))|discharged\b|"
    r"discharge (?:papers|instructions|summary|notes?)|(?:his|her|the) discharge\b(?! (?:lounge|video|team))|"
    r"diagnos\w+|symptoms?|nicu\b|treated (?:here|at)|hospice (?:patient|family)|nursing home|stage (?:i+v?|\d)\b|"
    rf"lymphoma|leukemia|mri\b|rash\b|refill|gallbladder|bleeding|stroke\b(?!{_SERVICE})|"
    rf"transplant\b(?!{_SERVICE})|(?:hip|knee) replacement|wheelchair|ambulance\b(?! (?:entrance|bay|service))|"
    r"testimonial|maternity ward|burn unit|lives? at|needed at|called back|callback)",
    re.IGNORECASE,
)
# The public speaking to a hospital, or of a body.
PUBLIC = re.compile(
    r"\b(?:messaged|commented|viewer|follower|caller|wrote\b(?! the)|review text|typed|voicemail|transcript|"
    r"chat log|swollen|lumps?|broke my|broken|pain|fever|pregnant|allerg\w+|penicillin|dialysis|melanoma|tumou?r|"
    r"amputee|my (?:hip|knee|foot|back|heart|kidney)|worst|hours wait|er ever|appointment list|teen\b|"
    r"gave birth|miscarr\w+|overdose|"
    # … and how those who answer for a hospital call them.
    r"(?:gentleman|fan\b(?! (?:page|base))|runner|player|athlete|cheerleader|veteran|"
    r"parents?\b(?! (?:group|company|organization|class|night))|child\b(?! (?:life|care))|kid's|"
    r"(?:the|her|his) sister|reviewer|poster\b(?= (?:left|gave|wrote|asked))|complain(?:ant|ed)|complaint "
    r"(?:letter|came|form)|form entry|widower|mourner|(?:gave|signed) (?:her|his|their|the) (?:consent|release)|"
    r"(?:asked|asks) (?:us|that we|to be) (?:to )?(?:call|ring|contact|write|reach|take)\w*|"
    r"(?:wants|asked for) (?:his|her|their|it|the) \w+ (?:gone|down|removed|back))\b)",
    re.IGNORECASE,
)
# What somebody else says of themselves.
QUOTED = re.compile(r'"[^"\n]{0,200}?\b(?:i|i.m|my|me)\b', re.IGNORECASE)
# Words of illness, treatment and ward: in one sentence with a contact they say that it is in care.
ILLNESS = re.compile(
    r"\b(?:cancer|oncology|remission|infect\w+|scars?|wound|stitches|stent|bypass|bariatric|colonoscopy|"
    r"(?:shoulder|spine|back|hernia) (?:surgery|pain)|knees?|hips?|diabet\w+|seizures?|fractur\w+|rehab\b|relapse\w*|prognosis|"
    r"on the ward|in (?:treatment|recovery|therapy)|radiation|mastectomy|pacemaker|catheter|ventilator|sepsis|"
    r"c-section|labor and delivery|premature|stillb\w+|twins|the little one|passed away|died)\b(?! (?:center|"
    r"clinic|institute|unit|team|program|service|practice|department|page|campaign|awareness|fair|class|walk))",
    re.IGNORECASE,
)
# A first and a last name, right before a contact or in brackets with it.
_PLACE = (
    r"(?:\w+ )?(?:City|Heights|Falls|Hills?|Park|Springs?|Grove|Beach|Lake|Valley|Center|Centre|Clinic|Hospital|"
    r"Health|Care|Medical|Desk|Line|Office|Team|Relations|County|Township|Street|Building|Tower|University)\b|"
    r"(?:New|North|South|East|West|Saint|St|Fort|Port|Mount|Lake|Grand|Upper|The|Our|In|At|For|Call|Text) "
)
NAMED = re.compile(
    rf"(?<!Dr\. )(?<!Dr )\b(?!{_PLACE})"
    r"[A-Z][a-z]{1,14} (?:[A-Z]\.? )?(?:and [A-Z][a-z]{1,14} )?[A-Z][a-z]{2,15}"
    r"(?=,? (?:is |was )?(?:at |on |\()?$|[,:|/]? ?[(|/]? ?$)"
)
# What is sent to people at home.
SENT_HOME = re.compile(
    r"\b(?:thank-?you|get-?well|sympathy|condolence|birthday) (?:card|note|letter)s?\b|\b(?:basket|bouquet|flowers) "
    r"(?:goes|went|for|to)\b|\b(?:mailer|letter|card|package|book|envelope) (?:bounced|came back|was returned)\b|"
    r"\breturn address\b|\bcomplaint letter\b|\bwe (?:mailed|sent|shipped) (?:the|a|her|him|them)\b|"
    r"\b(?:film|visit|shoot|interview)\w* (?:\w+ ){0,2}(?:at home|at (?:his|her|their)|the (?-i:[A-Z])[a-z]+s at)\b",
    re.IGNORECASE,
)
# Within one sentence a pronoun says it too.
PRONOUN = re.compile(r"\b(?:he|she|him|his|her|hers|text me|call me|someone|somebody)\b", re.IGNORECASE)
CALL_BACK = re.compile(r"\b(?:call|text|ring) (?:me|him|her|them) back\b", re.IGNORECASE)
# Whoever is reached there is at work, or works there.
WORK = re.compile(
    r"\b(?:media\b|press\b|newsroom|spokes\w+|public information|public affairs|communications?|marketing|"
    r"web team|office|front desk|info desk|call center|contact center|hotline|help ?line|help desk|"
    r"(?:our|the|one|main|work|campaign|toll-free|media|press|direct|nurse|info|crisis|care) "
    r"(?:line|number|phone|email)|\w+ line (?:for|is|at)\b|book (?:a|your)|tour of|"
    r"operator|scheduling|to schedule|make an appointment|appointments?:|switchboard|"
    r"advocate (?:at|is|line)|patient (?:relations|experience|advoca\w+|services|financial|portal)|"
    r"department|ext\b\.?|extension|at work|booth|campaign|call tracking|opt-in|billboard|accepts new|"
    r"work (?:email|phone|cell)|my (?:desk|team)|strategist|director of|manager\b|coordinator|specialist|"
    r"officer\b|poison control|call us|reach us|write to us|contact us|our (?:office|clinic|team)|in every bio|"
    r"interpreter|program\b|birth center|foundation|conference|colleagues?|coworker|teammate|template|"
    r"guest relations|playbook|webinar|vendor|agency|rep\b|freelancer|photographer|designer|liaison|consultant|recruiter|"
    r"spokesperson|speaker|book (?:her|him)|association|society|chapter|checklist|has the survey|slides|"
    r"recording|rsvp|register|sign up|class(?:es)?|sales|account executive|knows the|runs our|in charge)\b",
    re.IGNORECASE,
)
# The author's own, offered to colleagues.
OWN = re.compile(
    r"\b(?:i.m at|i am at|my (?:own |work |direct )?(?:e?-?mail|cell|line|number|phone|extension)|"
    r"(?:write|email|call|text|ping|ask for) me|reach me|contact me|happy to|glad to|if you want|"
    r"i can (?:send|share)|i(?:.ll| will) (?:send|share)|to share\b)",
    re.IGNORECASE,
)
WORKPLACE = re.compile(
    r"\b(?:suite|ste\.?|clinics?|hospital|campus|headquarters?|our (?:new )?(?:address|building|office|site)|"
    r"center (?:at|is)|parking|locations?|opens? (?:in|on|at|its|for|next)|opened|moves?|moved|footer|open house|lobby|garage|lounge|"
    r"google (?:pin|listing)|entrance|venue|ballroom|library|museum|hotel|meets at|starts? at|held at|support group|"
    r"luncheon|walk\b|doors at|classes?|tour|fair)\b",
    re.IGNORECASE,
)
HOME = re.compile(
    r"\b(?:mrs?\b|ms\.|lives?\b|(?<!nursing )home\b(?! (?:health|page|care))|house number|porch|mailbox|"
    r"(?:his|her|their|my) (?:old |new )?(?:address|place)|widow(?:er)?\b)",
    re.IGNORECASE,
)
PARAGRAPH = re.compile(r"\n[ \t]*\n")
SENTENCE = re.compile(
    r"(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bst)(?<!\bmrs)(?<!\bext)(?<![ap]\.m)[.!?][\"')]*\s|\n[ \t]*\n",
    re.IGNORECASE,
)


class Places:
    """Where a pattern matches in a text."""

    def __init__(self, pattern: re.Pattern[str], text: str):
        self._starts: list[int] = []
        self._ends: list[int] = []
        for match in pattern.finditer(text):
            self._starts.append(match.start())
            self._ends.append(match.end())

    def any_in(self, start: int, end: int, *, but: tuple[int, int] = (0, 0)) -> bool:
        """Whether it matches wholly between ``start`` and ``end``, and not at ``but``."""
        for at in range(bisect_left(self._starts, start), len(self._starts)):
            if self._starts[at] >= end:
                return False
            if self._ends[at] <= end and not but[0] <= self._starts[at] < but[1]:
                return True
        return False


class Context:
    """The words around any place of one text, up to the ends of its paragraph or sentence."""

    def __init__(self, text: str):
        self.text = text
        # By the ids of the patterns, which are all constants: hashing a pattern reads all of it.
        self._breaks: dict[int, list[int]] = {}
        self._places: dict[int, Places] = {}
        self._ends: dict[tuple[int, int, int], tuple[int, int]] = {}

    def near(
        self,
        pattern: re.Pattern[str],
        start: int,
        end: int,
        *,
        before: int,
        after: int,
        within: re.Pattern[str] = PARAGRAPH,
    ) -> bool:
        """Whether ``pattern`` matches up to so many signs before ``start`` or after ``end``."""
        places = self._places.get(id(pattern))
        if places is None:
            places = self._places[id(pattern)] = Places(pattern, self.text)
        first, last = self._around(start, end, within)
        window = max(first, start - before), min(last, end + after)
        return places.any_in(*window, but=(start, end))

    def _around(self, start: int, end: int, within: re.Pattern[str]) -> tuple[int, int]:
        """The ends of the paragraph or sentence that a place is in."""
        key = (start, end, id(within))
        if key not in self._ends:
            if id(within) not in self._breaks:
                self._breaks[id(within)] = [match.end() for match in within.finditer(self.text)]
            breaks = self._breaks[id(within)]
            first, last = bisect_right(breaks, start), bisect_left(breaks, end)
            self._ends[key] = (
                breaks[first - 1] if first else 0,
                breaks[last] if last < len(breaks) else len(self.text),
            )
        return self._ends[key]

    def is_in_care(self, start: int, end: int) -> bool:
        """Whether the words around speak of one person in care, or of theirs."""
        return (
            self.near(PERSON, start, end, before=220, after=120)
            or self.near(QUOTED, start, end, before=220, after=120)
            or self.near(PUBLIC, start, end, before=160, after=60)
            or self.near(ILLNESS, start, end, before=120, after=100, within=SENTENCE)
            or self.near(PRONOUN, start, end, before=120, after=60, within=SENTENCE)
        )

    def is_at_work(self, start: int, end: int) -> bool:
        """Whether somebody at work is reached there, the author say."""
        if self.near(CALL_BACK, start, end, before=30, after=10, within=SENTENCE):
            return False
        if self.near(WORK, start, end, before=60, after=45, within=SENTENCE):
            return True
        offered = self.near(OWN, start, end, before=70, after=60, within=SENTENCE)
        return offered and not (
            self.near(QUOTED, start, end, before=220, after=120)
            or self.near(PERSON, start, end, before=160, after=0, within=SENTENCE)
        )

    def is_named(self, start: int, end: int) -> bool:
        """Whether a name stands right before it, as before the number of a private person."""
        return bool(NAMED.search(self.text, max(0, start - 45), start))

    def is_sent_to(self, start: int, end: int) -> bool:
        """Whether something goes there, or came back from there, as it does to people at home."""
        return self.near(SENT_HOME, start, end, before=90, after=60)

    def is_workplace(self, start: int, end: int) -> bool:
        """Whether that is where people work or meet, and nobody lives."""
        at_home = self.near(HOME, start, end, before=60, after=40, within=SENTENCE)
        return not at_home and self.near(WORKPLACE, start, end, before=60, after=45, within=SENTENCE)
