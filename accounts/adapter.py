"""Where allauth asks Rounds."""

import base64
import hashlib
import logging
from urllib.parse import quote

import qrcode
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts import queries
from accounts.handles import of_sign_up, skeleton
from accounts.theme import keep_theme
from forum.conduct.queries import current_version

logger = logging.getLogger("rounds.security")
LONGEST_EMAIL = 254
NOT_RIGHT = _("The email, the handle or the password is not right. Try again, or get a code by email.")
TOLD_OF_CHANGE = "account/messages/password_changed.txt"
WAYS = {  # to show that it is you, by what allauth calls them
    "mfa_reauthenticate": _("Use a code from your app"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
WEAK_PASSWORD = {  # by the codes of Django's validators
    "password_too_short": _("Use a password of 12 characters or more"),
    "password_too_similar": _("This password is too close to your name, handle or email"),
    "password_too_common": _("Many people use this password, so it is guessed first. Choose another"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NOT_RIGHT,
        "username_password_mismatch": NOT_RIGHT,
        "incorrect_code": _("This code is not right. Use the one from the newest email."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
        "invalid_login": NOT_RIGHT,
        "too_many_login_attempts": _("Too many wrong tries. Wait a few minutes, then try again."),
        "rate_limited": _("That was a lot of tries. Wait a minute, then try again."),
        "duplicate_email": _("This is already your email."),
        "max_email_addresses": _("One change at a time: confirm or cancel the one under way."),
    }

    def save_user(self, request, user, form, commit=True):
        data = form.cleaned_data
        user.display_name = data["display_name"]
        user.job_title = data["job_title"]
        user.organization_name = data["organization_name"]
        user.organization_kind = data["organization_kind"]
        user.wanted_handle = data["handle"]
        user.rules_accepted = current_version().number  # the form is not valid without its tick
        super().save_user(request, user, form, commit=False)
        user.handle_skeleton = skeleton(user.handle)
        if commit:
            user.save()
        return user

    def clean_email(self, email):
        """Longer than the column it would be cut, and then be another address."""
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(_("An email address has at most 254 characters."))
        return email

    def populate_username(self, request, user):
        user.handle = of_sign_up()

    def confirm_email(self, request, email_address):
        """In one transaction with what follows from it: nobody is confirmed and yet no member."""
        wanted = email_address.user.wanted_handle
        with transaction.atomic():
            confirmed = super().confirm_email(request, email_address)
        if confirmed and wanted not in ("", email_address.user.handle):
            told = {"wanted": wanted, "handle": email_address.user.handle}
            messages.info(
                request, gettext("@%(wanted)s was taken meanwhile: you are @%(handle)s.") % told
            )
        return confirmed

    def clean_password(self, password, user=None):
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            faults = error.error_list
            raise ValidationError(
                [ValidationError(WEAK_PASSWORD.get(fault.code or "", fault)) for fault in faults]
            ) from error

    def get_email_verification_redirect_url(self, email_address):
        """A change of email ends where it began. A sign-up is led on by its own stages."""
        if self.request.user.is_authenticated:
            return reverse("account_email")
        return super().get_email_verification_redirect_url(email_address)

    def pre_authenticate(self, request, **credentials):
        """Too many wrong passwords are a page of their own, with its status."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def authentication_failed(self, request, **credentials):
        """Logged by a hash of what was typed, since some type their password there."""
        typed = (credentials.get("email") or credentials.get("username") or "").lower()
        trace = salted_hmac("sign-in", typed).hexdigest()[:12]
        logger.info("Sign-in failed for %s", trace, extra={"request": request})

    def get_login_stages(self):
        """The last one keeps suspended members out, whatever they showed before: only they learn it."""
        return [*super().get_login_stages(), "accounts.sign_in.SuspensionStage"]

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        logger.info("Member %s signed in", user.pk, extra={"request": request})
        keep_theme(response, user.theme)
        return response

    def get_reauthentication_methods(self, user):
        """As allauth does, in the words of the settings."""
        methods = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS.get(way["id"], way["description"])} for way in methods]

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ):
        """As allauth does; whoever confirmed an address learns what it shows, and the way on.

        A password set anew by a link has a page that says so.
        """
        if message_template == TOLD_OF_CHANGE and not request.user.is_authenticated:
            return
        if message_template == "account/messages/email_confirmed.txt":
            message_context = queries.shown_by_address(message_context["email"])
            extra_tags = "" if message_context["membership"] else "organization"
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def is_safe_url(self, url):
        """Only addresses on this site, and without a host: no ``next`` leads elsewhere."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix, email, context):
        """Links in mails begin with SITE_URL: the Host header is what a stranger sent."""
        site = {"site_url": settings.SITE_URL, "contact_email": settings.CONTACT_EMAIL}
        self.render_mail(template_prefix, email, {"email": email} | context | site).send()

    def get_reset_password_from_key_url(self, key):
        name = "account_reset_password_from_key"
        path = reverse(name, kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", quote(key))


def send_notice(template_prefix: str, user, context: dict, *, though_suspended: bool = False) -> None:
    """Mail ``user`` about what happened, at their confirmed address and through the outbox.

    Who is suspended hears only of their account and of the suspension (``though_suspended``).
    """
    if user.email and user.is_active and (though_suspended or not user.is_suspended):
        get_adapter().send_mail(template_prefix, user.email, {"user": user} | context)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Use the one that shows now."),
        "unverified_email": _("Confirm your email first."),
    }

    def build_totp_svg(self, url):
        """On white, so that a phone reads it in the dark theme too."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return image.to_string().decode()

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text):
        """A copy of the database alone opens no account."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # SECRET_KEY was replaced and the former one is not among the fallbacks. No code must
            # match then, so the secret becomes one that nobody has.
            logger.error("A second factor cannot be read: was SECRET_KEY replaced?")
            return generate_totp_secret()


def _vault() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
