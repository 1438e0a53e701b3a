"""Subjects: made by whoever asks first, kept in order by moderators."""

from itertools import pairwise

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import require_writer
from forum.adoption.models import Status, StatusReport, Subject, SubjectName
from forum.adoption.names import key_of
from forum.adoption.permissions import can_curate
from forum.adoption.queries import subject_named
from forum.adoption.services.counting import recount_subject
from forum.adoption.signals import subject_changed, subject_merging
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce, announce_within

HALF_LIFE_DAYS = {Subject.Kind.PLATFORM: 180, Subject.Kind.TOOL: 365, Subject.Kind.PRACTICE: 365}


@transaction.atomic
def find_or_create_subject(*, name: str, kind: str, by: User) -> Subject:
    """The subject that goes by ``name``, or a new one. Raises PermissionDenied, Refused."""
    if not (by.is_authenticated and by.is_active):
        raise PermissionDenied
    require_writer(by)
    found = subject_named(name)
    if found:
        return found
    try:
        with transaction.atomic():
            return save_subject(name=name, kind=kind)
    except (IntegrityError, Refused):  # somebody else made it between the look and now
        return subject_named(name) or save_subject(name=name, kind=kind)


@transaction.atomic
def save_subject(
    *, name: str, kind: str, slug: str = "", aliases: list[str] | None = None, half_life_days: int = 0
) -> Subject:
    """Add a subject. Raises Refused where a name is another's."""
    subject = Subject.objects.create(
        name=name,
        slug=slug or _free_slug(name),
        kind=kind,
        half_life_days=half_life_days or HALF_LIFE_DAYS[Subject.Kind(kind)],
    )
    _put_names(subject, aliases or [])
    announce(subject_changed, subject=subject)
    return subject


@transaction.atomic
def edit_subject(
    *, subject: Subject, by: User, name: str, kind: str, aliases: list[str], half_life_days: int
) -> Subject:
    """Rename ``subject``, or change how long its answers count. Its address stays.

    Raises PermissionDenied, Outdated for one that was merged meanwhile, Refused where a name is
    another's or where organizations have reserved a name on what would no longer be a platform.
    """
    if not can_curate(by):
        raise PermissionDenied
    held = Subject.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if held.merged_into_id:
        raise Outdated(_("Another moderator has made it a part of another subject."))
    if kind != Subject.Kind.PLATFORM:
        _refuse_reserved(held)
    held.name, held.kind, held.half_life_days = name, kind, half_life_days
    held.save(update_fields=["name", "kind", "half_life_days"])
    _put_names(held, aliases)
    recount_subject(held)
    announce(subject_changed, subject=held)
    return held


@transaction.atomic
def merge_subjects(*, source: Subject, target: Subject, by: User) -> Subject:
    """Make ``source`` a part of ``target``: its history, names and questions become the other's.

    Of an organization that answered both, the later answer is the current one. Raises
    PermissionDenied, Refused for a subject into itself, one that is merged already, or one where
    names are reserved into what is no platform.
    """
    if not can_curate(by):
        raise PermissionDenied
    pair = Subject.objects.select_for_update(no_key=True).order_by("pk")
    held = {subject.pk: subject for subject in pair.filter(pk__in=[source.pk, target.pk])}
    source, target = held[source.pk], held[target.pk]
    if source == target or source.merged_into_id or target.merged_into_id:
        raise Refused(_("Choose two subjects that are not merged yet."))
    if not target.is_platform:
        _refuse_reserved(source)
    _join_histories(source, target)
    source.names.update(subject=target, is_alias=True)
    Subject.objects.filter(merged_into=source).update(merged_into=target)
    source.merged_into = target
    source.answer_count = source.using_count = source.piloting_count = 0
    source.save()
    announce_within(subject_merging, source=source, target=target)
    recount_subject(target)
    announce(subject_changed, subject=target)
    return target


def _refuse_reserved(subject: Subject) -> None:
    if StatusReport.objects.filter(subject=subject, status=Status.RESERVED).current().exists():
        raise Refused(_("Organizations have reserved their names there, so it stays a platform."))


def _join_histories(source: Subject, target: Subject) -> None:
    """Give ``source``'s reports to ``target``.

    Of an organization that answered both, each answer ends where its next begins, so that one
    stands at any moment.
    """
    on_source, on_target = (StatusReport.objects.filter(subject=one) for one in (source, target))
    both = on_source.filter(organization__in=on_target.values("organization")).values("organization")
    joined = (on_source | on_target).filter(organization__in=both)
    cut = []
    for earlier, later in pairwise(joined.order_by("organization", "reported_at", "pk")):
        is_same = earlier.organization_id == later.organization_id
        if is_same and (earlier.superseded_at is None or earlier.superseded_at > later.reported_at):
            earlier.superseded_at, earlier.superseded_half = later.reported_at, later.half
            cut.append(earlier)
    StatusReport.objects.bulk_update(cut, ["superseded_at", "superseded_half"], batch_size=500)
    on_source.update(subject=target)


def _put_names(subject: Subject, aliases: list[str]) -> None:
    own = key_of(subject.name)
    if not own:
        raise Refused(_("A name needs at least one letter or digit."))
    wanted = {key_of(alias): alias for alias in aliases} | {own: subject.name}
    wanted.pop("", None)
    taken = (
        SubjectName.objects.filter(key__in=wanted)
        .exclude(subject=subject)
        .select_related("subject")
        .first()
    )
    if taken:
        raise Refused(
            _("%(name)s is a name of %(subject)s already.")
            % {"name": taken.name, "subject": taken.subject}
        )
    subject.names.all().delete()
    SubjectName.objects.bulk_create(
        SubjectName(subject=subject, name=name, key=key, is_alias=key != own)
        for key, name in wanted.items()
    )


def _free_slug(name: str) -> str:
    base = slugify(name)[:60] or "subject"
    taken = set(Subject.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
