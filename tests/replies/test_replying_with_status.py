"""A reply may say what the author's organization does: the post keeps it, and it counts, or neither."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from forum.adoption.models import StatusReport
from forum.adoption.services import NotAnswering, confirm_status, merge_subjects
from forum.core.errors import Refused
from forum.replies.models import Draft
from forum.replies.services import post_reply, save_draft
from forum.threads.models import Post, Thread
from forum.threads.services import AlreadyPosted, ThreadClosed, set_thread_closed, withdraw_post
from tests.make import make_organization, make_reply, make_subject, make_thread, make_user, make_verified
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return make_thread(subject=make_subject())


def left_behind(thread):
    """What a refused reply could have left: replies counted, posts, reports, answers counted."""
    thread.refresh_from_db()
    thread.subject.refresh_from_db()
    posts, reports = thread.posts.replies().count(), StatusReport.objects.count()
    return thread.reply_count, posts, reports, thread.subject.answer_count


def test_the_post_keeps_the_report_and_it_counts(thread):
    member = make_verified()

    post = make_reply(
        thread=thread, author=member, body="Two videos a week.", status="using", since=date(2024, 3, 1)
    )

    report = StatusReport.objects.get()
    assert (post.status_report, report.reported_by, report.since) == (report, member, date(2024, 3, 1))
    assert left_behind(thread) == (1, 1, 1, 1)


def test_a_reply_without_status_reports_nothing(thread):
    post = make_reply(thread=thread, author=make_verified(), since=date(2024, 3, 1))

    assert post.status_report is None
    assert left_behind(thread) == (1, 1, 0, 0)


def test_the_author_line_says_vendor_and_their_status_is_refused(thread):
    vendor = make_verified(organization=make_organization("Brightline", kind="vendor"))
    post = make_reply(thread=thread, author=vendor)

    with pytest.raises(NotAnswering):
        make_reply(thread=thread, author=vendor, status="using")

    assert (post.is_vendor, post.organization_kind, post.verification) == (True, "vendor", "verified")
    assert left_behind(thread) == (1, 1, 0, 0)


def test_a_refused_status_leaves_no_post_and_keeps_the_draft(thread):
    lapsed = make_verified()
    save_draft(user=lapsed, thread=thread, body="Two videos a week.", submission_key=uuid.uuid4())

    with time_machine.travel(timezone.now() + timedelta(days=380)), pytest.raises(NotAnswering):
        make_reply(thread=thread, author=lapsed, body="Two videos a week.", status="using")

    assert left_behind(thread) == (0, 0, 0, 0)
    assert Draft.objects.get().body == "Two videos a week."


@pytest.mark.parametrize(
    "fields", [{"status": "nonsense"}, {"status": "using", "since": date(9999, 1, 1)}]
)
def test_a_wrong_status_or_month_leaves_nothing(thread, fields):
    with pytest.raises(Refused):
        make_reply(thread=thread, author=make_verified(), **fields)

    assert left_behind(thread) == (0, 0, 0, 0)


def test_a_closed_thread_takes_neither_reply_nor_status(thread, moderator):
    set_thread_closed(thread=thread, by=moderator, closed=True)

    with pytest.raises(ThreadClosed):
        make_reply(thread=thread, author=make_verified(), status="using")

    assert left_behind(thread) == (0, 0, 0, 0)


def test_a_form_sent_twice_makes_one_post_and_one_report(thread):
    member, key = make_verified(), uuid.uuid4()
    post = make_reply(thread=thread, author=member, status="using", submission_key=key)

    with pytest.raises(AlreadyPosted) as refusal:
        make_reply(thread=thread, author=member, status="using", submission_key=key)

    assert refusal.value.post == post
    assert left_behind(thread) == (1, 1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_many_times_at_once_makes_one_post_and_one_report(thread):
    member, key = make_verified(), uuid.uuid4()

    def send(_):
        found = Thread.objects.get(pk=thread.pk)
        return post_reply(thread=found, author=member, body="Once.", status="using", submission_key=key)

    outcomes = at_once(send, range(6))

    assert sum(isinstance(outcome, AlreadyPosted) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, Post) for outcome in outcomes) == 1
    assert left_behind(thread) == (1, 1, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_replies_with_statuses_while_the_subject_is_merged_are_all_kept(thread, moderator, _round):
    target, members = make_subject(name="Short video"), [make_verified() for _ in range(4)]

    def send(member):
        if member == moderator:
            return merge_subjects(source=thread.subject, target=target, by=moderator)
        found = Thread.objects.select_related("subject").get(pk=thread.pk)
        return post_reply(thread=found, author=member, body="Yes.", status="using")

    outcomes = at_once(send, [*members, moderator])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    target.refresh_from_db()
    assert (target.using_count, thread.posts.replies().count()) == (4, 4)


def test_withdrawing_the_reply_leaves_the_status(thread):
    member = make_verified()
    post = make_reply(thread=thread, author=member, status="using")

    withdraw_post(post=post, by=member)

    post.refresh_from_db()
    assert post.status_report == StatusReport.objects.current().get()
    assert left_behind(thread)[3] == 1


def test_the_post_keeps_what_was_said_then(thread):
    organization = make_organization()
    member = make_verified(organization=organization)
    post = make_reply(thread=thread, author=member, status="piloting")
    make_reply(thread=thread, author=make_verified(organization=organization), status="using")
    confirm_status(subject=thread.subject, by=member)

    post.refresh_from_db()
    assert post.status_report.status == "piloting"
    assert post.status_report.superseded_at is not None


def test_a_member_who_is_not_verified_replies_without_a_status(thread):
    post = make_reply(thread=thread, author=make_user(organization_name="Piedmont Valley"))

    assert (post.organization_name, post.verification, post.is_vendor) == ("Piedmont Valley", "", False)
