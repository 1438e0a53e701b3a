"""What threads announces. Sent after commit, but for those marked; receivers live in the apps above."""

from django.dispatch import Signal

post_added = Signal()  # post, once members see it
post_held = Signal()  # post: new, and a moderator looks at it first
post_changed = Signal()  # post: edited, hidden, restored, withdrawn
thread_changed = Signal()  # thread: closed, moved, pinned, hidden, answered, slowed, another's
posts_moved = Signal()  # source, target: replies came from one thread to the other
threads_merged = Signal()  # source, target
merge_undone = Signal()  # source, target
topics_changed = Signal()  # nothing: the list of topics or tags
topic_moderator_added = Signal()  # topic, member, by
topic_moderator_removed = Signal()  # topic, member, by

# Within the transaction: an app that keeps things by thread lets them follow the posts. ``before``
# is a dict for what undoing will need, under the app's own name; ``offset`` is what a post of the
# source has become by number: ``number + offset`` in the target.
threads_merging = Signal()  # source, target, offset, before
merge_undoing = Signal()  # source, target, offset, before

# Within the transaction: what waits for a moderator has its place in their queue at once.
post_holding = Signal()  # post, cause: it waits from now on; no cause: as it did before
post_withdrawing = Signal()  # post: its author took it back
post_deciding = Signal()  # post, by, is_kept: a moderator released it, or removed it
