"""Where a member accepts the code of conduct after it has changed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import services
from forum.conduct.http import accept_page
from forum.core.errors import Outdated
from forum.core.http import id_in, member_required, next_path


@member_required()
@never_cache
@require_http_methods(["GET", "POST"])
def rules_accept(request):
    """Looking accepts nothing: only the button does."""
    back = next_path(request, "/")
    if request.method == "GET":
        return accept_page(request, back=back)
    try:
        services.accept_rules(user=request.user, version=id_in(request.POST, "version"))
    except Outdated as refusal:
        return accept_page(request, back=back, refusal=str(refusal), status=409)
    messages.success(request, _("Thank you. You have accepted the code of conduct."))
    return redirect(back)
