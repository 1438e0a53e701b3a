from django.core.signing import BadSignature, loads
from django.http import HttpResponse
from django.shortcuts import render

from forum.core.http import is_too_often, member_required, post_only
from forum.core.markup import MAX_CHARS
from forum.core.text import many_lines
from forum.guard.checking import checked
from forum.guard.forms import APPROVAL
from forum.guard.queries import without_approved

MOST_FIELDS = 10


@member_required()
@post_only
def guard_check(request):
    """What the guard finds while a member types: ``?fields=title,body`` of the form that is sent."""
    if is_too_often(request, "guard"):
        return HttpResponse(status=429)
    names = request.GET.get("fields", "").split(",")[:MOST_FIELDS]
    texts = {name: many_lines(request.POST.get(name, "")[:MAX_CHARS]) for name in names}
    flags = {"may_wait": "must" not in request.GET, "is_own": "own" in request.GET}
    check = checked(texts, **flags, is_moderators=request.user.is_moderator)
    check = without_approved(check, _post_of(request)).answered(request.POST)
    return render(request, "guard/_findings.html", {"guard": check, "is_typing": True})


def _post_of(request) -> int | None:
    """The post that is edited in the form, if the form says so."""
    try:
        return loads(request.POST.get("guard_post", ""), salt=APPROVAL)
    except BadSignature:
        return None
