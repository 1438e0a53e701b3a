"""Asking and replying without a name, through the forms that members use."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.services import end_membership, erase_member
from forum.adoption.models import StatusReport
from forum.core.errors import Refused
from forum.moderation.services import close_thread
from forum.replies.models import Draft
from forum.replies.services import post_reply
from forum.threads.models import Post, Thread
from forum.threads.services import (
    LabelChanged,
    ThreadClosed,
    change_owner,
    edit_post,
    merge_threads,
    split_thread,
)
from tests.make import (
    label_of,
    make_organization,
    make_peers,
    make_reply,
    make_subject,
    make_thread,
    make_topic,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db
LABEL = "Member at a cancer center, 200 to 299 beds, Ohio"


@pytest.fixture
def lakeshore(db):
    organization = make_organization("Lakeshore", "cancer_center", beds="200-299", region="Ohio")
    make_peers(organization)
    return organization


@pytest.fixture
def maya(lakeshore):
    return make_verified(
        organization=lakeshore, display_name="Maya Okafor", handle="mokafor", job_title="Director"
    )


@pytest.fixture
def thread(asker):
    return make_thread(author=asker)


def shown(client, thread) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", client.get(thread.get_absolute_url()).content.decode()).split()
    )


def send(client, thread, **data):
    return client.post(f"/t/{thread.pk}/reply/", {"body": "We do.", **data})


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


@pytest.fixture
def asked(maya):
    """A question of Maya's without her name."""
    return make_thread(author=maya, unnamed_as=LABEL)


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


@pytest.fixture
def tiktok(asker):
    return make_thread(author=asker, subject=make_subject())


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
