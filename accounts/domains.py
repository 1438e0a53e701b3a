"""Mail domains: which can belong to an organization, and how one is read from an address."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from accounts.handles import skeleton
from forum.core.errors import Refused

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_FORM = re.compile(rf"(?:{_LABEL}\.)+[a-z]{{2,24}}")

# Anybody can have an address there, so it shows nothing about where they work.
FREE_MAIL = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com "
    "aol.com aim.com icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.us mail.com "
    "email.com zoho.com fastmail.com hey.com tutanota.com tuta.io yandex.com mail.ru inbox.com hushmail.com "
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com "
    "netzero.net optonline.net frontier.com windstream.net centurylink.net q.com roadrunner.com rr.com "
    "duck.com mailinator.com guerrillamail.com 10minutemail.com yopmail.com sharklasers.com "
    "yahoo.co.uk yahoo.ca hotmail.co.uk outlook.co.uk live.ca sympatico.ca rogers.com shaw.ca telus.net".split()
)
# Names that many organizations share a level below.
SHARED = frozenset(
    "co.uk org.uk ac.uk gov.uk nhs.uk com.au org.au edu.au gov.au co.nz org.nz com.br com.mx co.in "
    "gc.ca on.ca qc.ca bc.ca ab.ca us.com eu.org github.io herokuapp.com wordpress.com weebly.com wixsite.com".split()
)
_STATE_SCHOOLS = re.compile(r"(?:k12|state|co|ci|lib|cc|tec|gen)\.[a-z]{2}\.us|[a-z]{2}\.(?:us|gov)")


def domain_of(email: str) -> str:
    """The domain of an address, in lower case."""
    return email.rpartition("@")[2].strip().lower().rstrip(".")


def parents(domain: str) -> list[str]:
    """``domain`` and the domains above it that have two labels or more, the longest first."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address at ``domain``."""
    return any(parent in FREE_MAIL for parent in parents(domain))


def cleaned(typed: str) -> str:
    """What a member typed, as a domain that can belong to an organization.

    Raises Refused for free mail, for names that look like another in other letters, and for what
    many organizations share.
    """
    domain = domain_of(
        typed.strip().lower().removeprefix("https://").removeprefix("http://").split("/")[0]
    )
    domain = re.sub(r"^(?:www\.)+", "", domain)
    if "xn--" in domain or not domain.isascii():
        raise Refused(
            _("Domains in other letters can look like somebody else’s, so we do not take them.")
        )
    if len(domain) > 253 or not _FORM.fullmatch(domain):
        raise Refused(_("Enter a mail domain, like hospital.org"))
    if is_free_mail(domain):
        raise Refused(_("Anybody can have an address at %(domain)s.") % {"domain": domain})
    if domain in SHARED or _STATE_SCHOOLS.fullmatch(domain):
        raise Refused(
            _("Many organizations share %(domain)s. Enter the part that is yours.") % {"domain": domain}
        )
    return domain


def look_alike(one: str, other: str) -> bool:
    """Whether two different domains read the same at a glance."""
    return one != other and skeleton(one) == skeleton(other)


def is_of_site(domain: str, website: str) -> bool:
    """Whether an address at ``domain`` and the page ``website`` are of one house."""
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    return bool(domain and host) and (domain in parents(host) or host in parents(domain))
