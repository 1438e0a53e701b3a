"""What the demo's organizations said over the years: "using@910 since 5" and the like."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from accounts.models import User
from accounts.queries import standing_of
from forum.adoption.models import Subject
from forum.adoption.services import confirm_status, report_status, save_subject

ANSWER = re.compile(r"(?P<status>\w+)@(?P<days>\d+)(?: since (?P<months>\d+))?")
MONTH = timedelta(days=30)


class Telling(NamedTuple):
    """The subjects, what the content says of each, and who speaks for each organization."""

    subjects: dict[str, Subject]
    entries: list[dict]
    speakers: dict[str, list[User]]  # by the key of the organization, which its addresses end with

    @classmethod
    def of(cls, entries: Iterable[dict], members: dict[str, User]) -> "Telling":
        listed = list(entries)
        subjects = {
            entry["slug"]: save_subject(
                name=entry["name"],
                slug=entry["slug"],
                kind=entry["kind"],
                aliases=entry["aliases"],
            )
            for entry in listed
        }
        speakers: dict[str, list[User]] = {}
        for member in members.values():
            if standing_of(member).can_answer:
                key = member.email.partition("@")[2].removesuffix(".example")
                speakers.setdefault(key, []).append(member)
        return cls(subjects, listed, speakers)

    @staticmethod
    def month(at: datetime, months: int) -> date | None:
        """The first of the month that many months before ``at``."""
        return (at - months * MONTH).date().replace(day=1) if months else None


def answers_of(telling: Telling, now: datetime) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Every answer of the content that is not in a reply, with its time."""
    for entry in telling.entries:
        subject = telling.subjects[entry["slug"]]
        for key, answers in entry.get("statuses", {}).items():
            note = entry.get("notes", {}).get(key, "")
            for place, answer in enumerate(answers):
                found = ANSWER.fullmatch(answer)
                if found is None:
                    raise ValueError(f"{entry['slug']}: {key} says {answer}")
                at = now - timedelta(days=int(found["days"]))
                speaker = telling.speakers[key][place % len(telling.speakers[key])]
                since = telling.month(at, int(found["months"] or 0))
                last_note = note if place == len(answers) - 1 else ""
                yield at, _answer(subject, speaker, found["status"], since, last_note, at)


def _answer(subject, speaker, status, since, note, at) -> Callable[[], object]:
    if status == "confirm":
        return lambda: confirm_status(subject=subject, by=speaker, note=note, reported_at=at)
    return lambda: report_status(
        subject=subject,
        by=speaker,
        status=status.replace("_", "-"),
        since=since,
        note=note,
        reported_at=at,
    )
