"""Posts without a name once they are there: pseudonyms, statuses, and what others may do to them."""

import re

import pytest

from accounts.models import Membership
from accounts.services import erase_member
from forum.adoption.models import StatusReport
from forum.core.errors import Refused
from forum.moderation.services import close_thread
from forum.replies.services import post_reply
from forum.threads.models import Post
from forum.threads.services import ThreadClosed, change_owner, edit_post, merge_threads, split_thread
from tests.make import (
    label_of,
    make_organization,
    make_peers,
    make_reply,
    make_thread,
    make_user,
    make_verified,
)
from tests.replies.nameless import LABEL, send, shown

pytestmark = pytest.mark.django_db


def test_the_label_is_frozen(client, maya, thread, lakeshore):
    make_reply(thread=thread, author=maya, unnamed_as=LABEL)

    Membership.objects.exclude(user=maya).delete()
    lakeshore.kind = "hospital"
    lakeshore.save()

    assert LABEL in shown(client, thread)


def test_pseudonyms_are_stable_in_a_thread_and_others_elsewhere(maya, thread):
    others = [make_verified(organization=make_organization(kind="clinic")) for _n in range(2)]
    for author in (others[0], maya, others[0], maya, others[1]):
        make_reply(thread=thread, author=author, unnamed_as=label_of(author))
    elsewhere = make_reply(author=maya, unnamed_as=label_of(maya))

    names = thread.posts.order_by("number").values_list("pseudonym", flat=True)
    assert list(names) == ["", "Member 2", "Member 3", "Member 2", "Member 3", "Member 4"]
    assert elsewhere.pseudonym == "Member 2"


def test_the_asker_stays_the_asker_and_is_not_marked_where_they_use_their_name(client, asked, maya):
    make_reply(thread=asked, author=maya, body="As the asker.", unnamed_as=LABEL)
    make_reply(thread=asked, author=maya, body="With my name.")

    names = asked.posts.order_by("number").values_list("pseudonym", flat=True)
    articles = re.findall(
        r"<article.*?</article>", client.get(asked.get_absolute_url()).content.decode(), re.S
    )
    assert list(names) == ["Asker", "Asker", ""]
    assert ["Asked this" in article for article in articles] == [False, True, False]


def test_who_asked_by_name_is_not_the_asker_without_one(client, maya):
    thread = make_thread(author=maya)
    post = make_reply(thread=thread, author=maya, unnamed_as=LABEL)

    assert post.pseudonym == "Member 2"
    assert "Asked this" not in client.get(thread.get_absolute_url()).content.decode()


def test_moderators_have_no_rights_of_their_own_without_a_name(lakeshore, moderator, thread):
    helen = make_verified(organization=lakeshore, role="moderator")
    close_thread(thread=thread, moderator=moderator)

    with pytest.raises(ThreadClosed):
        make_reply(thread=thread, author=helen, unnamed_as=LABEL)
    make_reply(thread=thread, author=helen)


@pytest.mark.parametrize("member", ["maya", "somebody else"])
def test_nobody_can_find_the_asker_out_by_changing_the_asker(asked, maya, moderator, member):
    with pytest.raises(Refused, match="asked without a name"):
        change_owner(thread=asked, by=moderator, member=maya if member == "maya" else make_user())


def test_a_reply_that_becomes_a_question_bears_no_name_there(client, maya, thread, moderator):
    make_reply(thread=thread, author=maya, unnamed_as=LABEL)

    new = split_thread(
        source=thread, numbers=[2], title="A question of its own", topic=thread.topic, by=moderator
    )

    assert new.asker_pseudonym == "Member 2"
    for path in (new.get_absolute_url(), "/"):
        page = client.get(path).content.decode()
        assert LABEL in page
        assert "Okafor" not in page


def test_two_askers_in_one_thread_keep_apart(client, maya, asked, moderator):
    other = make_verified(organization=make_organization(kind="clinic"), display_name="Sam Ortiz")
    source = make_thread(author=other, unnamed_as=label_of(other), topic=asked.topic)

    merge_threads(source=source, target=asked, by=moderator)
    make_reply(thread=asked, author=other, unnamed_as=label_of(other))

    names = asked.posts.order_by("number").values_list("pseudonym", flat=True)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert list(names) == ["Asker", "Member 2", "Member 2"]
    assert "Asked this" not in page
    assert "Ortiz" not in page


