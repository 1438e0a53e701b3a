"""The header of every page, which differs by reader and is otherwise always the same."""

from typing import NamedTuple

from django.utils.safestring import SafeString

from forum.core.fragments import filled, fragment


class Header(NamedTuple):
    nav: str
    url: str = ""
    name: str = ""
    initials: str = ""
    is_moderator: bool = False
    is_topic_moderator: bool = False
    is_staff: bool = False


render_header = fragment("components/header.html", most=200)


def header(request, nav: str) -> SafeString:
    """The header as this reader sees it; error pages may come before anyone is known."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return render_header(Header(nav))
    facts = Header(
        nav=nav,
        url=user.get_absolute_url(),
        name=user.display_name,
        initials=user.initials,
        is_moderator=user.is_moderator,
        is_topic_moderator=user.is_topic_moderator,
        is_staff=user.is_staff,
    )
    return filled(render_header(facts), request)
