from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_sign_ups_are_no_members'),
    ]

    operations = [
        migrations.AlterField(
            model_name='user',
            name='role',
            field=models.CharField(choices=[('member', 'Member'), ('topic-moderator', 'Topic moderator'), ('moderator', 'Moderator'), ('administrator', 'Administrator')], default='member', max_length=20),
        ),
    ]
