"""How a thread may be shared: tightened by its asker at once, loosened once everybody agrees."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import send_notice
from accounts.models import User
from accounts.services import hold_member
from forum.core.errors import Outdated, Refused
from forum.core.signals import announce
from forum.threads import permissions
from forum.threads.models import Post, SharingConsent, SharingWish, Thread
from forum.threads.services.locks import hold_thread, require
from forum.threads.signals import thread_changed
from forum.threads.strictness import is_stricter, set_sharing

ASKED_EVERY = timedelta(days=30)


@transaction.atomic
def change_sharing(*, thread: Thread, by: User, sharing: str) -> Thread:
    """Share ``thread`` as its asker wants: at once where that is stricter or nobody else has posted.

    Otherwise everybody who replied is asked by mail, and it stays as it is until all have agreed. A
    wish before this one ends. Raises PermissionDenied, Outdated where it is shared so already,
    Refused where they were asked within 30 days.
    """
    held = hold_thread(thread.pk)
    require(permissions.can_share(by, held))
    if held.sharing == sharing:
        raise Outdated(_("It is shared like this already."))
    is_asking = is_stricter(held.sharing, sharing) and _others(held).exists()
    if is_asking:
        _refuse_asking_again(held)
    held.sharing_wishes.filter(ended_at=None).update(ended_at=timezone.now())
    if not is_asking:
        return _share(held, sharing)
    _ask_everybody(SharingWish.objects.create(thread=held, sharing=sharing))
    return held


@transaction.atomic
def answer_sharing(*, wish: SharingWish, by: User, agrees: bool) -> SharingWish:
    """Say whether one's own replies may be shared as the asker wants; one no ends the wish.

    With the last yes the thread is shared so. Whoever replied meanwhile is asked too. An answer can
    be changed while the wish is open. Raises PermissionDenied for somebody who is not asked, Outdated
    where the wish is over.
    """
    hold_member(by)
    held = hold_thread(wish.thread_id)
    wish = SharingWish.objects.select_for_update().get(pk=wish.pk)
    mine = SharingConsent.objects.filter(wish=wish, user=by)
    require(mine.exists() and not permissions.is_removed(held))
    if not SharingWish.objects.open().filter(pk=wish.pk).exists():
        raise Outdated(_("This question is not asked any more. The thread is shared as it says."))
    mine.update(agrees=agrees, answered_at=timezone.now())
    if not agrees:
        return _end(wish)
    _ask_everybody(wish)
    if not wish.consents.exclude(agrees=True).exists():
        if is_stricter(held.sharing, wish.sharing):
            _share(held, wish.sharing)
        return _end(wish)
    return wish


def _refuse_asking_again(thread: Thread) -> None:
    since = timezone.now() - ASKED_EVERY
    if thread.sharing_wishes.filter(asked_at__gt=since).exists():
        raise Refused(
            _("Everybody who replied was asked within the last 30 days. Ask again after that.")
        )


def _others(thread: Thread) -> QuerySet[User]:
    """Everybody but the asker who has posted in ``thread``, out of sight or not, former members too."""
    authors = Post.objects.filter(thread=thread).exclude(author=thread.author_id).values("author")
    return User.objects.filter(pk__in=authors)


def _ask_everybody(wish: SharingWish) -> None:
    """Ask those who are not asked yet. A former member cannot answer, which means no."""
    asked = wish.consents.values("user")
    for member in _others(wish.thread).exclude(pk__in=asked).order_by("pk"):
        SharingConsent.objects.create(wish=wish, user=member)
        send_notice("threads/email/sharing", member, {"wish": wish, "thread": wish.thread})


def _share(thread: Thread, sharing: str) -> Thread:
    set_sharing(thread, sharing)
    thread.save(update_fields=["sharing", "audience"])
    announce(thread_changed, thread=thread)
    return thread


def _end(wish: SharingWish) -> SharingWish:
    wish.ended_at = timezone.now()
    wish.save(update_fields=["ended_at"])
    return wish
