"""Which names members may not go by: those that notices, mails and posts of the forum are signed with."""

import re

from accounts.handles import skeleton
from forum.guard.folding import fold

LONGEST = 200  # what is longer is refused for that
_TITLES = "moderator moderators moderation administrator administrators administration admin admins"
_VOICES = (
    "rounds official team staff support helpdesk system security bot mod mods "
    "former member members anonymous everyone nobody deleted erased user"
)
_BESIDE = "a an the of at our your forum head chief lead help desk account automatic hq"


def _shapes(words: str) -> frozenset[str]:
    return frozenset(skeleton(word) for word in words.split())


_TITLE_SHAPES, _VOICE_SHAPES, _BESIDE_SHAPES = map(_shapes, (_TITLES, _VOICES, _BESIDE))
_ANY = "|".join(sorted(_TITLE_SHAPES | _VOICE_SHAPES, key=len, reverse=True))
_RUN_TOGETHER = re.compile(f"(?:the)?(?:{_ANY})+")
_UNSAID = str.maketrans("", "", "™℠®©")
_WORD = re.compile(r"\w+")


def is_voice(name: str) -> bool:
    """Whether ``name`` is one that the forum itself speaks by, or reads like one: "The M0derators 2".

    A word like "moderator" is refused in any name; others, which people bear ("Emily Rounds"), where
    nothing else stands beside them.
    """
    if len(name) > LONGEST:
        return False
    words = [word for word in _WORD.findall(fold(name.translate(_UNSAID)).text) if not word.isdigit()]
    if len(words) > 2 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    shapes = [skeleton(word.rstrip("0123456789")) for word in words]
    if any(shape in _TITLE_SHAPES for shape in shapes):
        return True
    speaks = [shape in _VOICE_SHAPES or bool(_RUN_TOGETHER.fullmatch(shape)) for shape in shapes]
    return any(speaks) and all(
        voice or shape in _BESIDE_SHAPES for voice, shape in zip(speaks, shapes, strict=True)
    )
