from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('threads', '0010_nameless_posts')]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='tags',
            # The database knows it as well: workers of before name no such column until they are restarted.
            field=models.CharField(blank=True, db_default='', default='', help_text='Of the thread, for a question.', max_length=200),
        ),
    ]
