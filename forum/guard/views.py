from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from forum.core.http import is_too_often, member_required
from forum.core.markup import MAX_CHARS
from forum.core.text import many_lines
from forum.guard.checking import checked

MOST_FIELDS = 10


@member_required()
@require_POST
def guard_check(request):
    """What the guard finds while a member types: ``?fields=title,body`` of the form that is sent."""
    if is_too_often(request, "guard"):
        return HttpResponse(status=429)
    names = request.GET.get("fields", "").split(",")[:MOST_FIELDS]
    texts = {name: many_lines(request.POST.get(name, "")[:MAX_CHARS]) for name in names}
    flags = {"may_wait": "must" not in request.GET, "is_own": "own" in request.GET}
    check = checked(texts, request.POST, **flags)
    return render(request, "guard/_findings.html", {"guard": check, "is_typing": True})
