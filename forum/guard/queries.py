from collections.abc import Iterable

from forum.guard.models import GuardEvent


def holding_events(posts: Iterable[int]) -> dict[int, list[GuardEvent]]:
    """Why the guard holds each of ``posts``, by their ids."""
    found: dict[int, list[GuardEvent]] = {}
    events = GuardEvent.objects.filter(post_pk__in=posts, action=GuardEvent.Action.HELD)
    for event in events.order_by("pk"):
        found.setdefault(event.post_pk or 0, []).append(event)
    return found
