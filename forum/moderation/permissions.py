from django.utils.translation import gettext_lazy as _

from accounts.permissions import can_sanction, is_moderator, is_topic_moderator
from forum.threads.permissions import can_post, moderates_topic

FOR_MODERATORS = _("It is for moderators.")


def can_moderate(user) -> bool:
    """Whether ``user`` looks after the whole forum; of one thread, ``threads.permissions`` tells."""
    return is_moderator(user)


def can_decide_reveal(user, request, post) -> bool:
    """Whether ``user`` may agree that the author of ``post`` is looked up: neither who asked nor the author."""
    return can_moderate(user) and user.pk not in (request.asked_by_id, post.author_id)


def can_see_revealed(user, request) -> bool:
    """Whether ``user`` is one of the two moderators who looked an author up."""
    return (
        bool(request.is_agreed)
        and can_moderate(user)
        and user.pk in (request.asked_by_id, request.decided_by_id)
    )


def is_nameless(post) -> bool:
    """Whether ``post`` (there may be none) bears no name, so that moderators may not know whose it is."""
    return post is not None and bool(post.unnamed_as)


def can_sanction_for(user, member, post) -> bool:
    """Whether ``user`` may warn, pause or suspend ``member``, for ``post`` where there is one.

    For one without a name whoever wrote it, but oneself: a no would tell who that may be.
    """
    if is_nameless(post):
        return is_moderator(user) and user.pk != member.pk
    return can_sanction(user, member)


def can_read_log(user) -> bool:
    """Whether ``user`` may read the log; a topic moderator finds in it what concerns their topics."""
    return is_moderator(user) or is_topic_moderator(user)


def can_flag(user) -> bool:
    """Whether ``user`` may tell the moderators of something that others wrote, are or run."""
    return can_post(user)


def can_flag_member(user, member) -> bool:
    return can_flag(user) and user.pk != member.pk


def can_open_queue(user) -> bool:
    """Whether ``user`` finds anything in the queue; which cases, ``can_see_case`` tells."""
    return is_moderator(user) or is_topic_moderator(user)


def can_see_case(user, case) -> bool:
    """Whether ``case`` is for ``user`` to look at: flagged and held posts for who has their topic."""
    if is_moderator(user):
        return True
    is_theirs = case.kind in (case.Kind.FLAGS, case.Kind.HELD) and case.post is not None
    return is_theirs and moderates_topic(user, case.post.thread.topic_id)


def can_decide(user, case) -> bool:
    """Whether ``user`` may decide ``case``: nobody on what they wrote, asked for or did themselves."""
    return can_see_case(user, case) and user.pk not in whose_own(case)


def can_pause_author(user, case) -> bool:
    """Whether ``user`` may let the author of the post read only, as nothing does yet.

    Without a name they may be paused already: leaving the choice out would tell that they are.
    """
    if case.post is None or not can_sanction(user, case.post.author):
        return False
    return is_nameless(case.post) or not case.post.author.is_paused


def whose_own(case) -> set[int]:
    """The ids of those whom ``case`` concerns, and who do not decide it."""
    people = {case.member_id}
    if case.post:
        people.add(case.post.author_id)
    if case.proposal:
        people.add(case.proposal.member_id)
    if case.appeal:
        people |= {case.appeal.member_id, case.appeal.action.moderator_id}
    return people


def known_to_concern(case) -> set[int]:
    """Those of ``whose_own`` of whom moderators may know it: not who wrote or appeals without a name."""
    known = whose_own(case)
    if is_nameless(case.post):
        known.discard(case.post.author_id)
    if case.appeal and not is_known_whose(case.appeal):
        known.discard(case.appeal.member_id)
    return known


def is_known_whose(appeal) -> bool:
    """Whether moderators may know who makes ``appeal``: not where the act is about words without a name."""
    post, thread = appeal.action.post, appeal.action.thread
    return not (is_nameless(post) or (thread and thread.asker_pseudonym))


def can_decide_appeal(user, appeal) -> bool:
    """Whether ``user`` may decide: a moderator, but not who acted, and nobody in their own cause."""
    return is_moderator(user) and user.pk not in (appeal.action.moderator_id, appeal.member_id)
