"""Watched words in questions, tags, profiles, proposed organizations and notes beside a status."""

import re

import pytest
from django.urls import reverse

from forum.threads.models import Tag, Thread
from tests.guard.forms import marked, page_of
from tests.make import make_subject, make_topic, make_user, make_verified, make_watched

pytestmark = pytest.mark.django_db


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
