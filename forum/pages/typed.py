"""What somebody typed into a form that was not taken, so that nobody types it twice."""

import re
from itertools import islice

from django.utils.translation import gettext_lazy as _

from forum.core.http import LONGEST_KEPT

MOST_FIELDS = 25
_SECRET = re.compile(
    r"password|passphrase|secret|token|otp|code|credential|key|csrf|^login$", re.IGNORECASE
)
_OF_THE_FORM = re.compile(r"(action|seen|status)([_-]|$)|guard_(?!reason$)|_|.*_FORMS$")
_NOT_TYPED = frozenset(  # what a form holds unseen, and what is chosen from a list or ticked
    "act archived as_of asked asks_acceptance asks_status beds cases conduct decision draft existing"
    " for_agency in_reply_to joining kind known length like_mine listed moderator naming next numbers"
    " organization organization_kind passwordless pauses_author preview region remember rule seconds"
    " sharing subject_kind switched theme time_zone told topic unnamed_as version where with_domain".split()
)
_LABELS = {
    "about": _("About you"),
    "aliases": _("Also called"),
    "body": _("Text"),
    "closes_at": _("Closes at"),
    "display_name": _("Your name"),
    "domain": _("Mail domain"),
    "guard_reason": _("Reason"),
    "half_life_days": _("Half-life in days"),
    "into": _("Into"),
    "job_title": _("Job title"),
    "message": _("Message"),
    "name": _("Name"),
    "note": _("Note"),
    "organization_name": _("Organization"),
    "parent": _("Part of"),
    "private_reason": _("For moderators"),
    "public_reason": _("Reason"),
    "q": _("Search"),
    "reason": _("Reason"),
    "replacement": _("Replaced by"),
    "subject_name": _("Status of what?"),
    "tags": _("Tags"),
    "text": _("Text"),
    "title": _("Question"),
    "website": _("Website"),
    "what_changed": _("What changed"),
    "words": _("Words"),
}


def typed_fields(request) -> list[tuple[str, str]]:
    """What was typed, by the labels of its fields, in the order of the form; secrets are left out.

    A field that nobody thought of here is given back under its own name.
    """
    try:
        sent = request.POST
    except Exception:  # a body too large or cut off: there is nothing to give back
        return []
    typed = ((_label(name), sent[name][:LONGEST_KEPT]) for name in sent if _is_typed(name, sent[name]))
    return list(islice(typed, MOST_FIELDS))


def _is_typed(name: str, text: str) -> bool:
    hidden = name in _NOT_TYPED or _OF_THE_FORM.match(name) or _SECRET.search(name)
    return not hidden and text.strip() not in ("", "on")


def _label(name: str) -> str:
    label = _LABELS.get(name)
    return str(label) if label else name[:60].replace("_", " ").replace("-", " ").strip().capitalize()
