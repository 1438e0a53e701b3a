"""What a member without a name stands for: "Member at a cancer center, 200 to 299 beds, Ohio".

A part is said only if five organizations with a verified member share all parts said so far. What
is left out tells something too, so those of whom less is said are five as well: where they would
be fewer, the smallest group of which more could be said joins them.
"""

from collections.abc import Mapping
from time import monotonic
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.kinds import KIND_WORDS
from accounts.models import Beds, Kind, Membership, Organization
from accounts.queries import Standing

FEWEST = 5
KEPT_SECONDS = 60.0


class Parts(NamedTuple):
    """What tells organizations apart, in the order in which it is said."""

    kind: str
    beds: str = ""
    region: str = ""


Counts = Mapping[Parts, int]
_kept: list[tuple[float, dict[Parts, int]]] = []


def parts_said(counts: Counts) -> dict[Parts, int]:
    """Of each combination that ``counts`` how many organizations have: how many parts may be said."""
    return _said(counts, 0)


def _said(counts: Counts, place: int) -> dict[Parts, int]:
    if place == len(Parts._fields):
        return dict.fromkeys(counts, place)
    groups: dict[str, dict[Parts, int]] = {}
    for parts, count in counts.items():
        groups.setdefault(parts[place], {})[parts] = count
    sizes = {value: sum(group.values()) for value, group in groups.items()}
    told = {value for value, size in sizes.items() if size >= FEWEST}
    untold = sum(size for value, size in sizes.items() if value not in told)
    if told and 0 < untold < FEWEST:
        told.remove(min(told, key=lambda value: (sizes[value], value)))
    found: dict[Parts, int] = {}
    for value, group in groups.items():
        found |= _said(group, place + 1) if value in told else dict.fromkeys(group, place)
    return found


def label_now(standing: Standing) -> str:
    """What a member with ``standing`` stands for; "" for one whose organization is not verified.

    Asked of the database: a post keeps it.
    """
    _kept[:] = [(monotonic(), parts_said(_verified_organizations()))]
    return label_shown(standing)


def label_shown(standing: Standing) -> str:
    """The same for a page that offers it, from what this process has known for up to a minute."""
    if not (standing.is_verified and standing.organization):
        return ""
    said = _present()
    parts = _parts_of(standing)
    # A contractor is told as their agency: of any of them as much may be said as of the least.
    alike = [count for other, count in said.items() if other.kind == parts.kind]
    return words_of(parts, said.get(parts, min([1, *alike] if alike else [0])))


def kind_label(kind: str) -> str:
    """What is said of a named member where no names may be: the kind, if it is one of enough."""
    said = _present()
    is_told = any(count and other.kind == kind for other, count in said.items())
    return words_of(Parts(kind), 1 if is_told else 0)


def forget_labels() -> None:
    _kept.clear()


def words_of(parts: Parts, said: int) -> str:
    """The first ``said`` of ``parts`` in words."""
    if not said:
        return _("Member at a health organization")
    words = [_("Member at %(kind)s") % {"kind": KIND_WORDS[Kind(parts.kind)].one}]
    if said > 1 and parts.beds != Beds.NONE:
        words.append(str(Beds(parts.beds).label))
    if said > 2:
        words.append(parts.region)
    return ", ".join(words)


def _parts_of(standing: Standing) -> Parts:
    organization = standing.organization
    if organization is None or (standing.is_vendor and not organization.is_vendor):
        return Parts(Kind.VENDOR)
    return Parts(organization.kind, organization.beds, organization.region)


def _present() -> dict[Parts, int]:
    if not _kept or monotonic() - _kept[0][0] > KEPT_SECONDS:
        _kept[:] = [(monotonic(), parts_said(_verified_organizations()))]
    return _kept[0][1]


def _verified_organizations() -> dict[Parts, int]:
    """How many organizations of each kind, size and region have a verified member who is here."""
    members = Membership.objects.verified().filter(
        organization=OuterRef("pk"), user__is_active=True, user__erased_at=None
    )
    found = Organization.objects.filter(Exists(members)).order_by()
    rows = found.values_list(*Parts._fields).annotate(count=Count("pk"))
    return {Parts(kind, beds, region): count for kind, beds, region, count in rows}
