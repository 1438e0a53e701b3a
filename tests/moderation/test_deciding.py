"""What moderators decide about a case: logged, told to the author, and closed."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from forum.moderation import decision_services as decisions
from forum.moderation.case_services import open_case
from forum.moderation.models import Case
from forum.moderation.services import hide_post, hide_thread
from forum.moderation.signals import case_closing
from forum.threads.models import Post
from forum.threads.services.holding import hold_back
from tests.make import (
    make_flagged,
    make_held,
    make_organization,
    make_reply,
    make_thread,
    make_topic,
    make_topic_moderator,
)
from tests.moderation.deciding import decide, logged, to_whom_it_concerns

pytestmark = pytest.mark.django_db
NOTE = "Vendors are welcome here.\n\nPlease leave the link out."


def outcome_of(case) -> tuple[str, object]:
    case.refresh_from_db()
    return (case.outcome, case.closed_by)


def test_keeping_what_was_flagged_leaves_it_in_sight(as_member, client, moderator):
    case = make_flagged()

    answer = decide(as_member(moderator), case, "keep", note="An honest answer")

    assert answer.url == "/moderation/queue/"
    assert outcome_of(case) == ("kept", moderator)
    assert logged() == [("keep", "", "An honest answer", "")]
    assert to_whom_it_concerns() == []
    client.logout()
    assert case.post.body in client.get(case.post.get_absolute_url()).content.decode()


def test_keeping_shows_again_what_its_flags_had_hidden(moderator):
    case = make_flagged("patient")
    hold_back(case.post)

    decisions.keep(case=case, moderator=moderator)

    assert Post.objects.get(pk=case.post_id).held_at is None
    assert [one.outcome for one in Case.objects.all()] == ["kept"]


def test_removing_names_the_rule_in_place_and_mails_the_author(as_member, client, moderator, peer):
    case = make_flagged(post=make_reply(author=peer))

    decide(as_member(moderator), case, "remove", rule="4", message=NOTE, note="Third time")

    assert outcome_of(case) == ("removed", moderator)
    assert logged() == [("hide", "4", "Third time", NOTE)]
    (message,) = to_whom_it_concerns()
    assert (message.to, message.subject) == (["priya@summit.example"], "Your reply was removed")
    assert NOTE in message.body
    assert "rule 4: vendors answer, they do not sell" in message.body
    assert "\nThe moderators\n" in message.body
    assert "Helen" not in message.body
    client.logout()
    page = client.get(case.post.get_absolute_url()).content.decode()
    assert "sales pitch" in page
    assert case.post.body not in page


def test_removing_a_flagged_question_takes_its_thread_along(as_member, client, moderator):
    question = Post.objects.get(thread=make_thread())
    case = make_flagged(post=question)

    decide(as_member(moderator), case, "remove", rule="6")

    client.logout()
    assert client.get(question.get_absolute_url()).status_code == 404
    assert to_whom_it_concerns()[0].subject == "Your question was removed"


@pytest.mark.parametrize("cause", ["guard", "watched", "first"])
def test_approving_takes_one_click(as_member, client, moderator, cause):
    case = make_held(cause)

    decide(as_member(moderator), case, "approve")

    assert outcome_of(case) == ("approved", moderator)
    assert logged() == [("approve", "", "", "")]
    client.logout()
    assert case.post.body in client.get(case.post.get_absolute_url()).content.decode()


def test_removing_what_waits_tells_its_author(as_member, moderator, peer):
    case = make_held(author=peer)

    decide(as_member(moderator), case, "remove", rule="1")

    assert outcome_of(case) == ("removed", moderator)
    assert Post.objects.get(pk=case.post_id).hidden_at
    assert "rule 1: no patient information" in to_whom_it_concerns()[0].body


def test_editing_and_approving_is_one_act(as_member, client, moderator, peer):
    case = make_held(author=peer)
    page = as_member(moderator).get(f"/moderation/cases/{case.pk}/edit/")
    assert "Save and approve" in page.content.decode()

    answer = client.post(
        f"/moderation/cases/{case.pk}/edit/",
        {"body": "We use mail.", "version": "1", "reason": "A name"},
    )

    assert answer.url == "/moderation/queue/"
    post = Post.objects.get(pk=case.post_id)
    assert (post.body, post.held_at) == ("We use mail.", None)
    assert outcome_of(case) == ("edited", moderator)
    assert [kind for kind, *_facts in logged()] == ["edit", "approve"]


def test_saved_without_a_change_it_is_approved(moderator):
    case = make_held()

    decisions.edit_and_approve(case=case, editor=moderator, body=case.post.body, version=1)

    assert outcome_of(case) == ("approved", moderator)
    assert [kind for kind, *_facts in logged()] == ["approve"]


def test_a_reply_is_removed_though_its_thread_is(moderator):
    case = make_flagged()
    hide_thread(thread=case.post.thread, moderator=moderator, rule="6")

    decisions.remove(case=case, moderator=moderator, rule="4")

    assert Post.objects.get(pk=case.post_id).hidden_at


def test_an_edit_that_another_was_faster_with_decides_nothing(as_member, moderator):
    case = make_held()

    page = as_member(moderator).post(
        f"/moderation/cases/{case.pk}/edit/", {"body": "Mine.", "version": "7"}
    )

    assert page.status_code == 422
    assert "Mine." in page.content.decode()
    assert outcome_of(case) == ("", None)


def test_redacting_shows_every_place_and_then_takes_the_words_and_the_post(as_member, moderator, peer):
    post = make_reply(author=peer, body="Her record reads MRN 7730215 there.")
    quote = make_reply(body="> Her record reads MRN 7730215 there.\n\nPlease not.")
    case = make_flagged("patient", post=post)
    client = as_member(moderator)

    first = decide(client, case, "redact", rule="1", message="No records, please.")
    assert first.status_code == 200
    assert "No records, please." in first.content.decode()
    typed = {"words": "MRN 7730215", "rule": "1", "message": "No records, please."}
    url = f"/moderation/cases/{case.pk}/redact/"
    places = client.post(url, typed).content.decode()
    assert "They will be taken out of 2 places" in places
    assert outcome_of(case) == ("", None)
    client.post(url, typed | {"confirm": "1"})

    assert outcome_of(case) == ("redacted", moderator)
    post.refresh_from_db()
    quote.refresh_from_db()
    assert "7730215" not in post.body + quote.body
    assert post.hidden_at
    assert [(kind, message) for kind, _rule, _note, message in logged()] == [
        ("redact", ""),
        ("hide", "No records, please."),
    ]
    assert "7730215" not in "".join(message.body for message in mail.outbox)


@pytest.mark.parametrize("field", ["note", "message"])
def test_the_words_that_go_stand_in_no_note(as_member, moderator, field):
    case = make_flagged(post=make_reply(body="Her record reads MRN 7730215 there."))
    typed = {"words": "MRN 7730215", "rule": "1", field: "It said mrn 7730215", "confirm": "1"}

    page = as_member(moderator).post(f"/moderation/cases/{case.pk}/redact/", typed)

    assert page.status_code == 422
    assert "Leave the words themselves out of the note" in page.content.decode()
    assert outcome_of(case) == ("", None)


@pytest.mark.parametrize("about", ["member", "organization"])
@pytest.mark.parametrize(("decision", "outcome"), [("keep", "kept"), ("uphold", "agreed")])
def test_flags_against_a_member_or_an_organization(as_member, moderator, peer, about, decision, outcome):
    case = make_flagged(**{about: {"member": peer, "organization": make_organization()}[about]})

    decide(as_member(moderator), case, decision, rule="2", message="Please be kind.")

    assert outcome_of(case) == (outcome, moderator)
    told = [(message.to, message.subject) for message in to_whom_it_concerns()]
    assert told == (
        [(["priya@summit.example"], "A note from the moderators")] if about == "member" else []
    )


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        ("", "Choose what to do"),
        ("agree", "Choose what to do from the list"),
        ("approve", "Choose what to do from the list"),
        ("remove", "Choose the rule it breaks"),
    ],
)
def test_what_is_not_clear_is_asked_and_nothing_typed_is_lost(as_member, moderator, decision, fault):
    case = make_flagged()

    page = decide(as_member(moderator), case, decision, rule="", message="Kept <b>words</b>")

    assert page.status_code == 422
    assert fault in page.content.decode()
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in page.content.decode()
    assert outcome_of(case) == ("", None)


def test_removing_elsewhere_closes_every_case_of_the_post(moderator):
    post = make_reply(held="guard")
    open_case(kind=Case.Kind.FLAGS, harm=1, cause="unkind", post=post)
    heard = []
    case_closing.connect(
        lambda case, by, is_upheld, **kwargs: heard.append((case.kind, by, is_upheld)),
        weak=False,
        dispatch_uid="test",
    )

    hide_post(post=post, moderator=moderator, rule="2")

    case_closing.disconnect(dispatch_uid="test")
    assert heard == [("held", moderator, True), ("flags", moderator, True)]
    assert {case.outcome for case in Case.objects.all()} == {"removed"}


def test_a_topic_moderator_decides_in_their_topics_only():
    topic = make_topic()
    member = make_topic_moderator(topic)
    theirs = make_held(thread=make_thread(topic=topic))
    others = make_held()

    decisions.approve(case=theirs, moderator=member)
    with pytest.raises(PermissionDenied):
        decisions.approve(case=others, moderator=member)

    assert (outcome_of(theirs)[0], outcome_of(others)[0]) == ("approved", "")


def test_a_demoted_moderator_decides_nothing(moderator):
    case = make_flagged()
    moderator.role = "member"

    with pytest.raises(PermissionDenied):
        decisions.keep(case=case, moderator=moderator)
