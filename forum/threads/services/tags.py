"""The tags of a question: what is named is found by its name or else by its slug, or made."""

from django.db.models import Q
from django.utils.text import slugify

from forum.threads.models import Tag, Thread, ThreadTag


def _by_slug(names: list[str]) -> dict[str, str]:
    """``names``, each by what it is in an address; of those with one slug, the first."""
    by_slug = {slugify(name, allow_unicode=True): name for name in reversed(names)}
    by_slug.pop("", None)
    return by_slug


def _known(by_slug: dict[str, str]) -> dict[str, Tag]:
    """The tag that each of ``by_slug`` means, where there is one.

    Administrators may have given a tag another name or another slug than it was made with.
    """
    tags = list(Tag.objects.filter(Q(slug__in=by_slug) | Q(name__in=by_slug.values())))
    of_slug, of_name = {tag.slug: tag for tag in tags}, {tag.name: tag for tag in tags}
    meant = {slug: of_name.get(name) or of_slug.get(slug) for slug, name in by_slug.items()}
    return {slug: tag for slug, tag in meant.items() if tag}


def has_tags(thread: Thread, names: list[str]) -> bool:
    """Whether ``names`` are the tags of ``thread`` already, however they are written."""
    by_slug = _by_slug(names)
    known = _known(by_slug)
    return len(known) == len(by_slug) and set(known.values()) == set(Tag.objects.filter(threads=thread))


def tags_named(names: list[str]) -> list[Tag]:
    """The tags of these names, made where they do not exist; names with one slug are one tag.

    Whoever makes one waits for others who make it, so that comes before a topic is held.
    """
    if not names:
        return []
    by_slug = _by_slug(names)
    # In one order, so that two who make the same ones never wait for each other.
    missing = sorted(by_slug.keys() - _known(by_slug).keys())
    Tag.objects.bulk_create(
        [Tag(name=by_slug[slug], slug=slug) for slug in missing], ignore_conflicts=True
    )
    return list(dict.fromkeys(_known(by_slug).values()))


def put_tags(thread: Thread, names: list[str]) -> None:
    """Make ``names`` the tags of ``thread``."""
    bear_tags(thread, tags_named(names))


def bear_tags(thread: Thread, tags: list[Tag]) -> None:
    """Make ``tags`` those of ``thread``."""
    ThreadTag.objects.filter(thread=thread).exclude(tag__in=tags).delete()
    ThreadTag.objects.bulk_create(
        [ThreadTag(thread=thread, tag=tag) for tag in tags], ignore_conflicts=True
    )
