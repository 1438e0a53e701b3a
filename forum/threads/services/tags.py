from django.db import transaction
from django.utils.text import slugify

from forum.threads.models import Tag, Thread, ThreadTag


def tags_named(names: list[str]) -> list[Tag]:
    """The tags of these names, made where they do not exist; names with one slug are one tag."""
    by_slug = {slugify(name, allow_unicode=True): name for name in reversed(names)}
    by_slug.pop("", None)
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


@transaction.atomic
def retitle(thread: Thread, title: str) -> None:
    if title != thread.title:
        thread.title = title
        thread.save(update_fields=["title"])
