from django.db import migrations, models
from django.db.models import F, Q


def confirm_members(apps, schema_editor):
    """Whoever has confirmed an address or signed in is a member; so is whoever was one once."""
    users = apps.get_model("accounts", "User").objects
    members = users.filter(Q(last_login__isnull=False) | Q(erased_at__isnull=False) | Q(pk__in=_confirmed(apps)))
    members.update(confirmed_at=F("joined_at"))


def _confirmed(apps):
    return apps.get_model("account", "EmailAddress").objects.filter(verified=True).values("user")


class Migration(migrations.Migration):

    dependencies = [
        ('account', '0001_initial'),
        ('accounts', '0002_organizations'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='confirmed_at',
            field=models.DateTimeField(editable=False, help_text='Empty: no member yet.', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='wanted_handle',
            field=models.CharField(blank=True, editable=False, max_length=30),
        ),
        migrations.RunPython(confirm_members, migrations.RunPython.noop, elidable=True),
    ]
