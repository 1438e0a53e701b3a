"""What moderators keep about members, where it has to go: with an erased member, or with redacted words."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from forum.core.erasing import rewrite
from forum.core.redacting import Place, Words, redact
from forum.moderation.models import Appeal, Case, MemberNote, ModerationAction, Sanction
from forum.threads.former import with_merged
from forum.threads.models import Post

Kind = ModerationAction.Kind
OF_PROPOSALS = (Kind.AGREE, Kind.DECLINE)  # whose detail is the title of what was proposed


def forget_standing(*, user: User) -> None:
    """Drop the notes and sanctions of an erased member, and their handle from those of others.

    The log keeps that there were some. A blocked address stays blocked.
    """
    MemberNote.objects.filter(member=user).delete()
    Sanction.objects.filter(member=user).delete()
    _empty_words_about(user)
    rewrite(MemberNote.objects.all(), user.handle, "words")
    rewrite(Sanction.objects.all(), user.handle, "public_reason", "private_reason")


def _empty_words_about(user: User) -> None:
    """Empty what was written about ``user`` or to them; that it was, when and by which rule, stays.

    Notes on their posts stay, since they are about texts, which stay as well; what was said to the
    author goes. Posts without a name keep both: what goes with a member would tell whose they are.
    """
    acts = ModerationAction.objects.order_by()
    on_posts = Q(post__author=user, post__unnamed_as="")
    on_threads = Q(thread__author=user, thread__asker_pseudonym="")
    told = acts.filter(Q(member=user) | on_posts | on_threads).values("pk")
    acts.filter(pk__in=told).update(message="")
    acts.filter(member=user).update(note="")
    acts.filter(member=user, kind__in=OF_PROPOSALS).update(detail="")
    Appeal.objects.filter(member=user, action__in=told).update(answer="")
    Case.objects.filter(member=user).update(words="", asked_note="")


def redact_standing(*, words: Words, post: Post) -> list[Place]:
    """Take ``words`` out of what moderators wrote of the author of ``post``, or about its thread.

    Where it bears no name, of every member: the places found would tell whose it is.
    """
    of_author = Q(member__isnull=False) if post.unnamed_as else Q(member=post.author_id)
    about = of_author | Q(post__thread__in=with_merged(post.thread_id))
    found = [
        *redact(MemberNote.objects.filter(of_author), words, "words"),
        *redact(Sanction.objects.filter(about), words, "public_reason", "private_reason"),
        *redact(ModerationAction.objects.filter(of_author), words, "note", "message"),
    ]
    return [Place(_("What moderators keep about a member")) for _row in found]