def test_erasing_an_author_changes_nothing_about_posts_without_a_name(client, maya, thread):
    make_reply(thread=thread, author=maya, unnamed_as=LABEL)
    before = list(Post.objects.filter(author=maya).values())

    erase_member(user=maya)

    assert list(Post.objects.filter(author=maya).values()) == before
    assert "Former member" not in shown(client, thread)


def test_edits_are_by_the_pseudonym_and_by_moderators_with_their_name(
    as_member, maya, asked, moderator, peer
):
    question = asked.posts.get()
    edit_post(post=question, editor=maya, body="Clearer.", version=1)
    edit_post(post=question, editor=moderator, body="Clearer still.", version=2)

    page = as_member(peer).get(f"/posts/{question.pk}/revisions/").content.decode()

    assert re.findall(r"Edited by ([\w ]+)", page) == ["Helen Brandt", "Asker"]


def test_a_status_counts_and_nothing_ties_it_to_the_reply(as_member, maya, tiktok, lakeshore):
    sam = make_verified(organization=lakeshore)
    response = send(as_member(maya), tiktok, unnamed_as=LABEL, status="using")

    report = StatusReport.objects.get()
    post = tiktok.posts.get(number=2)
    assert response.status_code == 302
    assert post.status_report is None
    assert (report.status, report.is_unnamed, report.organization) == ("using", True, lakeshore)
    assert report.reported_at.day == 1
    tiktok.subject.refresh_from_db()
    assert tiktok.subject.using_count == 1
    client = as_member(sam)
    assert "Maya" not in client.get(f"/organizations/{lakeshore.slug}/").content.decode()


def test_what_stands_by_name_is_not_seen_to_change(as_member, maya, tiktok, lakeshore, mailoutbox):
    sam = make_verified(organization=lakeshore)
    post_reply(thread=tiktok, author=sam, body="By name.", status="considering")
    client = as_member(maya)

    refused = send(client, tiktok, unnamed_as=LABEL, status="using", told="on")
    assert refused.status_code == 422
    assert "Your organization has an answer by name" in refused.content.decode()
    assert send(client, tiktok, unnamed_as=LABEL, status="considering", told="on").status_code == 302

    report = StatusReport.objects.get()
    assert (report.reported_by, report.is_unnamed) == (sam, False)
    assert mailoutbox == []


def test_a_status_alone_without_a_name_only_counts(as_member, maya, tiktok):
    send(as_member(maya), tiktok, body="", unnamed_as=LABEL, status="using")

    assert StatusReport.objects.get().is_unnamed
    assert tiktok.posts.count() == 1


def test_an_unnamed_vendor_is_marked_as_one(client, as_member, thread):
    agency = make_organization(kind="vendor", beds="none")
    make_peers(agency)
    vendor = make_verified(organization=agency)
    reply = make_reply(thread=thread, author=vendor, unnamed_as=label_of(vendor))
    question = make_thread(author=vendor, unnamed_as=label_of(vendor))

    assert reply.unnamed_as == "Member at a vendor or agency, Ohio"
    for path in (thread.get_absolute_url(), question.get_absolute_url(), "/"):
        assert "badge-vendor" in client.get(path).content.decode(), path


def test_ones_own_are_listed_for_oneself_alone(as_member, asked, maya, peer, thread):
    make_reply(thread=thread, author=maya, unnamed_as=LABEL)
    client = as_member(maya)

    own = client.get("/mine/unnamed/").content.decode()
    assert own.count('class="question"') == 2
    assert client.get("/mine/").content.decode().count('class="question"') == 2
    assert "has not asked" in client.get(f"/members/{maya.handle}/questions/").content.decode()
    assert "has not replied" in client.get(f"/members/{maya.handle}/").content.decode()
    assert 'class="question"' not in as_member(peer).get("/mine/unnamed/").content.decode()
