"""Watched words on the forms that members write into, and findings that a moderator has let stand."""

import re

import pytest
from django.urls import reverse

from forum.core import guest_pages
from forum.guard import watch_list
from forum.guard.models import ApprovedFinding, GuardEvent
from forum.guard.watch_services import retire_word
from forum.moderation.care_services import approve_post
from forum.threads.models import Post, Tag, Thread
from tests.make import (
    make_reply,
    make_subject,
    make_thread,
    make_topic,
    make_user,
    make_verified,
    make_watched,
)

pytestmark = pytest.mark.django_db
RECORD = "The family asks about MRN 7730215 under our video."
REASON = "It is the number of a broken scanner"


@pytest.fixture
def reply(as_member, peer):
    thread = make_thread()

    def send(by=None, **typed):
        return as_member(by or peer).post(f"/t/{thread.pk}/reply/", typed)

    return send


@pytest.fixture
def edit(as_member, peer):
    def send(post, by=None, **typed):
        facts = {"version": str(Post.objects.get(pk=post.pk).version), "reason": ""}
        return as_member(by or peer).post(f"/posts/{post.pk}/edit/", facts | typed)

    return send


def page_of(response):
    return response.content.decode()


def marked(response):
    return re.findall(r"<mark>(.*?)</mark>", page_of(response))


def seen_in(response):
    return re.search(r'name="guard_seen" value="(\w+)"', page_of(response)).group(1)


def the_reply():
    return Post.objects.replies().get()


def events():
    return [(event.rule, event.action, event.post_pk) for event in GuardEvent.objects.order_by("pk")]


def test_blocked_words_cannot_be_posted_and_the_page_says_which_and_why(reply):
    make_watched("free trial", "block", message="Vendors answer here, they do not sell.")

    response = reply(body="Take our Free Trial!", guard_ok="1", guard_reason=REASON)

    assert response.status_code == 422
    assert marked(response) == ["Free Trial"]
    assert "Some of these words cannot be posted" in page_of(response)
    assert "Vendors answer here, they do not sell." in page_of(response)
    assert "Take our Free Trial!</textarea>" in page_of(response)
    assert 'name="guard_ok"' not in page_of(response)
    assert Post.objects.replies().count() == 0
    assert events() == [("watched", "stopped", None)]


def test_blocked_words_are_taken_out_by_one_click(reply):
    make_watched("free trial", "block")

    response = reply(body="Take our Free Trial!", guard_remove="1")

    assert "Take our [removed]!</textarea>" in page_of(response)


def test_held_words_let_a_post_wait(reply):
    make_watched("lawsuit", "hold")

    reply(body="There is a lawsuit.")

    assert the_reply().held_at == the_reply().created_at
    assert events() == [("watched", "held", the_reply().pk)]


def test_a_preview_says_that_a_post_will_wait(reply):
    make_watched("lawsuit", "hold")

    response = reply(body="There is a lawsuit.", preview="1")

    assert response.status_code == 200
    assert "A moderator looks at it before members see it." in page_of(response)
    assert 'name="guard_ok"' not in page_of(response)
    assert events() == []


def test_moderators_do_not_wait_for_watched_words(reply, moderator):
    make_watched("lawsuit", "hold")

    preview = reply(by=moderator, body="There is a lawsuit.", preview="1")
    reply(by=moderator, body="There is a lawsuit.")

    assert the_reply().held_at is None
    assert "guard-title" not in page_of(preview)
    assert events() == []


def test_warned_words_are_posted_anyway_once_their_writer_says_so(reply):
    make_watched("guru*", "warn", message="Say what they did instead.")

    first = reply(body="Our gurus liked it.")
    reply(body="Our gurus liked it.", guard_ok="1", guard_seen=seen_in(first))

    assert first.status_code == 422
    assert "I have read this: post it anyway" in page_of(first)
    assert "<strong>Think twice about this</strong>" in page_of(first)
    assert "Say what they did instead." in page_of(first)
    assert the_reply().held_at is None
    assert events() == [("watched", "stopped", None), ("watched", "ticked", the_reply().pk)]


def test_moderators_are_warned_too(reply, moderator):
    make_watched("guru*", "warn")

    assert reply(by=moderator, body="Our gurus liked it.").status_code == 422


