"""Answering a question that asks each organization for its status."""

import pytest

from accounts.models import Kind, Organization
from accounts.services import set_naming
from forum.adoption.models import Status, StatusReport
from forum.adoption.services import report_status
from forum.threads.models import Post
from tests.make import make_organization, make_reply, make_subject, make_thread, make_user, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return make_thread(title="Is your organization using TikTok?", subject=make_subject())


def reply_to(thread):
    return f"/t/{thread.pk}/reply/"


def text(response):
    return " ".join(response.content.decode().split())


def test_a_reply_with_a_status_shows_it_and_counts(as_member, thread):
    member = make_verified()

    answer = as_member(member).post(
        reply_to(thread), {"body": "Two videos a week.", "status": "using", "since": "2023-08"}
    )

    post = Post.objects.get(number=2)
    assert answer.url == post.get_absolute_url()
    assert (post.status_report.status, post.status_report.since.isoformat()) == ("using", "2023-08-01")
    page = text(as_member(make_user()).get(thread.get_absolute_url()))
    assert "since August 2023" in page
    assert "<strong>1 of 1</strong> organization uses TikTok" in page


def test_a_status_without_text_counts_and_posts_no_empty_reply(as_member, thread):
    member = make_verified()

    answer = as_member(member).post(reply_to(thread), {"body": "  ", "status": "reserved"})

    assert answer.url == thread.get_absolute_url()
    assert Post.objects.filter(thread=thread).count() == 1
    assert StatusReport.objects.get().status == Status.RESERVED
    page = text(as_member(member).get(thread.get_absolute_url()))
    assert "now counts as: Name reserved." in page


def test_neither_text_nor_status_is_refused_beside_the_field(as_member, thread):
    answer = as_member(make_verified()).post(reply_to(thread), {"body": "", "status": ""})

    assert answer.status_code == 422
    assert "Write your reply first" in text(answer)


def test_the_last_status_of_the_organization_is_chosen_with_its_date_and_reporter(as_member, thread):
    organization = make_organization(name="Lakeshore Cancer Institute")
    sam = make_verified(organization=organization, display_name="Sam Ortiz")
    report_status(subject=thread.subject, by=sam, status=Status.CONSIDERING)

    page = text(as_member(make_verified(organization=organization)).get(thread.get_absolute_url()))

    assert "Does Lakeshore Cancer Institute use TikTok?" in page
    assert "Sam Ortiz said Considering in" in page
    assert 'value="considering" checked' in page


def test_a_wrong_status_or_month_loses_nothing_typed(as_member, thread):
    client = as_member(make_verified())

    for wrong in ({"status": "dancing"}, {"status": "using", "since": "2023-13"}):
        answer = client.post(reply_to(thread), {"body": "We started in May.", **wrong})

        assert answer.status_code == 422
        assert "We started in May." in text(answer)
    assert not StatusReport.objects.exists()


def test_a_month_to_come_is_refused_and_neither_reply_nor_status_stays(as_member, thread):
    form = {"body": "We plan to.", "status": "using", "since": "2090-01"}

    answer = as_member(make_verified()).post(reply_to(thread), form)

    assert answer.status_code == 422
    assert "Choose a month that has begun." in text(answer)
    assert not StatusReport.objects.exists()
    assert Post.objects.filter(thread=thread).count() == 1


def test_who_is_not_verified_replies_and_is_asked_for_no_status(as_member, thread):
    client = as_member(make_user())

    page = text(client.get(thread.get_absolute_url()))
    answer = client.post(reply_to(thread), {"body": "We do.", "status": "using"})

    assert 'name="status"' not in page
    assert "Only verified members can say" in page
    assert answer.status_code == 422
    assert not StatusReport.objects.exists()


def test_a_vendor_answers_with_a_label_and_is_never_counted(as_member, thread):
    vendor = make_verified(organization=make_organization(kind=Kind.VENDOR))
    client = as_member(vendor)

    client.post(reply_to(thread), {"body": "Vendor here, so weigh this as you like."})
    page = text(client.get(thread.get_absolute_url()))

    assert '<span class="badge badge-vendor">Vendor</span>' in page
    assert "Vendors and agencies are not counted." in page
    assert client.post(reply_to(thread), {"body": "x", "status": "using"}).status_code == 422


def test_a_form_sent_twice_makes_one_reply_and_one_report(as_member, thread):
    form = {"body": "Yes.", "status": "using", "submission_key": "0b7ba1f0-7f0b-4a30-b2a3-3f6a6a9b7d55"}
    client = as_member(make_verified())

    first, second = client.post(reply_to(thread), form), client.post(reply_to(thread), form)

    assert first.url == second.url
    assert StatusReport.objects.count() == 1


def test_an_organization_that_is_only_counted_shows_no_status_on_its_posts(as_member, thread):
    member = make_verified()
    make_reply(thread=thread, author=member, body="We do.", status="using")
    organization = Organization.objects.get()
    client = as_member(make_user())
    before = text(client.get(thread.get_absolute_url()))

    set_naming(organization=organization, naming=Organization.Naming.COUNTED)
    after = text(client.get(thread.get_absolute_url()))

    assert '<p class="post-status">' in before
    assert '<p class="post-status">' not in after
    assert "<strong>1 of 1</strong>" in after


def test_a_thread_without_a_subject_takes_no_status(as_member):
    thread = make_thread()

    as_member(make_verified()).post(reply_to(thread), {"body": "Yes.", "status": "using"})

    assert Post.objects.get(number=2).status_report is None
    assert not StatusReport.objects.exists()


def test_quoting_and_answering_another_post_keep_what_is_typed(as_member, thread):
    make_reply(thread=thread, body="We reserved our name.")
    typed = {"body": "My answer", "status": "using", "since": "2024-01"}

    page = text(as_member(make_verified()).post(f"{reply_to(thread)}?quote=2", typed))

    assert "My answer" in page
    assert "&gt; We reserved our name." in page
    assert 'value="using" checked' in page
    assert 'value="2024-01"' in page
    assert Post.objects.filter(thread=thread).count() == 2


def test_a_reply_to_a_post_can_become_a_reply_to_the_question_again(as_member, thread):
    make_reply(thread=thread)
    client = as_member(make_user())

    page = text(client.post(f"{reply_to(thread)}?to=1", {"body": "Hm.", "in_reply_to": "2"}))

    assert "Your reply</h2>" in page
    assert 'name="in_reply_to" value="1"' in page


def test_a_colleague_who_answered_without_a_name_is_not_named_to_the_next(as_member, thread):
    organization = make_organization()
    sam = make_verified(organization=organization, display_name="Sam Ortiz")
    report_status(subject=thread.subject, by=sam, status=Status.STOPPED, is_unnamed=True)

    page = text(as_member(make_verified(organization=organization)).get(thread.get_absolute_url()))

    assert "A colleague said Stopped using in" in page
    assert "(A colleague, " in page
    assert "Sam Ortiz" not in page
