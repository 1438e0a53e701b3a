from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0003_redacting'),
    ]

    operations = [
        migrations.AlterField(
            model_name='moderationaction',
            name='kind',
            field=models.CharField(choices=[('hide', 'Removed'), ('restore', 'Restored'), ('close', 'Closed'), ('reopen', 'Reopened'), ('pin', 'Pinned'), ('unpin', 'Unpinned'), ('move', 'Moved'), ('edit', 'Edited'), ('join', 'Merged'), ('undo-join', 'Undid the merge of'), ('move-posts', 'Moved replies of'), ('slow', 'Set the pace of'), ('close-at', 'Set the closing time of'), ('owner', 'Changed the asker of'), ('redact', 'Removed a former text'), ('role', 'Changed the role of'), ('topics', 'Changed the topics of'), ('agree', 'Agreed with'), ('decline', 'Declined'), ('organization', 'Changed organization'), ('subject', 'Changed subject'), ('merge', 'Merged into subject')], max_length=12),
        ),
    ]
