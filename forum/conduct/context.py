from forum.conduct.permissions import has_accepted


def rules(request):
    """Whether the page tells this member that the rules have changed."""
    user = getattr(request, "user", None)
    return {"must_accept": bool(user and user.is_authenticated and not has_accepted(user))}
