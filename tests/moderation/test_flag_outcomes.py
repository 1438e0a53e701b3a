"""Reporters hear what came of their flags; words in flags go with their member or with a redaction."""

import pytest
from django.core import mail

from accounts.services import erase_member
from forum.moderation.care_services import redact_words
from forum.moderation.case_services import close_case
from forum.moderation.flag_services import raise_flag
from forum.moderation.models import Case, Flag
from tests.make import make_reply, make_user
from tests.moderation.flagging import decide, flag

pytestmark = pytest.mark.django_db


def answers():
    """The mails that tell reporters the outcome."""
    return [message for message in mail.outbox if message.subject == "What came of your flag"]


@pytest.mark.parametrize(
    ("upheld", "words"),
    [(True, "A moderator agreed with you and acted."), (False, "found that it follows our rules")],
)
def test_reporters_hear_the_outcome(moderator, upheld, words):
    post = make_reply()
    reporters = [make_user() for _n in range(3)]
    for reporter in reporters:
        flag(post, reporter)
    mail.outbox.clear()

    decide(Case.objects.get(), moderator, upheld)

    assert [message.to for message in answers()] == [[one.email] for one in reporters]
    bodies = {message.body.partition("came because")[0] for message in answers()}
    (body,) = bodies
    assert words in body
    assert (post.get_absolute_url() in body) == (not upheld)
    assert set(Flag.objects.values_list("is_upheld", flat=True)) == {upheld}


def test_a_moderator_who_flagged_and_decides_gets_no_mail(moderator):
    case = flag(make_reply(), moderator, reason="patient").case
    mail.outbox.clear()

    decide(case, moderator, upheld=True)

    assert answers() == []


def test_an_erased_member_leaves_no_words_in_flags(outsider, peer, moderator):
    open_one = flag(make_reply(), outsider, reason="patient", note="Look at line 2.")
    decided = flag(make_reply(), outsider, note="It sells.")
    close_case(case=decided.case, by=moderator, outcome="kept")
    about = raise_flag(reporter=peer, member=outsider, reason="unkind", note="Kelli is rude.")
    mail.outbox.clear()

    erase_member(user=outsider)

    notes = {flag.pk: flag.note for flag in Flag.objects.all()}
    assert notes == {open_one.pk: "Look at line 2.", decided.pk: "", about.pk: ""}
    assert Case.objects.get(pk=about.case_id).outcome == "settled"
    assert [message.to for message in mail.outbox] == [[peer.email]]
    assert "Kelli" not in mail.outbox[0].body

    close_case(case=open_one.case, by=moderator, outcome="removed")
    assert Flag.objects.get(pk=open_one.pk).note == ""


def test_redaction_reaches_the_notes_of_flags(moderator):
    post = make_reply(body="It reads MRN 7730215 there.")
    flag(post, note="It says MRN 7730215 in line 1.")

    places = redact_words(post=post, moderator=moderator, words="MRN 7730215", rule="1")

    assert "A note to a flag" in [place.what for place in places]
    assert Flag.objects.get().note == "It says [removed by a moderator] in line 1."
