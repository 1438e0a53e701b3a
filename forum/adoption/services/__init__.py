"""Writes to subjects and statuses, one function for each thing somebody does."""

from forum.adoption.services.counting import recount_subject, recount_subjects_of, refresh_tallies
from forum.adoption.services.statuses import (
    NotAnswering,
    confirm_status,
    confirm_statuses,
    forget_member,
    redact_words,
    report_apart,
    report_status,
    retire_statuses,
)
from forum.adoption.services.subjects import (
    edit_subject,
    find_or_create_subject,
    merge_subjects,
    save_subject,
)

__all__ = [
    "NotAnswering",
    "confirm_status",
    "confirm_statuses",
    "edit_subject",
    "find_or_create_subject",
    "forget_member",
    "merge_subjects",
    "recount_subject",
    "recount_subjects_of",
    "redact_words",
    "refresh_tallies",
    "report_apart",
    "report_status",
    "retire_statuses",
    "save_subject",
]
