"""Members. The table is called User because Django and allauth call it so."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.handles import skeleton
from accounts.models.organizations import Kind
from forum.core.addresses import address_of

MODERATING = frozenset(("moderator", "administrator"))
member_address = address_of("member")


class UserQuerySet(models.QuerySet["User"]):
    def joined(self):
        """Those whose address was confirmed once: a sign-up is no member before that."""
        return self.exclude(confirmed_at=None)

    def current(self):
        """Members who can be named and mentioned: neither erased nor locked out."""
        return self.joined().filter(erased_at=None, is_active=True)

    def suspended(self):
        """Those who cannot sign in now."""
        return self.filter(suspended_until__gt=timezone.now())

    def administrators(self):
        """Those who can act as such now."""
        current = self.current().filter(role=User.Role.ADMINISTRATOR)
        return current.filter(Q(suspended_until=None) | Q(suspended_until__lte=timezone.now()))

    def claiming(self, email: str):
        """Every member with ``email``, as their address or as one they are about to confirm."""
        return self.joined().filter(Q(email=email) | Q(emailaddress__email=email))

    def owning(self, email: str):
        """The member who confirmed ``email``, if there is one."""
        return self.joined().filter(emailaddress__email=email, emailaddress__verified=True).first()

    def unfinished(self):
        """Sign-ups whose address nobody has confirmed yet."""
        return self.filter(confirmed_at=None)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, handle):
        return self.get(handle=handle)


class User(AbstractBaseUser):
    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        TOPIC_MODERATOR = "topic-moderator", _("Topic moderator")
        MODERATOR = "moderator", _("Moderator")
        ADMINISTRATOR = "administrator", _("Administrator")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    handle = models.CharField(max_length=30, unique=True)
    handle_skeleton = models.CharField(max_length=30, unique=True, editable=False)
    # A sign-up holds no handle, or it would tell whose address is known; see services/joining.py.
    wanted_handle = models.CharField(max_length=30, blank=True, editable=False)
    # Not unique here: two people may claim an address, only one can confirm it
    # (allauth's table of addresses holds that rule).
    email = models.EmailField(blank=True)
    display_name = models.CharField(max_length=60)
    job_title = models.CharField(max_length=100, blank=True)
    # What a member says before an organization is confirmed; then their membership counts.
    organization_name = models.CharField(max_length=120, blank=True)
    organization_kind = models.CharField(max_length=30, choices=Kind, blank=True)
    about = models.CharField(max_length=600, blank=True)
    time_zone = models.CharField(max_length=40, default="America/New_York")
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, editable=False, help_text="Empty: no member yet.")
    seen_at = models.DateTimeField(null=True, blank=True)
    previous_visit_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    # Written by moderation, whose rows say who and why. The last two end by the clock.
    warned_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when a warning waits to be read."
    )
    posting_paused_until = models.DateTimeField(null=True, editable=False)
    suspended_until = models.DateTimeField(null=True, editable=False)
    rules_accepted = models.PositiveIntegerField(
        default=0, editable=False, help_text="Version of the code of conduct; 0 is none."
    )

    objects = UserManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                condition=Q(handle__regex=r"^[a-z0-9_-]{3,30}$"), name="user_handle_form"
            ),
        ]
        indexes = [models.Index(fields=["email"], name="user_email")]

    def __str__(self):
        return f"@{self.handle}"

    def clean(self):
        self.handle_skeleton = skeleton(self.handle)

    def get_absolute_url(self):
        return member_address(self.handle)

    @property
    def initials(self) -> str:
        """What the avatar shows: the first letters of the first and the last word of the name."""
        first, _space, last = self.display_name.rpartition(" ")
        return (first[:1] + last[:1]).upper()

    @property
    def tint(self) -> int:
        """Which of the four avatar colours is this member's."""
        return (self.pk or 0) % 4

    @property
    def is_moderator(self) -> bool:
        return self.role in MODERATING

    @property
    def is_topic_moderator(self) -> bool:
        """Whether they look after some topics; which ones, the threads know."""
        return self.role == self.Role.TOPIC_MODERATOR

    @property
    def is_administrator(self) -> bool:
        return self.role == self.Role.ADMINISTRATOR

    @property
    def is_paused(self) -> bool:
        return self.posting_paused_until is not None and self.posting_paused_until > timezone.now()

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def reads_only(self) -> bool:
        """Whether they write nothing for others now: warned and not yet read, paused or suspended."""
        return self.warned_at is not None or self.is_paused or self.is_suspended

    @property
    def is_staff(self) -> bool:
        """What Django's admin asks."""
        return self.is_active and self.is_administrator and not self.is_suspended

    def has_perm(self, permission: str, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class RetiredHandle(models.Model):
    """The handle of an erased member, as a hash: nobody may take it, nobody can read it."""

    digest = models.CharField(max_length=64, unique=True)
    retired_at = models.DateTimeField(default=timezone.now)


class BlockedAddress(models.Model):
    """An address that may not join again, as a hash: it can be asked for, never read."""

    digest = models.CharField(max_length=64, unique=True)
    blocked_at = models.DateTimeField(default=timezone.now)
