"""What accounts announces."""

from django.dispatch import Signal

member_erasing = Signal()  # user; within the transaction: every app forgets what names them
member_changed = Signal()  # user; name, role or handle, as pages show them
role_changed = Signal()  # member, by, was, now; within the transaction
proposal_opened = Signal()  # proposal; within the transaction
proposal_deciding = Signal()  # proposal, by: agreed or declined; within the transaction
organization_changed = Signal()  # organization: its facts, or how it wants to be named
organization_reclassified = Signal()  # organization; within the transaction: it is of another kind
