from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('threads', '0010_nameless_posts')]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='tags',
            field=models.CharField(blank=True, default='', help_text='Of the thread, for a question.', max_length=200),
            preserve_default=False,
        ),
    ]
