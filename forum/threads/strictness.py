"""Who may read a thread and what they may do with it: of two promises the stricter one is kept."""

from forum.threads.models import Thread

STRICTEST_FIRST: dict[str, list[str]] = {
    "audience": [Thread.Audience.MEMBERS, Thread.Audience.EVERYONE],
    "sharing": list(Thread.Sharing),
}
PROMISES = tuple(STRICTEST_FIRST)


def stricter(promise: str, one: str, other: str) -> str:
    return min(one, other, key=STRICTEST_FIRST[promise].index)


def take_stricter(thread: Thread, other: Thread) -> None:
    """Give ``thread`` the stricter audience and sharing of the two, to be saved by the caller."""
    for promise in PROMISES:
        kept = stricter(promise, getattr(thread, promise), getattr(other, promise))
        setattr(thread, promise, kept)


def is_as_strict(thread: Thread, other: Thread) -> bool:
    """Whether ``thread`` keeps every promise that ``other`` makes."""
    pairs = ((name, getattr(thread, name), getattr(other, name)) for name in PROMISES)
    return all(stricter(name, one, two) == one for name, one, two in pairs)
