from django.conf import settings
from django.utils.functional import SimpleLazyObject

from forum.core.fragments import form_token


def site(request):
    """What every page may show of the site itself, and one token for all its forms."""
    return {
        "contact_email": settings.CONTACT_EMAIL,
        "site_url": settings.SITE_URL,
        "csrf_token": SimpleLazyObject(lambda: form_token(request)),
    }
