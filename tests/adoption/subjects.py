"""Subjects as a test edits them, and their names."""

from forum.adoption.services import edit_subject


def edit(subject, by, **changes):
    aliases = list(subject.names.filter(is_alias=True).values_list("name", flat=True))
    facts = {
        "name": subject.name,
        "kind": subject.kind,
        "aliases": aliases,
        "half_life_days": subject.half_life_days,
    }
    return edit_subject(subject=subject, by=by, **facts | changes)


def names_of(subject):
    return sorted(subject.names.values_list("name", flat=True))
