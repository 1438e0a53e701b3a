"""Kinds of organization in the words of a sentence and of a narrow column."""

from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.models import Kind


class KindWords(NamedTuple):
    """``short`` heads a column, ``plural`` and ``one`` stand in a sentence."""

    short: object
    plural: object
    one: object


KIND_WORDS = {
    Kind.HOSPITAL: KindWords(_("Hospital"), _("hospitals"), _("a hospital")),
    Kind.HEALTH_SYSTEM: KindWords(_("Health system"), _("health systems"), _("a health system")),
    Kind.ACADEMIC_MEDICAL_CENTER: KindWords(
        _("Academic center"), _("academic medical centers"), _("an academic medical center")
    ),
    Kind.CANCER_CENTER: KindWords(_("Cancer center"), _("cancer centers"), _("a cancer center")),
    Kind.CHILDRENS_HOSPITAL: KindWords(
        _("Children’s hospital"), _("children’s hospitals"), _("a children’s hospital")
    ),
    Kind.CLINIC: KindWords(
        _("Clinic"), _("clinics and physician groups"), _("a clinic or physician group")
    ),
    Kind.PUBLIC_HEALTH: KindWords(
        _("Public health"), _("public health departments"), _("a public health department")
    ),
    Kind.HEALTH_PLAN: KindWords(_("Health plan"), _("health plans"), _("a health plan")),
    Kind.ASSOCIATION: KindWords(
        _("Nonprofit"), _("associations and nonprofits"), _("an association or nonprofit")
    ),
    Kind.GOVERNMENT: KindWords(_("Government"), _("government agencies"), _("a government agency")),
    Kind.VENDOR: KindWords(_("Vendor"), _("vendors and agencies"), _("a vendor or agency")),
}
ORDER = {kind: place for place, kind in enumerate(Kind.values)}


@cache  # each row of a page asks, and looking a label up takes longer than the rest of a row
def label_of(kind: str) -> str:
    """``kind`` as an author line shows it; "" where nothing is known."""
    return str(Kind(kind).label) if kind in Kind.values else ""
