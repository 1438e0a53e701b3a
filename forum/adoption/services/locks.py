"""Rows held for the rest of a transaction: an organization's first, then subjects', then reports.

Whoever keeps to that order never waits in a ring with another.
"""

from accounts.models import Organization
from forum.adoption.models import Subject


def hold_organization(pk: int) -> Organization:
    """The organization as it is now; its members answer one after another."""
    return Organization.objects.select_for_update(no_key=True).get(pk=pk)


def hold_subject(pk: int) -> Subject:
    """The subject, or what it has become part of; nobody merges or counts it meanwhile.

    Where it went is read before any row is held, since whoever merges the other subject on holds
    that one and then comes to this.
    """
    into = Subject.objects.values_list("merged_into", flat=True).get(pk=pk)
    held = Subject.objects.select_for_update(no_key=True).get(pk=into or pk)
    return hold_subject(held.pk) if held.merged_into_id else held
