"""Who may be named, and as what. Nothing else in Rounds prints an author."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Byline(NamedTuple):
    """An author as readers see them: who they are now, and what they were when they wrote."""

    name: str
    handle: str
    url: str
    initials: str
    tint: int
    job_title: str = ""
    organization: str = ""
    is_moderator: bool = False

    @property
    def detail(self) -> str:
        """ "Social media manager, Piedmont Valley Medical Center"."""
        return ", ".join(part for part in (self.job_title, self.organization) if part)


def byline(post) -> Byline:
    """The author line of ``post``, whose author is loaded."""
    return member_byline(post.author, post.job_title, post.organization_name)


def thread_byline(thread) -> Byline:
    """The asker of ``thread`` in a list, which has ``asker_organization`` from its question."""
    return member_byline(thread.author, "", thread.asker_organization or "")


def member_byline(user, job_title: str = "", organization: str = "") -> Byline:
    if user.erased_at:
        return Byline(_("Former member"), "", "", "", 0)
    return Byline(
        name=user.display_name,
        handle=user.handle,
        url=user.get_absolute_url(),
        initials=user.initials,
        tint=user.tint,
        job_title=job_title,
        organization=organization,
        is_moderator=user.is_moderator,
    )
