"""What an organization uses, on its page: who sees it, compares it and changes it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import ask_to_join, choose_naming
from forum.adoption.models import StatusReport
from forum.adoption.services import report_status
from tests.make import make_organization, make_subject, make_user, make_verified
from tests.pages.organization_pages import PAGE, say, text_of

pytestmark = pytest.mark.django_db


def long_ago(report):
    StatusReport.objects.filter(pk=report.pk).update(reported_at=timezone.now() - timedelta(days=400))


def test_what_it_uses_stands_with_dates_and_peers(client, maya):
    long_ago(say(maya, "Snapchat", "not-using"))
    say(maya, "TikTok", "piloting", since=timezone.now().date().replace(year=2023, month=8, day=1))
    report_status(subject=make_subject("X"), by=make_verified(), status="using")

    page = text_of(client.get(PAGE))

    now = f"{timezone.localtime():%b %Y}"
    assert f"TikTok Piloting Aug 2023 {now} 0 of 1" in page
    assert re.search(r"Snapchat Not using – \w{3} \d{4} Ask again", page)
    assert "X Using" not in page


def test_its_history_names_reporters_to_colleagues_alone(client, as_member, lakeshore, maya):
    say(maya, "TikTok", "considering")
    page, own = client.get(PAGE), as_member(make_verified(organization=lakeshore)).get(PAGE)

    assert "Show how it changed over time" in text_of(page)
    assert "Maya Okafor" not in text_of(page)
    assert "Maya Okafor" in text_of(own)


def test_who_answered_without_a_name_is_not_named_to_colleagues(as_member, lakeshore, maya):
    say(maya, "TikTok", is_unnamed=True)

    for path in (PAGE, f"{PAGE}history/"):
        page = text_of(as_member(make_verified(organization=lakeshore)).get(path))
        assert "Without a name" in page
        assert "Maya Okafor" not in page


def test_a_counted_organization_shows_its_statuses_to_nobody_else(
    client, as_member, lakeshore, maya, moderator
):
    say(maya, "TikTok", note="Quietly.")
    choose_naming(organization=lakeshore, naming="counted", by=maya)
    waiting, other = make_user(), make_verified()
    ask_to_join(user=waiting, organization=lakeshore)
    report_status(subject=StatusReport.objects.get().subject, by=other, status="using")

    pages = [client.get(PAGE), client.get(f"{PAGE}history/")]
    for reader in (make_user(), waiting, moderator, other):
        pages += [as_member(reader).get(PAGE), as_member(reader).get(f"{PAGE}history/")]

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [page for page in pages if "TikTok" in text_of(page) or "Quietly" in text_of(page)] == []
    assert "has chosen not to be named" in text_of(pages[0])
    own = text_of(as_member(maya).get(PAGE))
    assert "TikTok" in own
    assert "Only you and your verified colleagues see this." in own


def test_a_vendor_states_nothing(client):
    make_organization(name="Brightpath", slug="brightpath", kind="vendor")

    assert "What they use is not counted" in text_of(client.get("/organizations/brightpath/"))


def test_guests_see_a_change_of_naming_at_once(
    client, lakeshore, maya, django_capture_on_commit_callbacks
):
    say(maya, "TikTok")
    before = text_of(client.get(PAGE))

    with django_capture_on_commit_callbacks(execute=True):
        choose_naming(organization=lakeshore, naming="counted", by=maya)

    assert "TikTok" in before
    assert "TikTok" not in text_of(client.get(PAGE))


def test_a_verified_reader_compares_it_with_their_own(as_member, maya):
    reader = make_verified()
    for name, theirs, ours in (
        ("TikTok", "using", "considering"),
        ("Threads", "using", "using"),
        ("X", "stopped", "using"),
    ):
        subject = make_subject(name)
        report_status(subject=subject, by=maya, status=theirs)
        report_status(subject=subject, by=reader, status=ours)

    page = text_of(as_member(reader).get(PAGE))

    assert "You both use Threads." in page
    assert "Lakeshore Cancer Institute uses TikTok, which yours is considering." in page
    assert "Yours uses X, which it has stopped using." in page
    assert "Compared with yours" not in text_of(as_member(maya).get(PAGE))
    assert "Compared with yours" not in text_of(as_member(make_user()).get(PAGE))


def test_a_colleague_confirms_updates_and_adds_statuses_from_the_page(as_member, maya):
    say(maya, "TikTok")
    make_subject("Threads")

    response = as_member(maya).get(PAGE)

    page = response.content.decode()
    assert 'action="/subjects/tiktok/confirm/"' in page
    assert 'href="/subjects/tiktok/status/?next=/organizations/lakeshore/"' in page
    assert [subject.name for subject in response.context["unanswered"]] == ["Threads"]


def test_nobody_else_is_offered_its_statuses_to_change(as_member, maya, moderator):
    say(maya, "TikTok")

    for reader in (make_user(), make_verified(), moderator):
        assert "/confirm/" not in as_member(reader).get(PAGE).content.decode()


def test_the_list_of_unanswered_subjects_leads_to_the_form(as_member, lakeshore, maya):
    make_subject("Threads")

    response = as_member(maya).get(f"{PAGE}answer/?subject=threads")

    assert response.url == "/subjects/threads/status/?next=%2Forganizations%2Flakeshore%2F"
    assert as_member(maya).get(f"{PAGE}answer/?subject=nothing").status_code == 404
