"""What threads announces. Sent after commit; receivers live in the apps above."""

from django.dispatch import Signal

post_added = Signal()  # post
post_changed = Signal()  # post: edited, hidden, restored, withdrawn
thread_changed = Signal()  # thread: closed, moved, pinned, hidden, answered
topics_changed = Signal()  # nothing: the list of topics or tags
