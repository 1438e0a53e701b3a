"""What the guard looks for, and how much each of it weighs."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    HARD = "hard", _("Must be removed, or waits for a moderator")
    SOFT = "soft", _("Warns")


class Rule(models.TextChoices):
    SSN = "ssn", _("Social Security number")
    RECORD_NUMBER = "record-number", _("Medical record number")
    BIRTH_DATE = "birth-date", _("Date of birth")
    POLICY_NUMBER = "policy-number", _("Policy or Medicare number")
    PATIENT_PHONE = "patient-phone", _("Phone number")
    PATIENT_EMAIL = "patient-email", _("Email address")
    PATIENT_ADDRESS = "patient-address", _("Home address")
    AGE_CONDITION = "age-condition", _("Age and condition")
    PATIENT_STORY = "patient-story", _("Words about one patient")
    ROOM_NUMBER = "room-number", _("Room or bed number")
    AGE_OVER_89 = "age-over-89", _("Age over 89")
    REVIEW_REPLY = "review-reply", _("Reply to a review")
    PRICE_TALK = "price-talk", _("Talk of prices or wages")

    @property
    def level(self) -> Level:
        return Level.SOFT if self in SOFT else Level.HARD


SOFT = frozenset(
    (
        Rule.AGE_CONDITION,
        Rule.PATIENT_STORY,
        Rule.ROOM_NUMBER,
        Rule.AGE_OVER_89,
        Rule.REVIEW_REPLY,
        Rule.PRICE_TALK,
    )
)
HARD = frozenset(Rule) - SOFT
WATCHED = "watched"  # what events call the words that moderators watch
CONTACTS = frozenset((Rule.PATIENT_PHONE, Rule.PATIENT_EMAIL, Rule.PATIENT_ADDRESS))


class Finding(NamedTuple):
    """That ``words``, which stand at ``start`` to ``end`` of a text, may be what ``rule`` names."""

    rule: Rule
    level: Level
    start: int
    end: int
    words: str
