from django.conf import settings


def site(request):
    """What every page may show of the site itself."""
    return {"contact_email": settings.CONTACT_EMAIL, "site_url": settings.SITE_URL}
