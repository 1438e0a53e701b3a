from django.db import migrations

BATCH = 2_000


def accept(apps, schema_editor):
    """Everybody ticked the first rules when they signed up. In batches, each a transaction of its own."""
    users = apps.get_model("accounts", "User").objects
    acceptances = apps.get_model("conduct", "Acceptance")
    version = apps.get_model("conduct", "Version").objects.get(number=1)
    after = 0
    while rows := list(users.filter(pk__gt=after).order_by("pk").values("pk", "confirmed_at", "joined_at")[:BATCH]):
        after = rows[-1]["pk"]
        users.filter(pk__in=[row["pk"] for row in rows], rules_accepted=0).update(rules_accepted=1)
        acceptances.objects.bulk_create(
            [
                acceptances(user_id=row["pk"], version=version, accepted_at=row["joined_at"])
                for row in rows
                if row["confirmed_at"]
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("conduct", "0002_first_version")]

    operations = [migrations.RunPython(accept, migrations.RunPython.noop, elidable=True)]
