"""Organizations: what they are, and the mail domains that prove who works there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.core.addresses import address_of

organization_address = address_of("organization")


class Kind(models.TextChoices):
    HOSPITAL = "hospital", _("Hospital")
    HEALTH_SYSTEM = "health_system", _("Health system")
    ACADEMIC_MEDICAL_CENTER = "academic_medical_center", _("Academic medical center")
    CANCER_CENTER = "cancer_center", _("Cancer center")
    CHILDRENS_HOSPITAL = "childrens_hospital", _("Children’s hospital")
    CLINIC = "clinic", _("Clinic or physician group")
    PUBLIC_HEALTH = "public_health", _("Public health department")
    HEALTH_PLAN = "health_plan", _("Health plan")
    ASSOCIATION = "association", _("Association or nonprofit")
    GOVERNMENT = "government", _("Government agency")
    VENDOR = "vendor", _("Vendor or agency")


class Beds(models.TextChoices):
    """The bands of the American Hospital Association, which this audience thinks in."""

    FROM_6 = "6-24", _("6 to 24 beds")
    FROM_25 = "25-49", _("25 to 49 beds")
    FROM_50 = "50-99", _("50 to 99 beds")
    FROM_100 = "100-199", _("100 to 199 beds")
    FROM_200 = "200-299", _("200 to 299 beds")
    FROM_300 = "300-399", _("300 to 399 beds")
    FROM_400 = "400+", _("400 beds or more")
    NONE = "none", _("No beds")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def named(self):
        return self.filter(naming=Organization.Naming.NAMED)


class Organization(models.Model):
    class Naming(models.TextChoices):
        NAMED = "named", _("Name us beside what we use")
        COUNTED = "counted", _("Count us only")

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=130, unique=True)
    kind = models.CharField(max_length=30, choices=Kind)
    beds = models.CharField(max_length=10, choices=Beds, default=Beds.NONE)
    region = models.CharField(max_length=60, help_text="A state of the US, or a country.")
    website = models.URLField(blank=True)
    about = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    naming = models.CharField(max_length=10, choices=Naming, default=Naming.NAMED)
    approves_colleagues = models.BooleanField(
        default=False, help_text="Colleagues with its address wait for one of its administrators."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="organization_not_its_parent"
            )
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="organization_by_name"),
            models.Index(fields=["kind", "name", "id"], name="organization_by_kind"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return organization_address(self.slug)

    @property
    def initials(self) -> str:
        """What its square shows: the first letters of its first two words."""
        words = [word for word in self.name.split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:2]).upper()

    @property
    def website_name(self) -> str:
        """Its website as people say it: without the scheme."""
        return self.website.partition("//")[2].removeprefix("www.").rstrip("/")

    @property
    def is_vendor(self) -> bool:
        return self.kind == Kind.VENDOR

    @property
    def is_named(self) -> bool:
        return self.naming == self.Naming.NAMED


class OrganizationDomain(models.Model):
    """A mail domain and all below it. It belongs to one organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.domain
