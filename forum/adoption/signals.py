"""What adoption announces."""

from django.dispatch import Signal

status_reported = Signal()  # report; also where it says again what was said before
subject_changed = Signal()  # subject: its name, kind or half-life
subject_merging = Signal()  # source, target; within the transaction: who names source names target
