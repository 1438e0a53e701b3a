"""The page of an organization: what it is and uses, who works there, what they asked."""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.kinds import KIND_WORDS
from accounts.models import Kind, Organization
from accounts.permissions import can_administer, can_speak_for, is_moderator
from accounts.queries import colleagues_of, organizations_like, organizations_to_read, standing_of
from forum.adoption.comparison import compared
from forum.adoption.models import StatusReport
from forum.adoption.permissions import can_report, can_see_statuses
from forum.adoption.queries import (
    answers_of,
    reports_shown,
    subject_at,
    subjects_unanswered_by,
)
from forum.core.guest_pages import for_guests
from forum.core.http import member_required
from forum.core.paging import keyset_page
from forum.moderation.permissions import can_flag
from forum.threads import articles
from forum.threads.bylines import Byline, member_byline
from forum.threads.queries import threads_asked_at

MOST_CHANGES, MOST_QUESTIONS, MOST_PEOPLE, MOST_PARTS, MOST_ALIKE = 25, 10, 40, 20, 5
MOST_SUBJECTS = 300


class Said(NamedTuple):
    """A report, and who gave it where the reader may know."""

    report: StatusReport
    by: str


@require_safe
@for_guests
def organization(request, slug):
    found = organization_to_read(request, slug)
    standing = standing_of(request.user)
    context = {
        "nav": "organizations",
        "organization": found,
        "kinds": KIND_WORDS[Kind(found.kind)].plural,
        "domains": found.domains.order_by("domain") if request.user.is_authenticated else [],
        "parts": found.children.order_by("name", "pk")[:MOST_PARTS],
        "alike": organizations_like(found)[:MOST_ALIKE],
        "may": _may(request.user, standing, found),
        **_statuses(standing, found),
        **_people(standing, found),
        **_questions(request.user, found),
    }
    return render(request, "organizations/organization.html", context)


def organization_to_read(request, slug) -> Organization:
    return get_object_or_404(organizations_to_read(request.user), slug=slug)


def _may(user, standing, found) -> dict[str, bool]:
    """What the page offers this reader."""
    speaks = can_speak_for(standing, found)
    return {
        "speak": speaks,
        "answer": speaks and can_report(standing),
        "administer": can_administer(user, standing, found),
        "edit": is_moderator(user),
        "flag": can_flag(user),
        "ask_to_administer": speaks and not found.has_administrator,
        "see_statuses": can_see_statuses(standing, found),
    }


def _statuses(standing, found) -> dict:
    answers = list(answers_of(found, standing))
    history = list(reports_shown(found, standing)[: MOST_CHANGES + 1])
    speaks = can_speak_for(standing, found)
    context = {
        "answers": answers,
        "history": said(history[:MOST_CHANGES], speaks),
        "has_more_history": len(history) > MOST_CHANGES,
    }
    if speaks and can_report(standing):
        context["unanswered"] = subjects_unanswered_by(found)[:MOST_SUBJECTS]
    elif standing.is_verified and not speaks and answers:
        yours = answers_of(standing.organization, standing)
        context["comparison"] = compared(found.name, answers, yours)
    return context


def said(reports, with_names: bool) -> list[Said]:
    """``reports`` with their reporters, for their own colleagues and where a name was given."""
    return [
        Said(report, member_byline(report.reported_by).name)
        if with_names and not report.is_unnamed
        else Said(report, "")
        for report in reports
    ]


def _people(standing, found) -> dict:
    """Who agreed to be listed, and for their colleagues who waits to be one."""
    people = list(colleagues_of(found, with_waiting=can_speak_for(standing, found))[:MOST_PEOPLE])
    return {
        "listed": [_person(membership) for membership in people if membership.verified_at],
        "waiting": [_person(membership) for membership in people if not membership.verified_at],
    }


def _person(membership) -> tuple[Byline, object]:
    byline = member_byline(membership.user)._replace(job_title=membership.user.job_title)
    return byline, membership


def _questions(viewer, found) -> dict:
    asked = threads_asked_at(found, viewer=viewer).order_by("-pk")[: MOST_QUESTIONS + 1]
    threads = list(asked)
    return {
        "questions": articles.rows(threads[:MOST_QUESTIONS]),
        "has_more_questions": len(threads) > MOST_QUESTIONS,
    }


@require_safe
@for_guests
def organization_history(request, slug):
    """Every status that the organization has had, as far as this reader may see."""
    found = organization_to_read(request, slug)
    standing = standing_of(request.user)
    speaks = can_speak_for(standing, found)
    page = keyset_page(reports_shown(found, standing), request.GET, moment="reported_at")
    context = {
        "nav": "organizations",
        "organization": found,
        "page": page,
        "history": said(page.rows, speaks),
        "is_own": speaks,
    }
    return render(request, "organizations/organization_history.html", context)


@require_safe
@for_guests
def organization_questions(request, slug):
    found = organization_to_read(request, slug)
    page = keyset_page(threads_asked_at(found, viewer=request.user), request.GET, moment=None)
    context = {
        "nav": "organizations",
        "organization": found,
        "page": page,
        "rows": articles.rows(page.rows),
    }
    return render(request, "organizations/organization_questions.html", context)


@member_required()
@require_safe
def organization_answer(request, slug):
    """From the list of what the organization has not answered yet to the form about one of them."""
    found = organization_to_read(request, slug)
    subject = subject_at(request.GET.get("subject", ""))
    if subject is None:
        raise Http404
    back = urlencode({"next": found.get_absolute_url()})
    return redirect(f"{reverse('status_report', args=[subject.slug])}?{back}")
