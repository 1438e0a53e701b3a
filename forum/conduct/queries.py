"""The rules as they stand and as they stood, kept in memory until another version is published."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Max, Prefetch, QuerySet
from django.urls import reverse

from forum.conduct.models import Acceptance, Rule, Version
from forum.core import editions


class NamedRule(NamedTuple):
    number: int
    title: str
    noun: str
    text: str
    version: int

    @property
    def label(self) -> str:
        """The rule as lists name it: "4. Vendors answer, they do not sell"."""
        return f"{self.number}. {self.title}"

    @property
    def url(self) -> str:
        """Where it stands: the present rules, or the version it was in, where it reads otherwise now."""
        now = rule_named(self.number)
        stands = now is not None and now.version == current_version().number and now[:4] == self[:4]
        page = reverse("conduct") if stands else reverse("conduct_version", args=[self.version])
        return f"{page}#rule-{self.number}"


class Edition(NamedTuple):
    """A published version, as plain facts."""

    number: int
    published_at: datetime | None
    asks_acceptance: bool
    rules: tuple[NamedRule, ...]


NOTHING = Edition(0, None, False, ())


def current_version() -> Edition:
    """The rules that hold now."""
    return next(reversed(_editions()), NOTHING)


def must_have_accepted() -> int:
    """The number of the latest version that asks members to accept it."""
    return max((edition.number for edition in _editions() if edition.asks_acceptance), default=0)


def rule_choices() -> list[tuple[str, str]]:
    """The rules of today for a form: their numbers, and how lists name them."""
    return [(str(rule.number), rule.label) for rule in current_version().rules]


def rule_named(number: str | int, at: datetime | None = None) -> NamedRule | None:
    """Rule ``number`` as it read ``at`` that time; None is now. A retired one as it last stood."""
    known = _editions()
    in_force = [edition for edition in known if at is None or (edition.published_at or at) <= at]
    for edition in reversed(in_force or known[:1]):
        for rule in edition.rules:
            if str(rule.number) == str(number):
                return rule
    return None


def forget() -> None:
    """Let this process ask the database again."""
    editions.tell(None)
    _read.cache_clear()


def published_versions() -> QuerySet[Version]:
    """Every published version, the latest first."""
    return Version.objects.published().select_related("published_by").order_by("-number")


def version_numbered(number: int) -> Version | None:
    """The published version ``number`` with its rules in order."""
    return _with_rules(Version.objects.published().filter(number=number)).first()


def draft() -> Version | None:
    """The version on its way with its rules in order, if somebody has begun one."""
    return _with_rules(Version.objects.draft()).first()


def acceptances_data(user) -> Sequence[Mapping[str, object]]:
    """What ``user`` accepted and when, for the copy of their data."""
    mine = Acceptance.objects.filter(user=user).order_by("version__number")
    return list(mine.values("version__number", "accepted_at"))


def _with_rules(versions: QuerySet[Version]) -> QuerySet[Version]:
    return versions.prefetch_related(Prefetch("rules", Rule.objects.order_by("number")))


def _editions() -> tuple[Edition, ...]:
    """All published versions, the earliest first."""
    number = editions.latest()
    if number is None:
        number = Version.objects.published().aggregate(latest=Max("number"))["latest"] or 0
        editions.tell(number)
    return _read(number)


@lru_cache(maxsize=2)
def _read(number: int) -> tuple[Edition, ...]:
    """What no later request has to read, while ``number`` is the latest version."""
    versions = _with_rules(Version.objects.published().filter(number__lte=number)).order_by("number")
    return tuple(
        Edition(
            number=version.number,
            published_at=version.published_at,
            asks_acceptance=version.asks_acceptance,
            rules=tuple(_named(version.rules.all(), version.number)),
        )
        for version in versions
    )


def _named(rules: Iterable[Rule], version: int) -> Iterable[NamedRule]:
    return (NamedRule(rule.number, rule.title, rule.noun, rule.text, version) for rule in rules)
