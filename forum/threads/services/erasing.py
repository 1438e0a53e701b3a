"""What threads forget when a member is erased: everything that names them but their words."""

import re

from accounts.models import User
from forum.core import markup
from forum.threads.models import Post, ReadMarker, Revision, TopicModerator
from forum.threads.services.posts import render_body

FORMER = "former-member"


def forget_member(*, user: User) -> None:
    """Clear the bylines of ``user`` and turn every @mention of them into @former-member.

    Runs in the transaction of the erasure. Members are erased rarely, so the search for their
    handle reads every text: an index of mentions would cost each post instead.
    """
    Post.objects.filter(author=user).update(
        job_title="", organization_name="", organization=None, organization_kind="", verification=""
    )
    ReadMarker.objects.filter(user=user).delete()
    TopicModerator.objects.filter(user=user).delete()
    pattern = re.compile(rf"@{re.escape(user.handle)}(?![a-z0-9_-])", re.IGNORECASE)
    for post in Post.objects.filter(body__icontains=f"@{user.handle}").iterator(chunk_size=200):
        body = pattern.sub(f"@{FORMER}", post.body)
        if body != post.body:
            Post.objects.filter(pk=post.pk).update(
                body=body, body_html=render_body(body), markup_version=markup.VERSION
            )
    for revision in Revision.objects.filter(body__icontains=f"@{user.handle}").iterator(chunk_size=200):
        Revision.objects.filter(pk=revision.pk).update(body=pattern.sub(f"@{FORMER}", revision.body))