def test_words_are_replaced_on_posting_and_the_preview_shows_it(reply):
    make_watched("guru*", "replace", replacement="specialist")

    preview = reply(body="Ask your Guru first.", preview="1")
    reply(body="Ask your Guru first.")

    assert "Ask your specialist first." in page_of(preview)
    assert marked(preview) == ["Guru"]
    assert "Ask your Guru first.</textarea>" in page_of(preview)
    assert the_reply().body == "Ask your specialist first."
    assert "specialist" in the_reply().body_html
    assert events() == [("watched", "removed", the_reply().pk)]


def test_what_the_guard_finds_is_looked_for_in_the_replaced_text(reply):
    make_watched("chart 77", "replace", replacement="MRN 7730215")

    assert reply(body="See chart 77.").status_code == 422


def test_a_replacement_that_makes_a_title_too_long_is_told_at_the_field(as_member, asker):
    make_watched("guru", "replace", replacement="a very long description of what that person knows")
    topic = make_topic()
    title = "guru " + "and what else they may know about it " * 3

    response = as_member(asker).post(
        "/ask/", {"title": title, "body": "", "topic": topic.slug, "sharing": "everyone"}
    )

    assert response.status_code == 422
    assert 'id="id_title_error"' in page_of(response)
    assert Thread.objects.count() == 0


@pytest.mark.parametrize("field", ["title", "body", "tags"])
def test_every_text_of_a_question_is_looked_through(as_member, asker, field):
    make_watched("crypto", "block")
    facts = {"title": "Who answers comments at night?", "topic": make_topic().slug}
    typed = facts | {"sharing": "everyone", "body": "", field: "What about crypto today"}

    response = as_member(asker).post("/ask/", typed)

    assert response.status_code == 422
    assert marked(response) == ["crypto"]


def test_tags_are_replaced_one_by_one(as_member, asker):
    make_watched("fb", "replace", replacement="facebook")
    facts = {"title": "Who answers comments at night?", "topic": make_topic().slug}

    as_member(asker).post("/ask/", facts | {"sharing": "everyone", "body": "", "tags": "fb, video"})

    assert sorted(Tag.objects.values_list("name", flat=True)) == ["facebook", "video"]


def test_a_profile_cannot_wait_so_held_words_have_to_go(as_member, asker):
    make_watched("guru", "hold")
    facts = {"display_name": "Dana Whitfield", "job_title": "Guru", "time_zone": "America/New_York"}

    response = as_member(asker).post(reverse("settings_profile"), facts | {"guard_ok": "1"})

    asker.refresh_from_db()
    assert response.status_code == 422
    assert marked(response) == ["Guru"]
    assert "Cannot be posted" in page_of(response)
    assert asker.job_title == "Social media manager"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("display_name", "Crypto Dana"),
        ("job_title", "Crypto editor"),
        ("organization_name", "Crypto Hospital"),
        ("about", "I do crypto."),
    ],
)
def test_every_text_of_a_profile_is_looked_through(as_member, asker, name, typed):
    make_watched("crypto", "block")
    facts = {
        "display_name": "Dana Whitfield",
        "job_title": "Editor",
        "time_zone": "America/New_York",
        "organization_name": "Piedmont",
    }

    response = as_member(asker).post(reverse("settings_profile"), facts | {name: typed})
    patient = as_member(asker).post(reverse("settings_profile"), facts | {name: f"MRN 7730215 {typed}"})

    assert marked(response) == [re.search("crypto", typed, re.IGNORECASE).group()]
    assert "MRN 7730215" in marked(patient)


@pytest.mark.parametrize("name", ["name", "note"])
def test_a_proposed_organization_is_looked_through(as_member, name):
    make_watched("crypto", "warn")
    facts = {"name": "Lakeshore Hospital", "kind": "hospital", "website": "lakeshore.example"}
    typed = facts | {"region": "Ohio", "note": "", name: "A crypto house"}

    response = as_member(make_user()).post(reverse("organization_propose"), typed)
    patient = as_member(make_user()).post(reverse("organization_propose"), typed | {name: "MRN 7730215"})

    assert marked(response) == ["crypto"]
    assert marked(patient) == ["MRN 7730215"]


def test_the_note_beside_a_status_is_looked_through(as_member):
    make_watched("crypto", "warn")
    report = reverse("status_report", args=[make_subject().slug])

    response = as_member(make_verified()).post(report, {"status": "using", "note": "For crypto"})

    assert response.status_code == 422
    assert marked(response) == ["crypto"]


