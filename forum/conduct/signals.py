"""What conduct announces."""

from django.dispatch import Signal

rules_publishing = Signal()  # version, by; within the transaction
rules_published = Signal()  # version
