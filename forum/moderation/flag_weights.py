"""How much the word of a member counts when they flag something, in tenths of a new member's.

    word   = 3 + 12 * (upheld + 1.75) / (upheld + wrong + 3)     from 3 to 15; 10 without any history
    weight = word * worth / 10                                    worth: 10, 15 verified, 20 moderators

Each flag that a moderator upheld brings the word nearer to 15, each that was wrong nearer to 3, and
the first few move it most. A flag that settled itself tells nothing of its reporter.
"""

from django.db.models import Count, Q

from accounts.models import User
from accounts.permissions import is_moderator, is_topic_moderator
from accounts.queries import standing_of
from forum.moderation.models import Flag

LEAST, START, MOST = 3, 10, 15
MEMBER, VERIFIED, MODERATOR = 10, 15, 20
SLOWNESS = 3  # as many flags as a new member's word is worth before they raised any


def word(*, upheld: int, wrong: int) -> int:
    """What a word counts after so many flags that were right, and so many that were not."""
    span, head_start = MOST - LEAST, (START - LEAST) * SLOWNESS
    return LEAST + _divided(span * upheld + head_start, upheld + wrong + SLOWNESS)


def weight(*, upheld: int, wrong: int, worth: int) -> int:
    return _divided(word(upheld=upheld, wrong=wrong) * worth, START)


def worth_of(reporter: User) -> int:
    """What the word of ``reporter`` counts for who they are: moderators most, then verified members."""
    if is_moderator(reporter) or is_topic_moderator(reporter):
        return MODERATOR
    return VERIFIED if standing_of(reporter).is_verified else MEMBER


def weight_of(reporter: User, worth: int) -> int:
    """What a flag of ``reporter`` counts today."""
    decided = Flag.objects.filter(reporter=reporter, is_upheld__isnull=False).aggregate(
        upheld=Count("pk", filter=Q(is_upheld=True)), wrong=Count("pk", filter=Q(is_upheld=False))
    )
    return weight(**decided, worth=worth)


def _divided(number: int, by: int) -> int:
    """Rounded to the nearest, halves up."""
    return (2 * number + by) // (2 * by)
