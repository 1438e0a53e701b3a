"""Which names members may not go by: those that notices, mails and posts of the forum are signed with."""

import re

from accounts.handles import skeleton
from forum.guard.folding import fold

_VOICES = (
    "the of at rounds forum official team staff support help desk system security account bot automatic "
    "moderator moderators moderation mod mods admin admins administrator administrators administration "
    "former member members anonymous everyone nobody deleted erased user"
).split()
_UNSAID = str.maketrans("", "", "™℠®©")
_IN_VOICE = re.compile(f"(?:{'|'.join(sorted(map(skeleton, _VOICES), key=len, reverse=True))})+")


def is_voice(name: str) -> bool:
    """Whether ``name`` is one that the forum itself speaks by, or reads like one: "The M0derators 2"."""
    plain = fold(name.translate(_UNSAID)).text.rstrip("0123456789 .#")
    shape = skeleton("".join(sign for sign in plain if sign.isalnum()))
    return bool(_IN_VOICE.fullmatch(shape))
