"""The administration: who may enter, and what it may do with members."""

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from allauth.mfa.admin import AuthenticatorAdmin
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.admin import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import Group  # type: ignore[attr-defined]
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import services
from accounts.models import Membership, User
from accounts.permissions import is_administrator
from forum.core.errors import Refused

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_permission(request) -> bool:
    """Administrators enter, and where the setting says so only with a second factor."""
    if not is_administrator(request.user):
        return False
    return not settings.ADMIN_NEEDS_SECOND_FACTOR or is_mfa_enabled(request.user, SECOND_FACTORS)


def login(request, extra_context=None):
    """Sign in through the site's own page, with its limits and second factor."""
    if is_administrator(request.user) and not has_permission(request):
        messages.warning(request, _("Set up a second step to enter the administration."))
        return redirect("mfa_index")
    return signed_in_login(request, extra_context)


def password_change(request, extra_context=None):
    """On the site's own page too, which tells the member by mail."""
    return redirect("account_change_password")


signed_in_login = secure_admin_login(admin.site.login)
admin.site.has_permission = has_permission  # type: ignore[method-assign]
admin.site.login = login  # type: ignore[method-assign]
admin.site.password_change = password_change  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Rounds"

# Rounds has no groups; addresses and sessions are their owner's affair.
for model in (Group, EmailAddress, UserSession, Authenticator):
    admin.site.unregister(model)


class OnlyItsFilters:
    """The address of a list filters by what the page offers: else it could be asked for secrets."""

    def lookup_allowed(self, lookup, value, request=None):
        return lookup.partition("__")[0] in self.list_filter  # type: ignore[attr-defined]


@admin.register(Authenticator)
class SecondFactorAdmin(OnlyItsFilters, AuthenticatorAdmin):
    """To be removed for a member who lost it, and never to be read: the secret stays hidden."""

    fields = ["user", "type", "created_at", "last_used_at"]
    search_fields = ["user__handle"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        services.remove_second_factor(factor=obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for factor in queryset:
            services.remove_second_factor(factor=factor, by=request.user)


class MemberForm(forms.ModelForm):
    by: User

    def clean_role(self):
        role = self.cleaned_data["role"]
        if role != self.instance.role:
            try:
                services.check_role_change(member=self.instance, role=role, by=self.by)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return role


@admin.register(User)
class MemberAdmin(OnlyItsFilters, admin.ModelAdmin):
    """Members, to be found and to be given a role. Nothing else of theirs is changed here."""

    form = MemberForm
    list_display = ["handle", "display_name", "organization_name", "role", "is_active", "joined_at"]
    list_filter = ["role", "is_active"]
    search_fields = ["handle", "display_name"]
    ordering = ["handle"]
    fields = [
        "handle",
        "display_name",
        "email",
        "job_title",
        "organization_name",
        "role",
        "is_active",
        "joined_at",
        "seen_on",
    ]
    readonly_fields = [name for name in fields if name != "role"]  # type: ignore[misc]

    @admin.display(description=_("Last seen on"))
    def seen_on(self, member):
        """The day alone: beside the time of a post without a name, a minute would tell whose it is."""
        return member.seen_at.date() if member.seen_at else None

    def get_queryset(self, request):
        return User.objects.joined()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user  # type: ignore[attr-defined]
        return form

    def save_model(self, request, obj, form, change):
        """Through the service, which checks once more and tells the log."""
        services.change_role(member=obj, role=form.cleaned_data["role"], by=request.user)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who works where, to be read, and to take the label of an agency off whom it does not fit."""

    list_display = [
        "user",
        "organization",
        "how",
        "is_contractor",
        "verified_at",
        "expires_at",
        "ended_at",
    ]
    list_filter = ["is_contractor", "how"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__handle", "organization__name"]
    ordering = ["-pk"]
    fields = ["user", "organization", "how", "is_contractor", "asked_at", "verified_at", "expires_at"]
    readonly_fields = [name for name in fields if name != "is_contractor"]  # type: ignore[misc]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        is_contractor = form.cleaned_data["is_contractor"]
        services.set_contractor(membership=obj, by=request.user, is_contractor=is_contractor)
