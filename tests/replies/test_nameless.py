"""Asking and replying without a name, through the forms that members use."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.services import end_membership
from forum.replies.models import Draft
from forum.threads.models import Thread
from forum.threads.services import LabelChanged
from tests.make import label_of, make_organization, make_reply, make_topic, make_verified
from tests.replies.nameless import LABEL, send, shown

pytestmark = pytest.mark.django_db


def test_a_reply_without_a_name_keeps_nothing_of_its_author(as_member, maya, thread):
    client = as_member(maya)

    assert f'value="{LABEL}"' in client.get(thread.get_absolute_url()).content.decode()
    assert send(client, thread, unnamed_as=LABEL).status_code == 302

    post = thread.posts.get(number=2)
    assert (post.unnamed_as, post.pseudonym, post.verification) == (LABEL, "Member 2", "verified")
    kept = (post.job_title, post.organization, post.organization_name, post.organization_kind)
    assert kept == ("", None, "", "")


def test_readers_see_the_label_and_the_author_that_it_is_theirs(client, as_member, maya, thread, peer):
    make_reply(thread=thread, author=maya, unnamed_as=LABEL)

    guest = shown(client, thread)
    assert f"{LABEL} Member 2 Posted without a name · organization Verified" in guest
    assert "You; only you see this" not in guest
    assert "You; only you see this" not in shown(as_member(peer), thread)
    assert "You; only you see this" in shown(as_member(maya), thread)


def test_names_are_the_default(as_member, maya, thread):
    send(as_member(maya), thread)

    assert thread.posts.get(number=2).unnamed_as == ""


def test_another_label_than_the_one_shown_is_never_posted(as_member, maya, thread):
    response = send(as_member(maya), thread, unnamed_as="Member at a hospital")

    page = response.content.decode()
    assert response.status_code == 422
    assert f"You would now be shown as “{LABEL}”" in page
    assert "We do." in page
    assert re.search(rf'value="{LABEL}"[^>]* checked', page)
    assert thread.posts.count() == 1
    with pytest.raises(LabelChanged):
        make_reply(thread=thread, author=maya, unnamed_as="Member at a hospital")


def test_only_verified_members_post_without_a_name(as_member, peer, thread):
    client = as_member(peer)

    assert "without my name" not in client.get(thread.get_absolute_url()).content.decode()
    assert send(client, thread, unnamed_as=LABEL).status_code == 422
    assert "Only verified members" in send(client, thread, unnamed_as=LABEL).content.decode()


def test_asking_without_a_name(as_member, client, maya):
    make_topic(slug="social-platforms")
    member = as_member(maya)
    form = {
        "title": "Is your organization using TikTok?",
        "topic": "social-platforms",
        "sharing": "everyone",
        "unnamed_as": LABEL,
    }
    page = member.get("/ask/").content.decode()
    preview = member.post("/ask/", form | {"preview": "1"}).content.decode()

    assert "Maya Okafor, Lakeshore" in page
    assert LABEL in page
    assert "Posted without a name" in preview
    assert member.post("/ask/", form).status_code == 302
    thread = Thread.objects.get()
    member.logout()
    assert f"{LABEL} Asker" in shown(client, thread)
    assert LABEL in client.get("/").content.decode()
    assert "Okafor" not in client.get("/").content.decode()


def test_a_label_that_changed_while_one_asked_is_shown_first(as_member, maya):
    make_topic(slug="social-platforms")
    form = {"title": "Is anyone on TikTok yet?", "topic": "social-platforms", "sharing": "everyone"}

    response = as_member(maya).post("/ask/", form | {"unnamed_as": "Member at a hospital"})

    assert response.status_code == 422
    assert "What would be shown has changed" in response.content.decode()
    assert Thread.objects.count() == 0


def test_the_composer_goes_on_as_before_and_warns_once_of_the_other_way(as_member, asked, maya):
    client = as_member(maya)

    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Post as Asker, without my name" in page
    assert re.search(rf'value="{LABEL}"[^>]* checked', page)

    warned = send(client, asked, seen="1")
    assert warned.status_code == 422
    assert "readers may guess that “Asker” is you" in warned.content.decode()
    assert asked.posts.count() == 1
    assert send(client, asked, seen="1", switched="named").status_code == 302
    assert asked.posts.get(number=2).unnamed_as == ""


def test_the_way_to_no_name_is_warned_of_too(as_member, maya, thread):
    make_reply(thread=thread, author=maya)
    client = as_member(maya)

    warned = send(client, thread, unnamed_as=LABEL)

    assert warned.status_code == 422
    assert "You have posted here with your name" in warned.content.decode()
    assert 'name="switched" value="nameless"' in warned.content.decode()
    assert send(client, thread, unnamed_as=LABEL, switched="nameless", told="on").status_code == 302


def test_a_draft_remembers_that_it_bears_no_name(as_member, maya, thread):
    client = as_member(maya)
    client.post(f"/drafts/save/?thread={thread.pk}", {"body": "Half", "unnamed_as": LABEL})
    client.post("/drafts/save/", {"title": "Half a question", "unnamed_as": LABEL})

    for path in (thread.get_absolute_url(), f"/t/{thread.pk}/reply/", "/ask/"):
        assert re.search(rf'value="{LABEL}"[^>]* checked', client.get(path).content.decode()), path
    assert Draft.objects.filter(is_nameless=True).count() == 2


def test_who_is_verified_no_more_is_told_before_their_name_is_shown(as_member, maya, thread):
    client = as_member(maya)
    client.post(f"/drafts/save/?thread={thread.pk}", {"body": "Half", "unnamed_as": LABEL})
    client.post("/drafts/save/", {"title": "Half a question", "unnamed_as": LABEL})
    end_membership(user=maya)

    for path in (thread.get_absolute_url(), f"/t/{thread.pk}/reply/", "/ask/"):
        assert "so this would bear your name" in client.get(path).content.decode(), path
    form = {"title": "Is anyone on TikTok yet?", "topic": thread.topic.slug, "sharing": "everyone"}
    refused = client.post("/ask/", form | {"unnamed_as": LABEL})
    assert refused.status_code == 422
    assert "so this would bear your name" in refused.content.decode()
    assert Thread.objects.count() == 1


def test_nobody_is_named_because_nothing_is_chosen_any_more(as_member, maya, thread):
    form = {"title": "Is anyone on TikTok yet?", "topic": thread.topic.slug, "sharing": "everyone"}

    response = as_member(maya).post("/ask/", form)

    assert response.status_code == 422
    assert "Choose how you are shown" in response.content.decode()


def test_a_preview_with_a_label_that_changed_is_no_fault(as_member, maya, thread):
    client = as_member(maya)
    client.get("/ask/")
    Membership.objects.exclude(user=maya).delete()  # this process still knows the former label

    form = {"title": "Is anyone on TikTok yet?", "topic": thread.topic.slug, "sharing": "everyone"}
    response = client.post("/ask/", form | {"unnamed_as": LABEL, "preview": "1"})

    assert response.status_code == 422
    assert "You would now be shown as “Member at a health organization”" in response.content.decode()


def test_quoting_and_answering_keep_the_choice_and_name_the_pseudonym(as_member, maya, asked):
    other = make_verified(organization=make_organization(kind="clinic"))
    client = as_member(other)

    page = client.post(
        f"/t/{asked.pk}/reply/?quote=1", {"body": "Mine", "unnamed_as": label_of(other)}
    ).content.decode()

    assert "[Asker wrote]" in page
    assert "mokafor" not in page
    assert re.search(r'id="id_unnamed_as"[^>]* checked', page)


def test_preview_shows_what_will_be_shown(as_member, maya, thread):
    page = send(as_member(maya), thread, unnamed_as=LABEL, preview="1").content.decode()

    preview = page.partition("preview-title")[2].partition("</section>")[0]
    assert "Posted without a name" in preview
    assert "Okafor" not in preview


def test_the_thread_page_of_a_verified_member_keeps_to_its_statements(as_member, maya, asked, tiktok):
    client = as_member(maya)
    for thread in (asked, tiktok):
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get(thread.get_absolute_url())
        with CaptureQueriesContext(connection) as again:
            client.get(thread.get_absolute_url())

        assert len(again) <= len(captured) <= 9
        assert len(again) <= 8


def test_posting_without_a_name_takes_at_most_twenty_statements(as_member, maya, thread):
    client = as_member(maya)
    client.get(thread.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        assert send(client, thread, unnamed_as=LABEL).status_code == 302

    assert len(captured) <= 20
