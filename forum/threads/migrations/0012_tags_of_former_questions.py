"""Until now the tags of a question could not be changed, so a former text had those of today."""

from django.db import migrations


def tell_tags(apps, schema_editor):
    revisions = apps.get_model("threads", "Revision").objects
    untold = revisions.filter(post__number=1, redacted_at=None, tags="")
    tags = apps.get_model("threads", "Tag").objects
    tagged = untold.filter(post__thread__tags__isnull=False)
    for thread in list(tagged.values_list("post__thread", flat=True).distinct()):
        names = tags.filter(threads=thread).order_by("name").values_list("name", flat=True)
        untold.filter(post__thread=thread).update(tags=", ".join(names))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("threads", "0011_revision_tags")]
    operations = [migrations.RunPython(tell_tags, migrations.RunPython.noop, elidable=True)]
