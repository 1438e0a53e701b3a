"""Writing the rules: the draft, one rule of it, and publishing it. For administrators."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from forum.conduct import queries, services
from forum.conduct.changes import changes_between
from forum.conduct.forms import PublishForm, RuleForm, SeenForm
from forum.conduct.permissions import can_edit_rules
from forum.core.errors import Outdated, Refused
from forum.core.http import member_required, post_only, typed_before

TYPED = ("title", "noun", "text")


def editor_required(view):
    @wraps(view)
    @member_required()
    @never_cache
    def wrapped(request, *args, **kwargs):
        if not can_edit_rules(request.user):
            raise PermissionDenied(_("It is for administrators."))
        return view(request, *args, **kwargs)

    return wrapped


@editor_required
@require_GET
def rules_edit(request):
    """The draft, or the rules of today where nobody has changed one yet."""
    return _draft_page(request)


@member_required(*TYPED)
@editor_required
@require_http_methods(["GET", "POST"])
def rule_create(request):
    return _rule_page(request, None)


@member_required(*TYPED)
@editor_required
@require_http_methods(["GET", "POST"])
def rule_edit(request, number):
    return _rule_page(request, number)


@editor_required
@post_only
def rule_retire(request, number):
    return _act(
        request,
        services.retire_rule,
        _("Retired in the draft. Nobody else gets its number."),
        number=number,
    )


@editor_required
@post_only
def rules_discard(request):
    return _act(request, services.discard_draft, _("The draft is gone. The rules stay as they are."))


@member_required("what_changed", "asks_acceptance")
@editor_required
@require_http_methods(["GET", "POST"])
def rules_publish(request):
    """The rules as they will read, what changes, and the form that publishes them."""
    draft, now = queries.draft(), queries.version_numbered(queries.current_version().number)
    if draft is None and request.method == "GET":
        return redirect("rules_edit")
    seen = {"seen": services.seen_now(draft)}
    form = PublishForm(
        request.POST if request.method == "POST" else None, initial=seen | typed_before(request)
    )
    status = 200
    if form.is_bound:
        status = _answer(form, services.publish_rules, by=request.user)
    if status == 409:
        _see_theirs(form, seen)
    if not status:
        messages.success(request, _("Published. Everybody reads the new rules from now on."))
        return redirect("conduct")
    changes = changes_between(now, draft) if draft else ()
    context = {"form": form, "draft": draft, "changes": changes}
    return render(request, "conduct/publish.html", context, status=status)


def _rule_page(request, number: int | None):
    draft = _draft_or_now()
    rule = next((rule for rule in draft.rules.all() if rule.number == number), None) if draft else None
    if number is not None and rule is None:
        raise Http404
    seen = {"seen": services.seen_now(queries.draft())}
    facts = {name: getattr(rule, name) for name in TYPED} if rule else {}
    form = RuleForm(
        request.POST if request.method == "POST" else None, initial=facts | seen | typed_before(request)
    )
    status = 200
    if form.is_bound:
        status = _answer(form, services.save_rule, by=request.user, number=number)
    if not status:
        messages.success(request, _("Saved in the draft. Members see it once it is published."))
        return redirect("rules_edit")
    if status == 409:
        _see_theirs(form, seen)
    context = {"form": form, "number": number, "theirs": rule if status == 409 else None}
    return render(request, "conduct/rule_edit.html", context, status=status)


def _answer(form, service, **facts) -> int:
    """Do it, and 0; or the status of the page that shows ``form`` with what is wrong."""
    if not form.is_valid():
        return 422
    try:
        service(**facts, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 409 if isinstance(refusal, Outdated) else 422
    return 0


def _see_theirs(form, seen: dict) -> None:
    """Let ``form``, shown beside what another administrator did meanwhile, be sent again."""
    form.data = form.data.copy()
    form.data["seen"] = seen["seen"]


def _act(request, service, done: str, **facts):
    form = SeenForm(request.POST)
    status = _answer(form, service, by=request.user, **facts)
    if status:
        return _draft_page(request, refusal=form, status=status)
    messages.success(request, done)
    return redirect("rules_edit")


def _draft_page(request, *, refusal=None, status=200):
    draft = queries.draft()
    context = {
        "draft": draft,
        "rules": draft.rules.all() if draft else _draft_or_now().rules.all(),
        "seen": services.seen_now(draft),
        "refusal": refusal,
    }
    return render(request, "conduct/edit.html", context, status=status)


def _draft_or_now():
    return queries.draft() or queries.version_numbered(queries.current_version().number)
