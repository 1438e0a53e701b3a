from django.db import migrations, models

from forum.core.operations import AddCheckOnline, AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('threads', '0009_sharing_wishes')]

    operations = [
        AddIndexOnline(
            model_name='post',
            index=models.Index(models.F('thread'), models.F('author'), condition=models.Q(('pseudonym', ''), _negated=True), name='post_nameless'),
        ),
        AddCheckOnline(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pseudonym', ''), ('unnamed_as', '')), models.Q(models.Q(('unnamed_as', ''), _negated=True), models.Q(('pseudonym', ''), _negated=True), ('job_title', ''), ('organization', None), ('organization_kind', ''), ('organization_name', ''), ('status_report', None)), _connector='OR'), name='post_named_or_nameless'),
        ),
        AddCheckOnline(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('audience', 'everyone'), ('sharing', 'everyone')), models.Q(('audience', 'members'), models.Q(('sharing', 'everyone'), _negated=True)), _connector='OR'), name='thread_audience_follows_sharing'),
        ),
    ]
