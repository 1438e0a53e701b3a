"""The guard on edits, profiles, notes beside a status and proposed organizations."""

import pytest
from django.urls import reverse

from accounts.models import Proposal
from forum.adoption.models import StatusReport
from forum.threads.models import Post
from tests.guard.forms import HARMLESS, REASON, RECORD, marked, page_of, seen_in
from tests.make import make_reply, make_subject, make_user, make_verified

pytestmark = pytest.mark.django_db


def test_an_edit_is_looked_through_and_waits_if_it_is_ticked(as_member, peer):
    post = make_reply(author=peer)
    typed = {"body": RECORD, "version": "1", "reason": ""}
    first = as_member(peer).post(f"/posts/{post.pk}/edit/", typed)

    as_member(peer).post(
        f"/posts/{post.pk}/edit/",
        typed | {"guard_ok": "1", "guard_seen": seen_in(first), "guard_reason": REASON},
    )

    post.refresh_from_db()
    post.thread.refresh_from_db()
    assert first.status_code == 422
    assert (post.body, bool(post.held_at), post.thread.reply_count) == (RECORD, True, 0)


def test_the_reason_of_an_edit_is_looked_through(as_member, peer):
    post = make_reply(author=peer)
    typed = {"body": HARMLESS, "version": "1", "reason": "took out MRN 7730215"}

    response = as_member(peer).post(f"/posts/{post.pk}/edit/", typed)

    assert response.status_code == 422
    assert Post.objects.get(pk=post.pk).version == 1


def test_a_moderator_who_edits_the_post_of_another_looks_at_it_by_that(as_member, peer, moderator):
    post = make_reply(author=peer)
    typed = {"body": RECORD, "version": "1", "guard_ok": "1", "guard_reason": REASON}

    as_member(moderator).post(f"/posts/{post.pk}/edit/", typed)

    post.refresh_from_db()
    assert (post.body, post.held_at) == (RECORD, None)


def test_a_profile_takes_ones_own_number_but_no_record_of_a_patient(as_member, asker):
    facts = {"display_name": "Dana Whitfield", "job_title": "Editor", "time_zone": "America/New_York"}
    own = "Call my cell, 614-555-0120, or write to dana@gmail.com about her work."

    refused = as_member(asker).post(
        reverse("settings_profile"), facts | {"about": RECORD, "guard_ok": "1"}
    )
    as_member(asker).post(reverse("settings_profile"), facts | {"about": own})

    asker.refresh_from_db()
    assert refused.status_code == 422
    assert "guard_ok" not in page_of(refused)
    assert asker.about == own


def test_a_note_beside_a_status_is_looked_through(as_member):
    subject = make_subject()

    response = as_member(make_verified()).post(
        reverse("status_report", args=[subject.slug]), {"status": "using", "note": "Ask MRN 7730215"}
    )

    assert response.status_code == 422
    assert marked(response) == ["MRN 7730215"]
    assert StatusReport.objects.count() == 0


def test_a_proposal_is_looked_through(as_member):
    typed = {
        "name": "Lakeshore Hospital",
        "kind": "hospital",
        "website": "lakeshore.example",
        "region": "Ohio",
        "note": "Our patient with MRN 7730215 knows me",
    }

    response = as_member(make_user()).post(reverse("organization_propose"), typed)

    assert response.status_code == 422
    assert marked(response) == ["MRN 7730215", "Our patient"]
    assert Proposal.objects.count() == 0
