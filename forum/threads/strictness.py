"""What may be done with what is said in a thread: of two promises the stricter one is kept."""

from django.utils.translation import gettext_lazy as _

from forum.threads.models import Thread

Sharing = Thread.Sharing
STRICTEST_FIRST = list(Sharing)
PROMISES = {
    Sharing.MEMBERS: _("Only members read this. Nothing said here may leave Rounds."),
    Sharing.NO_NAMES: _(
        "Only members read this. They may quote it elsewhere, without names of people or organizations."
    ),
    Sharing.ORGANIZATION: _(
        "Only members read this. They may quote it elsewhere with the organization, without names of people."
    ),
    Sharing.EVERYONE: _("Everyone can read and quote this."),
}


def promise_of(sharing: str) -> str:
    """What ``sharing`` means to who writes in the thread."""
    return str(PROMISES[Sharing(sharing)])


def audience_of(sharing: str) -> str:
    """Who may read a thread that is shared so."""
    return Thread.Audience.EVERYONE if sharing == Sharing.EVERYONE else Thread.Audience.MEMBERS


def set_sharing(thread: Thread, sharing: str) -> None:
    """Give ``thread`` another promise, and the audience that follows; to be saved by the caller."""
    thread.sharing, thread.audience = sharing, audience_of(sharing)


def is_stricter(one: str, other: str) -> bool:
    return STRICTEST_FIRST.index(Sharing(one)) < STRICTEST_FIRST.index(Sharing(other))


def stricter(one: str, other: str) -> str:
    return one if is_stricter(one, other) else other


def take_stricter(thread: Thread, other: Thread) -> None:
    """Give ``thread`` the stricter promise of the two, to be saved by the caller."""
    set_sharing(thread, stricter(thread.sharing, other.sharing))


def is_as_strict(thread: Thread, other: Thread) -> bool:
    """Whether ``thread`` keeps the promise that ``other`` makes."""
    return not is_stricter(other.sharing, thread.sharing)
