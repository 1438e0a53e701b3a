"""What threads forget when a member is erased: everything that names them but their words."""

from accounts.models import User
from forum.core import markup
from forum.core.erasing import rewrite, rewritten
from forum.threads.models import Post, ReadMarker, Revision, Thread, TopicModerator
from forum.threads.services.posts import render_body


def forget_member(*, user: User) -> None:
    """Clear the bylines of ``user`` and turn every @mention of them into @former-member.

    Posts without a name stay as they are: they name nobody, and a change would tell whose they were.
    Runs in the transaction of the erasure. Threads come before posts, as in every service.
    Members are erased rarely, so the search for their handle reads every text: an index of
    mentions would cost each post instead.
    """
    ReadMarker.objects.filter(user=user).delete()
    rewrite(Thread.objects.all(), user.handle, "title")
    Post.objects.named().filter(author=user).update(
        job_title="", organization_name="", organization=None, organization_kind="", verification=""
    )
    TopicModerator.objects.filter(user=user).delete()
    posts = rewritten(Post.objects.all(), user.handle, "body", "edit_reason", most=markup.MAX_CHARS)
    for post, changes in posts:
        if "body" in changes:
            changes |= {"body_html": render_body(changes["body"]), "markup_version": markup.VERSION}
        Post.objects.filter(pk=post.pk).update(**changes)
    rewrite(Revision.objects.all(), user.handle, "title", "tags", "body", "reason")
