"""What a member finds about their own standing: warnings to read, a pause, and why sign-in is refused."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.sign_in import SUSPENDED
from forum.core.http import TYPED, id_in, member_required, post_only
from forum.moderation.models import Sanction
from forum.moderation.standing_queries import act_of, all_but, of_kind, sanctions_of, standing_now
from forum.moderation.standing_services import acknowledge_warnings

TEXTS = (  # of the forms that keep what was typed
    "title body tags words about reason note message text what_changed public_reason private_reason".split()
)


@member_required()
@never_cache
@require_GET
def standing(request):
    """What holds for this member now and what has held, with the reasons they may read."""
    own = sanctions_of(request.user)
    now = list(standing_now(own))
    warnings = [sanction.pk for sanction in now if sanction.kind == Sanction.Kind.WARNING]
    before = all_but(own, now)[:25]
    context = {
        "now": now,
        "acts": [(sanction, act) for sanction in now if (act := act_of(sanction))],
        "before": before,
        "newest_warning": max(warnings, default=0),
    }
    return render(request, "moderation/standing.html", context)


@member_required()
@post_only
def warnings_acknowledge(request):
    """\"I have read it\": of the warnings that the page showed, and none that came since."""
    acknowledge_warnings(member=request.user, seen=id_in(request.POST, "seen"))
    messages.success(request, _("Noted. Thank you for reading it."))
    return redirect("standing")


@never_cache
@require_GET
def suspended(request):
    """Until when and why somebody cannot sign in, for who has just shown that the account is theirs.

    With what they typed before: the form that would give it back is out of their reach.
    """
    member = get_object_or_404(User.objects.suspended(), pk=request.session.get(SUSPENDED))
    reasons = standing_now(of_kind(sanctions_of(member), Sanction.Kind.SUSPENSION))
    if request.user.is_authenticated:
        raise Http404
    kept = request.session.get(TYPED, {"fields": {}})["fields"]
    typed = [(_("What you typed"), kept[name]) for name in TEXTS if name in kept]
    context = {"until": member.suspended_until, "reasons": reasons, "typed": typed}
    return render(request, "moderation/suspended.html", context, status=403)