def test_the_guard_is_the_graver_cause(reply):
    make_watched("family", "hold")

    first = reply(body=RECORD)
    reply(body=RECORD, guard_ok="1", guard_seen=seen_in(first), guard_reason=REASON)

    assert marked(first) == ["MRN 7730215", "family"]
    assert the_reply().held_at == the_reply().created_at
    assert events()[1:] == [
        ("record-number", "held", the_reply().pk),
        ("watched", "held", the_reply().pk),
    ]


def test_one_tick_says_both(reply):
    make_watched("viral", "warn")

    first = reply(body="Our patient went viral.")
    reply(body="Our patient went viral.", guard_ok="1", guard_seen=seen_in(first))

    words = "I have checked: none of this is about a patient; the rest is to be posted anyway"
    assert words in page_of(first)
    assert "Replace both with" in page_of(first)
    assert the_reply().held_at is None


def test_a_tick_holds_for_the_words_that_were_shown(reply):
    make_watched("guru*", "warn")
    seen = seen_in(reply(body="A guru."))

    assert reply(body="A guru, two gurus.", guard_ok="1", guard_seen=seen).status_code == 422


def test_words_that_are_watched_no_more_are_posted(reply, moderator):
    word = make_watched("crypto", "block")
    refused = reply(body="crypto")
    retire_word(word=word, by=moderator, version=1)

    assert refused.status_code == 422
    assert reply(body="crypto").status_code == 302


def test_another_worker_hears_of_a_change_when_its_postman_wakes(
    reply, django_capture_on_commit_callbacks
):
    old = watch_list.matcher()
    with django_capture_on_commit_callbacks(execute=True):
        make_watched("crypto", "block")
    watch_list._memory.matcher = old  # as another worker still has it

    late = reply(body="Posted with crypto.")
    guest_pages.generation()

    assert late.status_code == 302
    assert reply(body="crypto again").status_code == 422


def test_the_list_costs_no_statement_once_it_is_known(reply, django_assert_max_num_queries):
    make_watched("crypto", "block")
    reply(body="crypto")

    with django_assert_max_num_queries(20):
        reply(body="A harmless text.")


def held_and_approved(reply, moderator, body):
    first = reply(body=body)
    if first.status_code == 422:
        reply(body=body, guard_ok="1", guard_seen=seen_in(first), guard_reason=REASON)
    return approve_post(post=the_reply(), moderator=moderator)


def test_an_edit_with_the_same_approved_words_does_not_wait_again(reply, edit, moderator):
    post = held_and_approved(reply, moderator, RECORD)

    response = edit(post, body=f"{RECORD} We answered it.")

    post.refresh_from_db()
    assert response.status_code == 302
    assert (post.held_at, post.version) == (None, 2)


def test_other_words_wait_though_some_were_approved(reply, edit, moderator):
    post = held_and_approved(reply, moderator, RECORD)

    response = edit(post, body=f"{RECORD} And MRN 5518830.")

    assert response.status_code == 422
    assert marked(response) == ["MRN 5518830"]


def test_watched_words_that_were_approved_wait_no_more(reply, edit, moderator):
    make_watched("lawsuit", "hold")
    post = held_and_approved(reply, moderator, "There is a lawsuit.")

    edit(post, body="There is a lawsuit, still.")

    post.refresh_from_db()
    assert (post.held_at, post.version) == (None, 2)


def test_words_are_approved_for_their_post_alone_and_not_kept(reply, moderator, as_member, peer):
    post = held_and_approved(reply, moderator, RECORD)
    other = make_reply(author=peer)

    response = as_member(peer).post(
        f"/posts/{other.pk}/edit/", {"body": RECORD, "version": "1", "reason": ""}
    )

    assert response.status_code == 422
    assert ApprovedFinding.objects.get().post_pk == post.pk
    assert "7730215" not in repr(list(ApprovedFinding.objects.values()))


def test_while_an_approved_post_is_edited_its_words_are_not_marked(reply, moderator, as_member, peer):
    post = held_and_approved(reply, moderator, RECORD)
    client = as_member(peer)
    token = re.search(
        r'name="guard_post" value="([^"]+)"', page_of(client.get(f"/posts/{post.pk}/edit/"))
    )

    known = client.post("/guard/?fields=body", {"body": RECORD, "guard_post": token.group(1)})
    forged = client.post("/guard/?fields=body", {"body": RECORD, "guard_post": str(post.pk)})

    assert marked(known) == []
    assert marked(forged) == ["MRN 7730215"]
