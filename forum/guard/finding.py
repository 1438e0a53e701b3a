"""Looking for what must not be posted. Pure: nothing is read, kept or logged here."""

from collections.abc import Sequence

from forum.guard import contacts, cues, numbers
from forum.guard.context import Context
from forum.guard.folding import fold
from forum.guard.rules import Finding, Level, Rule
from forum.guard.watching import Match

REMOVED = "[removed]"
_RULES = {  # the first to find something in a place names it
    Rule.SSN: numbers.social_security_numbers,
    Rule.RECORD_NUMBER: numbers.record_numbers,
    Rule.BIRTH_DATE: numbers.birth_dates,
    Rule.POLICY_NUMBER: numbers.policy_numbers,
    Rule.PATIENT_PHONE: contacts.patient_phones,
    Rule.PATIENT_EMAIL: contacts.patient_emails,
    Rule.PATIENT_ADDRESS: contacts.patient_addresses,
    Rule.AGE_OVER_89: cues.ages_over_89,
    Rule.AGE_CONDITION: cues.ages_with_conditions,
    Rule.PATIENT_STORY: cues.patient_stories,
    Rule.ROOM_NUMBER: cues.room_numbers,
    Rule.REVIEW_REPLY: cues.review_replies,
    Rule.PRICE_TALK: cues.price_talk,
}


def findings(text: str) -> list[Finding]:
    """What in ``text`` may identify a patient or fix a price, in the order in which it stands."""
    folded = fold(text)
    context = Context(folded.text)
    found: list[Finding] = []
    taken = bytearray(len(text))  # by hard findings: a phone number within a policy number is none
    for rule, look in _RULES.items():
        seen = taken if rule.level == Level.HARD else bytearray(taken)
        for span in look(context):
            start, end = folded.original(*span)
            if 1 not in seen[start:end]:
                seen[start:end] = b"\1" * (end - start)
                found.append(Finding(rule, rule.level, start, end, text[start:end]))
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def removed(text: str, found: Sequence[Finding | Match]) -> str:
    """``text`` with a stub in the place of everything ``found``."""
    kept, last = [], 0
    for finding in sorted(found, key=lambda finding: finding.start):
        if finding.start >= last:
            kept += [text[last : finding.start], REMOVED]
        last = max(last, finding.end)
    return "".join((*kept, text[last:]))
