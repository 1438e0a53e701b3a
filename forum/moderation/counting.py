"""What moderators did, counted by rule and month for everybody to read. Nobody is named.

Small counts would tell what happened to whom, so below three a cell says only that. What stands beside
the cells is the sum of those shown, so that nothing left out can be worked out; and only months that are
over are counted, so that nobody watches one grow.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.conduct.queries import rule_choices, rule_named
from forum.moderation.models import ModerationAction

FEWEST = 3
MONTHS = 12
Kind = ModerationAction.Kind
COUNTED = {  # in the order of the page
    Kind.HIDE: gettext_lazy("Removed"),
    Kind.REDACT: gettext_lazy("Words taken out"),
    Kind.KEEP: gettext_lazy("Flagged and kept"),
    Kind.RESTORE: gettext_lazy("Restored"),
    Kind.GRANT: gettext_lazy("Appeals granted"),
    Kind.REFUSE: gettext_lazy("Appeals refused"),
}


class Row(NamedTuple):
    """One rule: the count of each month, None where it is below three."""

    rule: str
    cells: list[int | None]

    @property
    def shown(self) -> int:
        """The sum of the counts that are shown."""
        return sum(filter(None, self.cells))

    @property
    def has_hidden(self) -> bool:
        return None in self.cells


class Table(NamedTuple):
    act: str
    rows: list[Row]  # of no rule, where every count of every rule is below three


class Counts(NamedTuple):
    months: list[date]  # the oldest first
    tables: list[Table]


def counts_of_acts() -> Counts:
    """The last twelve months that are over. One statement."""
    months = list(_months(timezone.now()))
    counted = _counted(months)
    rules = [*_rules(counted), ("", _("No rule named"))]
    tables = []
    for kind, label in COUNTED.items():
        rows = [
            Row(name, [_shown(counted[kind, rule, month]) for month in months]) for rule, name in rules
        ]
        if not any(row.shown for row in rows):
            rows = []
        tables.append(Table(str(label), [row for row in rows if row.shown or row.rule != rules[-1][1]]))
    return Counts(months, tables)


def _rules(counted: Counter[tuple[str, str, date]]) -> Iterator[tuple[str, str]]:
    """The rules of today, and those that were retired within the year."""
    today = dict(rule_choices())
    yield from today.items()
    for number in sorted({rule for _kind, rule, _month in counted} - {*today, ""}):
        named = rule_named(number)
        yield number, named.label if named else number


def _shown(count: int) -> int | None:
    return count if count >= FEWEST else None


def _zone() -> ZoneInfo:
    """The site's: the page is the same for everybody."""
    return ZoneInfo(settings.TIME_ZONE)


def _months(now: datetime) -> Iterator[date]:
    local = now.astimezone(_zone())
    this_month = local.year * 12 + local.month - 1
    for number in range(this_month - MONTHS, this_month):
        yield date(number // 12, number % 12 + 1, 1)


def _counted(months: list[date]) -> Counter[tuple[str, str, date]]:
    first, last = (
        datetime(month.year, month.month, 1, tzinfo=_zone()) for month in (months[0], months[-1])
    )
    after = datetime(last.year + last.month // 12, last.month % 12 + 1, 1, tzinfo=_zone())
    acts = ModerationAction.objects.filter(
        kind__in=list(COUNTED), created_at__gte=first, created_at__lt=after
    )
    acts = acts.annotate(
        month=TruncMonth("created_at", tzinfo=_zone()),
        named=Case(When(rule="", then=_rule_of_removal()), default=F("rule")),
    )
    rows = acts.order_by().values_list("kind", "named", "month").annotate(count=Count("pk"))
    return Counter({(kind, rule, month.date()): count for kind, rule, month, count in rows})


def _rule_of_removal() -> Coalesce:
    """What was restored or appealed was removed for a rule, which the line of its removal names."""
    removals = ModerationAction.objects.filter(kind=Kind.HIDE, pk__lt=OuterRef("pk")).order_by("-pk")
    return Coalesce(
        Subquery(removals.filter(post=OuterRef("post")).values("rule")[:1]),
        Subquery(removals.filter(thread=OuterRef("thread")).values("rule")[:1]),
        Value(""),
    )
