import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('adoption', '0001_initial'),
        ('threads', '0006_topic_reminder'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='thread',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='threads.thread'),
        ),
        migrations.AddField(
            model_name='movedpost',
            name='was_merged',
            field=models.BooleanField(default=False, help_text='It was here only while a merge stood that is undone.'),
        ),
        migrations.CreateModel(
            name='TopicModerator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_latest',
        ),
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_latest_for_guests',
        ),
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_by_topic',
        ),
        migrations.RemoveIndex(
            model_name='thread',
            name='thread_unanswered',
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(models.OrderBy(models.F('last_posted_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('held_at', None), ('hidden_at', None), ('withdrawn_at', None), ('merged_into', None)), name='thread_latest'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(models.OrderBy(models.F('last_posted_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('held_at', None), ('hidden_at', None), ('withdrawn_at', None), ('merged_into', None), ('audience', 'everyone')), name='thread_latest_for_guests'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(models.F('topic'), models.OrderBy(models.F('last_posted_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('held_at', None), ('hidden_at', None), ('withdrawn_at', None), ('merged_into', None), ('pinned_at', None)), name='thread_by_topic'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(models.OrderBy(models.F('last_posted_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('held_at', None), ('hidden_at', None), ('withdrawn_at', None), ('merged_into', None), ('closed_at', None), ('reply_count', 0)), name='thread_unanswered'),
        ),
        migrations.AddField(
            model_name='topicmoderator',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moderators', to='threads.topic'),
        ),
        migrations.AddField(
            model_name='topicmoderator',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='topicmoderator',
            constraint=models.UniqueConstraint(fields=('user', 'topic'), name='topic_moderator_once'),
        ),
    ]
