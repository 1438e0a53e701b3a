"""allauth's forms in our words. The forms of the settings pages are in settings_forms."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import handles, queries, services
from accounts.form_bases import NEW_PASSWORD_HINT, CodeInput, LimitedTries, OneNewPassword, PlainWidgets
from accounts.models import Kind, User
from accounts.validators import MOST_CHARACTERS, refuse_voices
from forum.core.fields import LineField, MostCharacters
from forum.core.http import is_too_often, too_often

HANDLE_TAKEN = _("This handle is taken, or reads like one that is. Choose another.")


def _line(**attributes) -> forms.TextInput:
    return forms.TextInput(attrs=attributes)


class LoginForm(PlainWidgets, account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Work email or handle")
        self.fields["login"].validators.append(MostCharacters(254))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].validators.append(MostCharacters(MOST_CHARACTERS))
        self.fields["remember"].label = _("Keep me signed in for 14 days")
        self.fields["remember"].help_text = _("Not on a shared computer.")

    def user_credentials(self):
        """Look for one member only.

        allauth tries an address as a handle too. For a known address that hashes the wrong
        password twice, so the time of the answer would tell who is a member.
        """
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials

    def clean(self):
        try:
            return super().clean()
        except forms.ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data


class SignupForm(PlainWidgets, account_forms.SignupForm):
    display_name = LineField(
        label=_("Your name"),
        help_text=_("As colleagues know you."),
        max_length=60,
        validators=[refuse_voices],
        widget=_line(autocomplete="name"),
        error_messages={"required": _("Enter your name")},
    )
    handle = LineField(
        label=_("Handle"),
        help_text=_("Letters, digits, - and _. Left empty, we make one from your name."),
        max_length=30,
        required=False,
        widget=_line(autocomplete="username", autocapitalize="none", spellcheck="false"),
    )
    job_title = LineField(
        label=_("Job title"),
        max_length=100,
        widget=_line(autocomplete="organization-title"),
        error_messages={"required": _("Enter your job title")},
    )
    organization_name = LineField(
        label=_("Organization"),
        max_length=120,
        widget=_line(autocomplete="organization"),
        error_messages={"required": _("Enter your organization")},
    )
    organization_kind = forms.ChoiceField(
        label=_("Where do you work?"),
        help_text=_("Vendors and agencies are welcome, with a “Vendor” label on everything they post."),
        choices=[("", _("Choose the kind of organization")), *Kind.choices],
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choose the kind of organization")
        ),
    )
    conduct = forms.BooleanField(
        label=_("I will follow the code of conduct and never post patient information"),
        error_messages={"required": _("Tick this box to join.")},
    )
    field_order = [
        "email",
        "display_name",
        "handle",
        "job_title",
        "organization_name",
        "organization_kind",
        "password1",
        "conduct",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["username"]
        self.fields["display_name"].widget.attrs.update(
            {
                "hx-get": reverse("handle_proposal"),
                "hx-trigger": "change",
                "hx-target": "#handle-proposal",
                "hx-swap": "outerHTML",
            }
        )
        email = self.fields["email"]
        email.help_text = _("We use it to confirm it is you and never show it.")
        self.fields["password1"].help_text = NEW_PASSWORD_HINT
        self.fields["password1"].error_messages["required"] = _("Enter a password")
        # allauth hides the trap for robots by an inline style, which the content policy blocks.
        self.fields["website"].widget = forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
        self.fields["website"].label = _("Leave this empty")

    def clean_email(self):
        """As allauth does, but a sign-up that nobody finished holds no address.

        A blocked one is answered as a known one, so that nobody learns which it is.
        """
        email = super().clean_email()
        is_known, is_blocked = User.objects.claiming(email).exists(), queries.is_blocked(email)
        self.account_already_exists = is_known or is_blocked
        return email

    def clean_handle(self):
        handle = self.cleaned_data["handle"].lower()
        if handle:
            self._check(handle)
        return handle

    def _check(self, handle):
        if not handles.FORM.fullmatch(handle):
            raise forms.ValidationError(
                _("A handle has 3 to 30 letters (a to z), digits, - and _. It starts with a letter.")
            )
        if handles.is_reserved(handle) or not queries.is_handle_free(handle):
            raise forms.ValidationError(HANDLE_TAKEN)

    @property
    def proposed_handle(self) -> str:
        """What would be made from the name that was typed, where no handle was."""
        name = getattr(self, "cleaned_data", {}).get("display_name")
        return "" if not name or self.data.get("handle") else queries.proposed_handle(name)

    def clean(self):
        data = super().clean()
        if "password1" in data:
            self._check_password(data)
        return data

    def _check_password(self, data):
        member = User(display_name=data.get("display_name", ""), handle=data.get("handle", ""))
        try:
            get_adapter().clean_password(data["password1"], user=member)
        except forms.ValidationError as error:
            self.add_error("password1", error)

    def try_save(self, request):
        """Sign up. A known address takes as long and shows the same as a new one.

        The limits are asked first. Ours counts an address by where the sign-up comes from, so
        that nobody keeps its owner out by signing up with it again and again.
        """
        email = self.cleaned_data["email"]
        if is_too_often(request, "join", key=f"{email} {get_ip(request)}") or not (
            consume_email_verification_rate_limit(request, email, dry_run=True)
        ):
            return None, too_often(request)
        services.forget_old_sign_ups()
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ChangePasswordForm(OneNewPassword, account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")


class SetPasswordForm(OneNewPassword, account_forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(OneNewPassword, account_forms.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(PlainWidgets, account_forms.ResetPasswordForm):
    users: list[User]

    def clean_email(self):
        """A sign-up that nobody finished is no account: its address is told so."""
        email = super().clean_email()
        self.users = [user for user in self.users if user.confirmed_at]
        return email


class RequestLoginCodeForm(PlainWidgets, account_forms.RequestLoginCodeForm):
    _user: User | None

    def clean_email(self):
        email = super().clean_email()
        if self._user and not self._user.confirmed_at:
            self._user = None
        return email


class AddEmailForm(PlainWidgets, account_forms.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New email")
        self.fields["email"].help_text = _(
            "We send a code there. Until you enter it the old address stays; then it gets a notice."
        )


class ReauthenticateForm(PlainWidgets, account_forms.ReauthenticateForm):
    pass


class ConfirmLoginCodeForm(CodeInput, account_forms.ConfirmLoginCodeForm):
    def clean_code(self):
        """As allauth does; tries are counted outside the session too, which many at once read the same."""
        key = f"{context.request.session.session_key} {self.expected_code}"
        if not ratelimit.consume(context.request, action="login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


class ConfirmEmailForm(CodeInput, account_forms.ConfirmEmailVerificationCodeForm):
    def clean_code(self):
        """As allauth does, but a sign-up that nobody finished keeps nobody from their address."""
        code = super(account_forms.ConfirmEmailVerificationCodeForm, self).clean_code()
        others = User.objects.claiming(self.email).exclude(pk=self.user.pk)
        if others.exists() or queries.is_blocked(self.email):
            raise get_adapter().validation_error("email_taken")
        return code


class ActivateTOTPForm(CodeInput, AllauthActivateTOTPForm):
    code_hint = _("The six digits that the app shows now.")


class SecondFactorForm(LimitedTries, CodeInput, mfa_forms.AuthenticateForm):
    code_hint = _("Six digits from your app, or one of your recovery codes.")


class ReauthenticateByFactorForm(LimitedTries, CodeInput, mfa_forms.ReauthenticateForm):
    code_hint = SecondFactorForm.code_hint


class SecondFactorPasskeyForm(LimitedTries, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class ReauthenticateByPasskeyForm(LimitedTries, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class PasskeyName(PlainWidgets):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("To tell your passkeys apart, like “Work laptop”.")
        self.fields["name"].validators.append(MostCharacters(60))


class AddPasskeyForm(PasskeyName, webauthn_forms.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Sign in with it alone, without the password")
        self.fields["passwordless"].help_text = _("Your device asks for a fingerprint, face or PIN.")


class EditPasskeyForm(PasskeyName, webauthn_forms.EditWebAuthnForm):
    pass
