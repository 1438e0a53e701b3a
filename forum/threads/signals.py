"""What threads announces. Sent after commit; receivers live in the apps above."""

from django.dispatch import Signal

post_added = Signal()  # post, once members see it
post_held = Signal()  # post: new, and a moderator looks at it first
post_changed = Signal()  # post: edited, hidden, restored, withdrawn
thread_changed = Signal()  # thread: closed, moved, pinned, hidden, answered
topics_changed = Signal()  # nothing: the list of topics or tags
