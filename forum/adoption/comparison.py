"""Two organizations beside each other, in sentences."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.adoption.models import Status, StatusReport

MOST = 3
YOURS = {
    Status.PILOTING: gettext_lazy("which yours is piloting"),
    Status.CONSIDERING: gettext_lazy("which yours is considering"),
    Status.RESERVED: gettext_lazy("where yours has reserved its name"),
    Status.NOT_USING: gettext_lazy("which yours does not use"),
    Status.STOPPED: gettext_lazy("which yours has stopped using"),
    Status.NOT_PERMITTED: gettext_lazy("which yours does not permit"),
}
ITS = {
    Status.PILOTING: gettext_lazy("which it is piloting"),
    Status.CONSIDERING: gettext_lazy("which it is considering"),
    Status.RESERVED: gettext_lazy("where it has reserved its name"),
    Status.NOT_USING: gettext_lazy("which it does not use"),
    Status.STOPPED: gettext_lazy("which it has stopped using"),
    Status.NOT_PERMITTED: gettext_lazy("which it does not permit"),
}


def compared(name: str, theirs: Iterable[StatusReport], yours: Iterable[StatusReport]) -> list[str]:
    """What the organization called ``name`` and the reader's both use, and where they differ.

    Only answers that are news are compared. Nothing is said of subjects that one has not answered.
    """
    its, ours = _by_subject(theirs), _by_subject(yours)
    common = [subject for subject in its if subject in ours]
    both = [subject for subject in common if its[subject] == ours[subject] == Status.USING]
    sentences = []
    if both:
        names = get_text_list([subject.name for subject in both[: 2 * MOST]], _("and"))
        sentences.append(_("You both use %(names)s.") % {"names": names})
    for subject in _used_by_one(common, its, ours):
        facts = {"name": name, "subject": subject, "clause": YOURS[ours[subject]]}
        sentences.append(_("%(name)s uses %(subject)s, %(clause)s.") % facts)
    for subject in _used_by_one(common, ours, its):
        facts = {"subject": subject, "clause": ITS[its[subject]]}
        sentences.append(_("Yours uses %(subject)s, %(clause)s.") % facts)
    return sentences


def _by_subject(reports: Iterable[StatusReport]) -> dict:
    return {report.subject: Status(report.status) for report in reports if not report.is_old}


def _used_by_one(common: list, one: dict, other: dict) -> list:
    return [s for s in common if one[s] == Status.USING and other[s] != Status.USING][:MOST]
