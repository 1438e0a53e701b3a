"""The notice over a thread whose answers have grown old."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.adoption.snapshots import Snapshot
from forum.core.dates import on_day
from forum.threads.models import Thread
from forum.threads.permissions import was_update_asked

YEAR = 365


class Stale(NamedTuple):
    title: str
    text: str
    can_ask: bool


def stale_notice(thread: Thread, snapshot: Snapshot) -> Stale | None:
    """What to say of the old answers in ``snapshot``; None where there are none."""
    if not snapshot.older:
        return None
    if thread.update_asked_at and was_update_asked(thread):
        return Stale(
            _("Update asked for %(day)s") % {"day": on_day(thread.update_asked_at)},
            _("Organizations whose answers have grown old find the question on their home page."),
            can_ask=False,
        )
    everyone = snapshot.answers + snapshot.older
    text = ngettext(
        "%(old)d of %(all)d organizations has not confirmed its status lately.",
        "%(old)d of %(all)d organizations have not confirmed their status lately.",
        snapshot.older,
    )
    return Stale(_title(thread), text % {"old": snapshot.older, "all": everyone}, can_ask=True)


def _title(thread: Thread) -> str:
    years = (timezone.now() - thread.created_at).days // YEAR
    if not years:
        return _("Some answers have grown old")
    return ngettext("This question is %d year old", "This question is %d years old", years) % years
