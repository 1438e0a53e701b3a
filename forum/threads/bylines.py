"""Who may be named, and as what. Nothing else in Rounds prints an author."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts import kinds
from accounts.queries import Standing


class Byline(NamedTuple):
    """An author as readers see them: who they are now, and what they were when they wrote."""

    name: str
    handle: str
    url: str
    initials: str
    tint: int
    job_title: str = ""
    organization: str = ""
    organization_url: str = ""
    kind: str = ""
    verification: str = ""  # "verified", "lapsed", or "" where nothing was confirmed
    is_vendor: bool = False
    is_moderator: bool = False
    stands_for: str = ""  # "Member at a cancer center", where the post bears no name
    has_left: bool = False


def byline(post) -> Byline:
    """The author line of ``post`` as of writing; its author and organization are loaded.

    One without a name stays as it was written whatever becomes of its author: a change would tell.
    """
    if post.unnamed_as:
        return _nameless(post.pseudonym, post.unnamed_as, post.verification, post.is_vendor)
    author = post.author
    if author.erased_at:
        return member_byline(author)
    return Byline(
        author.display_name,
        author.handle,
        author.get_absolute_url(),
        author.initials,
        author.tint,
        post.job_title,
        post.organization_name,
        post.organization.get_absolute_url() if post.organization_id else "",
        kinds.label_of(post.organization_kind),
        post.verification,
        post.is_vendor,
        author.is_moderator,
    )


def answered_name(post) -> str:
    """Whom a reply to ``post`` answers, by name alone: of its author nothing else need be loaded."""
    return post.pseudonym or name_of(post.author)


def editor_byline(editor, post) -> Byline:
    """Who edited ``post``: its author under the name it bears, or a moderator."""
    return byline(post) if editor.pk == post.author_id else member_byline(editor)


def asker_name(thread) -> str:
    """The asker of ``thread``, whose author is loaded, as its posts call them."""
    return thread.asker_pseudonym or name_of(thread.author)


def is_askers(post, thread) -> bool:
    """Whether readers may know that ``post`` is by the asker of ``thread``."""
    if thread.asker_pseudonym or post.pseudonym:
        return post.pseudonym == thread.asker_pseudonym
    return post.author_id == thread.author_id


def thread_byline(thread) -> Byline:
    """The asker of ``thread`` in a list, with ``asker_organization`` from its question.

    Where the question was written by another member before, only the name is said.
    """
    if thread.asker_pseudonym:
        label, is_vendor = thread.asker_label or "", bool(thread.asker_is_vendor)
        return Byline(label, "", "", "", 0, is_vendor=is_vendor, stands_for=label)
    line = member_byline(thread.author)
    if thread.asked_by != thread.author_id:
        return line
    return line._replace(
        organization=thread.asker_organization or "",
        verification=thread.asker_verification or "",
    )


def name_of(user) -> str:
    return _("Former member") if user.erased_at else user.display_name


def member_byline(user) -> Byline:
    """``user`` by name alone, or as a former member."""
    if user.erased_at:
        return Byline(name_of(user), "", "", "", 0, has_left=True)
    return Byline(
        name=name_of(user),
        handle=user.handle,
        url=user.get_absolute_url(),
        initials=user.initials,
        tint=user.tint,
        is_moderator=user.is_moderator,
    )


def present_byline(user, standing: Standing) -> Byline:
    """``user`` with whom they speak for today, for their page and for previews."""
    organization = standing.organization
    return member_byline(user)._replace(
        job_title=user.job_title,
        organization=standing.name,
        organization_url=organization.get_absolute_url() if organization else "",
        kind=kinds.label_of(standing.kind),
        verification=standing.verification,
        is_vendor=standing.is_vendor,
    )


def _nameless(pseudonym: str, label: str, verification: str, is_vendor: bool) -> Byline:
    """No handle, no address, no initials and no tint: nothing that differs by member."""
    return Byline(
        pseudonym, "", "", "", 0, verification=verification, is_vendor=is_vendor, stands_for=label
    )
