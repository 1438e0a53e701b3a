from django.db import migrations, models
from django.db.models import Q


def let_audience_follow_sharing(apps, schema_editor):
    """Whoever asked members only meant that nothing leaves."""
    threads = apps.get_model("threads", "Thread").objects
    threads.filter(audience="members", sharing="everyone").update(sharing="members")
    threads.filter(audience="everyone").exclude(sharing="everyone").update(audience="members")
    for merge in apps.get_model("threads", "ThreadMerge").objects.filter(undone_at=None):
        if merge.before.get("audience") == "members" and merge.before["sharing"] == "everyone":
            merge.before["sharing"] = "members"
            merge.save(update_fields=["before"])


class Migration(migrations.Migration):
    dependencies = [("threads", "0007_merged_threads_and_topic_moderators")]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="asker_pseudonym",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Of the question, where it is asked without a name.",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(let_audience_follow_sharing, migrations.RunPython.noop, elidable=True),
    ]
