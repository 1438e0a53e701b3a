from django.utils.text import slugify

from forum.threads.models import Tag, Thread, ThreadTag


def _by_slug(names: list[str]) -> dict[str, str]:
    """``names``, each by what it is in an address; of those with one slug, the first."""
    by_slug = {slugify(name, allow_unicode=True): name for name in reversed(names)}
    by_slug.pop("", None)
    return by_slug


def has_tags(thread: Thread, names: list[str]) -> bool:
    """Whether ``names`` are the tags of ``thread`` already, however they are written."""
    return set(_by_slug(names)) == set(Tag.objects.filter(threads=thread).values_list("slug", flat=True))


def tags_named(names: list[str]) -> list[Tag]:
    """The tags of these names, made where they do not exist; names with one slug are one tag."""
    by_slug = _by_slug(names)
    Tag.objects.bulk_create(
        [Tag(name=name, slug=slug) for slug, name in by_slug.items()], ignore_conflicts=True
    )
    return list(Tag.objects.filter(slug__in=by_slug))


def put_tags(thread: Thread, names: list[str]) -> None:
    """Make ``names`` the tags of ``thread``."""
    tags = tags_named(names) if names else []
    ThreadTag.objects.filter(thread=thread).exclude(tag__in=tags).delete()
    ThreadTag.objects.bulk_create(
        [ThreadTag(thread=thread, tag=tag) for tag in tags], ignore_conflicts=True
    )
