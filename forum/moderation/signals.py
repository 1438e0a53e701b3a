"""What moderation announces."""

from django.dispatch import Signal

case_closing = Signal()  # case, by (None: nobody), is_upheld; within the transaction
