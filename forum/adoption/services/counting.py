"""The counters of subjects, told anew from the reports they count."""

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import Organization
from forum.adoption.models import Status, StatusReport, Subject


@transaction.atomic
def recount_subject(subject: Subject) -> bool:
    """Set what lists show of ``subject`` from its current reports that are news.

    Its revision is raised, so that snapshots kept in memory are made anew. Returns whether a
    counter was wrong.
    """
    held = Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
    current = StatusReport.objects.filter(subject=held).current()
    true = current.fresh_at(timezone.now(), held.half_life).aggregate(
        answer_count=Count("pk"),
        using_count=Count("pk", filter=Q(status=Status.USING)),
        piloting_count=Count("pk", filter=Q(status=Status.PILOTING)),
    )
    row = Subject.objects.filter(pk=subject.pk)
    was_wrong = row.exclude(**true).exists()
    row.update(**true, revision=F("revision") + 1)
    return was_wrong


def recount_subjects_of(*, organization: Organization) -> None:
    """Make the snapshots anew that ``organization`` stands in, named or only counted."""
    answered = StatusReport.objects.filter(organization=organization).values("subject")
    Subject.objects.filter(pk__in=answered).update(revision=F("revision") + 1)


def refresh_tallies() -> int:
    """Let answers that have grown old leave the counts of all subjects; returns how many changed.

    Each subject is held while it is counted, so that no answer given meanwhile is lost to its count.
    """
    changed = 0
    for pk in list(Subject.objects.current().order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            changed += recount_subject(Subject.objects.select_for_update(no_key=True).get(pk=pk))
    return changed
