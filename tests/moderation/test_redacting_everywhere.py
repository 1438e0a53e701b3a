"""Words that leave every place they stand in, in one act."""

import secrets
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection

from forum.adoption.services import report_status
from forum.core import fragments, guest_pages
from forum.core.models import OutgoingMail
from forum.core.redacting import STUB
from forum.guard.models import GuardEvent
from forum.moderation import services
from forum.moderation.care_services import places_of
from forum.moderation.thread_services import merge_threads
from forum.replies.composing import quoted
from forum.replies.models import Draft
from forum.replies.services import save_draft
from forum.threads.models import Post, Revision, Thread
from forum.threads.services import edit_post
from tests.make import make_reply, make_subject, make_thread, make_verified
from tests.moderation.redacting import WORDS, body_of, redact

pytestmark = pytest.mark.django_db


def rows_of_every_table():
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (f"{table}: {row!r}" for row in cursor.fetchall())


@pytest.mark.parametrize("words_in", ["question", "reply"])
def test_a_merged_question_leaves_its_title_drafts_and_lines_of_the_log(moderator, words_in):
    source = make_thread(
        title=f"Who else got a tweet with {WORDS}?", body=f"It said {WORDS}.", replies=1
    )
    reply = source.posts.get(number=2)
    Post.objects.filter(pk=reply.pk).update(body=f"We saw {WORDS} too.")
    target = make_thread()
    for thread in (source, target):
        typed = {"body": f"About {WORDS}", "submission_key": uuid4()}
        save_draft(user=target.author, thread=thread, **typed)
    merge_threads(source=source, target=target, moderator=moderator, note=f"both on {WORDS}")

    redact(target.posts.get(number=2 if words_in == "question" else 3), moderator)

    assert [row for row in rows_of_every_table() if WORDS in row] == []
    assert Thread.objects.get(pk=source.pk).title == f"Who else got a tweet with {STUB}?"


def test_former_texts_are_redacted_and_can_still_be_compared(as_member, peer, moderator):
    post = make_reply(author=peer, body=f"First {WORDS}, then more.")
    edit_post(post=post, editor=peer, body="First nothing, then more.", version=1)

    redact(post, moderator)

    assert Revision.objects.get().body == f"First {STUB}, then more."
    assert as_member(peer).get(f"/posts/{post.pk}/revisions/").status_code == 200


def test_a_quote_in_another_thread_is_redacted_and_what_others_wrote_stays(moderator):
    post = make_reply(body=f"They posted {WORDS} here.")
    quote = quoted(Post.objects.select_related("author", "organization").get(pk=post.pk))
    elsewhere = make_reply(body=f"{quote}\n\nI wrote {WORDS} myself.")

    redact(post, moderator)

    assert f"> They posted {STUB} here." in body_of(elsewhere)
    assert f"I wrote {WORDS} myself." in body_of(elsewhere)


@pytest.mark.parametrize(
    "quote",
    [
        "> They posted MRN\n> 7730215 of Mr. Alvarez here.",
        "> They posted mrn 7730215 OF mr. alvarez here.",
        ">> They posted MRN 7730215 of\n>> Mr. Alvarez here.",
        "> 7730215 of Mr. …",
    ],
)
def test_quotes_are_found_however_they_are_broken_or_cut(moderator, quote):
    post = make_reply(body=f"They posted {WORDS} here.")
    elsewhere = make_reply(body=f"{quote}\n\nNoted.")

    redact(post, moderator)

    assert "7730215" not in body_of(elsewhere)
    assert body_of(elsewhere).endswith("Noted.")


def test_looking_at_the_places_changes_nothing(moderator):
    thread = make_thread(title=f"Who else got {WORDS}?")
    post = make_reply(thread=thread, body=f"We read {WORDS} aloud.")
    before = sorted(rows_of_every_table())

    places = places_of(post=post, moderator=moderator, words=WORDS)

    assert [place.what for place in places] == ["The title of the question", "Reply 1"]
    assert sorted(rows_of_every_table()) == before


