"""What the way to a new password needs beside allauth."""

from allauth.account.views import PasswordResetFromKeyView
from allauth.account.views import password_reset_from_key as by_key


def password_reset_from_key(request, uidb36, key):
    """As allauth does, and the address with the key in it is told to no other page.

    The form stands at an address without it: there a browser that says nothing of where it comes
    from would send ``Origin: null``, which the check against forged requests refuses.
    """
    response = by_key(request, uidb36=uidb36, key=key)
    if key != PasswordResetFromKeyView.reset_url_key:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
