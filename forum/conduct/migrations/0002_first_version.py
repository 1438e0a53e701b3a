from django.db import migrations
from django.db.models import Min
from django.utils import timezone

from forum.conduct.founding import publish_first


def publish(apps, schema_editor):
    """As old as the first member: the rules were there when they joined."""
    joined = apps.get_model("accounts", "User").objects.aggregate(first=Min("joined_at"))["first"]
    version, rule = apps.get_model("conduct", "Version"), apps.get_model("conduct", "Rule")
    publish_first(version, rule, at=joined or timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_standing"),
        ("conduct", "0001_initial"),
        ("core", "0002_chores"),
    ]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop, elidable=False)]
