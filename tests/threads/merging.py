"""Merging as a test does it: both threads are read anew."""

from forum.threads.models import ThreadMerge
from forum.threads.services import merge_threads


def merged(source, target, by) -> ThreadMerge:
    merge = merge_threads(source=source, target=target, by=by)
    source.refresh_from_db()
    target.refresh_from_db()
    return merge
