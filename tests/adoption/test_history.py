"""Whatever anybody does, what an organization once said stays as it was said, and counts are true.

Every service of adoption has its act here: a new one fails until it is added.
"""

from datetime import date
from inspect import isfunction
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from accounts.services import (
    erase_member,
    join_by_email,
    leave_organization,
    offboard_colleague,
    save_organization,
    set_naming,
)
from forum.adoption import services
from forum.adoption.models import StatusReport
from forum.core.redacting import Words
from forum.moderation.services import hide_post
from forum.replies.services import post_reply
from forum.threads.services import withdraw_post
from tests.make import make_organization, make_subject, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db
# A later answer ends an earlier one; merging subjects joins histories, and may cut one short.
ENDS = {"superseded_at", "superseded_half"}
MAY_CHANGE = {"merge_subjects": {*ENDS, "subject_id"}, "redact_words": {"note"}}


@pytest.fixture
def scene():
    """Two organizations that answered on two subjects, one of them over and over."""
    organization = make_organization("Lakeshore Health", domain="lakeshore.example")
    dana, priya = (make_verified(organization=organization) for _ in range(2))
    tiktok, other = make_subject(), make_subject(name="TikTok for work")
    thread = make_thread(subject=tiktok)
    reply = post_reply(thread=thread, author=dana, body="We may.", status="considering")
    facts = {"since": date(2025, 3, 1), "note": "As of now."}
    for member, status in ((priya, "piloting"), (dana, "piloting"), (dana, "using")):
        services.report_status(subject=tiktok, by=member, status=status, **facts)
    services.report_status(subject=other, by=priya, status="using", is_unnamed=True, **facts)
    services.report_status(subject=tiktok, by=make_verified(), status="not-using", **facts)
    return SimpleNamespace(
        organization=organization,
        dana=dana,
        priya=priya,
        tiktok=tiktok,
        other=other,
        thread=thread,
        reply=reply,
        moderator=make_user(role="moderator"),
    )


def edit_subject(scene):
    services.edit_subject(
        subject=scene.tiktok,
        by=scene.moderator,
        name="TikTok US",
        kind="platform",
        aliases=[],
        half_life_days=90,
    )


def become_vendor(scene):
    scene.organization.kind = "vendor"
    save_organization(organization=scene.organization)


ACTS = {
    "confirm_status": lambda s: services.confirm_status(subject=s.tiktok, by=s.priya),
    "confirm_statuses": lambda s: services.confirm_statuses(
        statuses={
            row.pk: "stopped"
            for row in StatusReport.objects.filter(organization=s.organization).current()
        },
        by=s.priya,
    ),
    "edit_subject": edit_subject,
    "forget_member": lambda s: services.forget_member(user=s.dana),
    "find_or_create_subject": lambda s: services.find_or_create_subject(
        name="tik tok", kind="tool", by=s.dana
    ),
    "merge_subjects": lambda s: services.merge_subjects(source=s.other, target=s.tiktok, by=s.moderator),
    "redact_words": lambda s: services.redact_words(words=Words("As of"), subject=s.tiktok.pk),
    "recount_subject": lambda s: services.recount_subject(s.tiktok),
    "recount_subjects_of": lambda s: services.recount_subjects_of(organization=s.organization),
    "refresh_tallies": lambda s: services.refresh_tallies(),
    "report_apart": lambda s: services.report_apart(subject=s.other, by=s.priya, status="stopped"),
    "report_status": lambda s: services.report_status(
        subject=s.tiktok, by=s.priya, status="stopped", note="Not any more.", is_unnamed=True
    ),
    "retire_statuses": lambda s: services.retire_statuses(organization=s.organization),
    "save_subject": lambda s: services.save_subject(name="Podcast", kind="practice"),
}
BEYOND = {
    "become a vendor": become_vendor,
    "be counted only": lambda s: set_naming(organization=s.organization, naming="counted"),
    "erase": lambda s: erase_member(user=s.dana),
    "hide": lambda s: hide_post(post=s.reply, moderator=s.moderator, rule="1"),
    "leave": lambda s: leave_organization(user=s.dana),
    "move": lambda s: join_by_email(user=s.dana, email="dana@elsewhere.example"),
    "offboard": lambda s: offboard_colleague(membership=s.dana.memberships.get(), by=s.moderator),
    "reply": lambda s: post_reply(thread=s.thread, author=s.priya, body="", status="not-permitted"),
    "withdraw": lambda s: withdraw_post(post=s.reply, by=s.dana),
}
EVERYTHING = ACTS | BEYOND


def written():
    """Every report, by its key, with all its columns."""
    return {row["id"]: row for row in StatusReport.objects.values()}


def test_every_service_has_its_act_here():
    exported = {name for name in services.__all__ if isfunction(getattr(services, name))}

    assert exported == set(ACTS)


@pytest.mark.parametrize("act", EVERYTHING, ids=EVERYTHING)
def test_what_was_said_stays_as_it_was_said(act, scene):
    before = written()
    may_change = MAY_CHANGE.get(act, ENDS)

    EVERYTHING[act](scene)

    after = written()
    changed = {
        column
        for key, row in before.items()
        for column, value in row.items()
        if after.get(key, {}).get(column, "gone") != value
    }
    assert changed <= may_change


@pytest.mark.parametrize("act", sorted(set(EVERYTHING) - set(MAY_CHANGE)))
def test_what_was_superseded_keeps_its_end(act, scene):
    before = {key: row for key, row in written().items() if row["superseded_at"]}

    EVERYTHING[act](scene)

    after = written()
    assert {key: after[key] for key in before} == before


@pytest.mark.parametrize("act", EVERYTHING, ids=EVERYTHING)
def test_each_organization_has_one_current_answer_and_counters_are_true(act, scene):
    EVERYTHING[act](scene)

    current = list(StatusReport.objects.current().values_list("organization", "subject"))
    out = StringIO()
    call_command("recount", dry_run=True, stdout=out)
    assert len(current) == len(set(current))
    assert out.getvalue().splitlines()[-1] == "0 counters were wrong (nothing changed)"
