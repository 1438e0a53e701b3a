"""Why posts are out of sight, as their notices tell it."""

from collections.abc import Iterable

from forum.moderation.flag_queries import with_held_for
from forum.moderation.queries import with_hiding_rule
from forum.threads.models import Post

FACTS = ("hiding_rule", "hiding_message", "hiding_act", "held_for")


def add_reasons(posts: Iterable[Post]) -> None:
    """Tell those of ``posts`` that are hidden or held why: one statement, and none where all are in sight."""
    hidden = {post.pk: post for post in posts if post.hidden_at or post.held_at}
    if not hidden:
        return
    told = with_held_for(with_hiding_rule(Post.objects.filter(pk__in=hidden)))
    for facts in told.values("pk", *FACTS):
        vars(hidden[facts.pop("pk")]).update(facts)