@pytest.fixture
def planted(client, asker, peer, moderator):
    """A marker in every place that can hold what members write, and the post it came from."""
    marker = f"zq{secrets.token_hex(6)}"
    said = f"The label reads {marker} in the picture"
    subject = make_subject()
    thread = make_thread(author=asker, title=f"Who blurs {marker} out?", body=said, subject=subject)
    thread = Thread.objects.get(pk=thread.pk)
    verified = make_verified()
    post = make_reply(thread=thread, author=verified, body=said, status="using")
    report_status(subject=subject, by=verified, status="using", note=f"See {marker}")
    edit_post(post=post, editor=verified, body=f"{said}, twice", reason=f"about {marker}", version=1)
    edit_post(post=post, editor=verified, body=f"{said}.", reason="again", version=2)
    source = Post.objects.select_related("author", "organization").get(pk=post.pk)
    make_reply(author=peer, body=f"{quoted(source)}\n\nWe do.")
    make_reply(thread=thread, author=peer, body=f"You mean {marker.upper()}?")
    Draft.objects.create(user=peer, thread=thread, body=f"I see {marker}", submission_key=uuid4())
    Draft.objects.create(user=verified, title=f"Once more: {marker}", submission_key=uuid4())
    Draft.objects.create(user=asker, body=f"> {said}", submission_key=uuid4())
    outbox = get_connection("forum.core.mail.OutboxBackend")
    mail = EmailMultiAlternatives(f"Re: {marker}", said, to=["dana@piedmont.example"], connection=outbox)
    mail.attach_alternative(f"<p>{said}</p>", "text/html")
    mail.send()
    services.close_thread(thread=thread, moderator=moderator, note=f"over {marker}")
    GuardEvent.objects.create(
        rule="ssn", level="hard", action="held", post_pk=post.pk, reason=f"{marker} is none"
    )
    client.post(f"/t/{thread.pk}/reply/", {"body": f"typed as a guest: {marker}"})
    session = client.session.session_key
    client.cookies.clear()
    client.get(thread.get_absolute_url())
    client.get("/")
    return marker, post, session


def holds(marker):
    return [row for row in rows_of_every_table() if marker in row.casefold()]


def remembered():
    """How many pages and fragments this process remembers."""
    made = sum(forget.__self__.cache_info().currsize for forget in fragments._made)
    return made + len(guest_pages.kept._pages)


def files_that_hold(marker):
    names = [path for path in settings.VAR_DIR.rglob("*") if path.is_file()]
    return [path.name for path in names if marker.encode() in path.read_bytes()]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_marker_is_left_in_the_database_in_memory_or_in_files(planted, moderator):
    marker, post, _session = planted
    was_held, was_remembered = len(holds(marker)), remembered()

    places = redact(post, moderator, words=marker)

    assert was_held == 14
    assert was_remembered > 0
    assert holds(marker) == []
    assert remembered() == 0
    assert files_that_hold(marker) == []
    assert {"A draft", "A mail that waits to be sent", "A note beside a status"} <= {
        place.what for place in places
    }


@pytest.mark.django_db(transaction=True)
def test_a_form_that_waits_for_a_sign_in_keeps_its_place_and_loses_the_words(planted, client, moderator):
    marker, post, session = planted

    redact(post, moderator, words=marker)

    client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert client.session["typed"]["fields"] == {"body": f"typed as a guest: {STUB}"}


@pytest.mark.django_db(transaction=True)
def test_another_process_forgets_as_soon_as_it_asks_for_the_generation(planted, moderator):
    marker, post, _session = planted
    redact(post, moderator, words=marker)
    fragments.fragment("components/piece.html", most=1)
    guest_pages._seen[guest_pages.REDACTIONS] -= 1
    guest_pages.kept.put(("old",), 0, None)

    guest_pages.generation()

    assert remembered() == 0


def test_waiting_mail_keeps_its_form(moderator):
    post = make_reply(body=f"We read {WORDS} & more aloud.")
    OutgoingMail.objects.create(
        message={
            "subject": f"About {WORDS}",
            "to": ["a@b.example"],
            "alternatives": [["<p>MRN 7730215 of Mr. Alvarez &amp; more</p>", "text/html"]],
        }
    )

    redact(post, moderator, words=f"{WORDS} & more")
    redact(post, moderator, words="We read")

    assert OutgoingMail.objects.get().message["alternatives"] == [[f"<p>{STUB}</p>", "text/html"]]
