"""What waits for a moderator on the day of the deploy gets its case, as old as it is."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef

PATIENT, ROUTINE = 0, 5


def open_cases(apps, schema_editor):
    Case = apps.get_model("moderation", "Case")
    Post = apps.get_model("threads", "Post")
    Proposal = apps.get_model("accounts", "Proposal")
    held = Post.objects.filter(
        ~Exists(Case.objects.filter(kind="held", post=OuterRef("pk"))),
        held_at__isnull=False,
        withdrawn_at=None,
        hidden_at=None,
        thread__hidden_at=None,
    )
    asked = Proposal.objects.filter(
        ~Exists(Case.objects.filter(proposal=OuterRef("pk"))), decided_at=None
    )
    Case.objects.bulk_create(
        [
            Case(kind="held", harm=PATIENT, cause="guard", post_id=pk, opened_at=held_at)
            for pk, held_at in held.order_by("pk").values_list("pk", "held_at")
        ]
        + [
            Case(kind="proposal", harm=ROUTINE, cause=about, proposal_id=pk, opened_at=made_at)
            for pk, about, made_at in asked.order_by("pk").values_list("pk", "about", "made_at")
        ]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0006_cases"),
        ("threads", "0007_merged_threads_and_topic_moderators"),
        ("accounts", "0005_standing"),
    ]
    operations = [
        migrations.AddField(
            model_name="case",
            name="words",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What the member says who asks for it.",
                max_length=500,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(open_cases, migrations.RunPython.noop),
    ]
