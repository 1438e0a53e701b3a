from django.urls import path

from accounts import organization_views as views

COLLEAGUE = "organizations/<slug:slug>/colleagues/<id:membership_id>"

urlpatterns = [
    path(f"{COLLEAGUE}/vouch/", views.colleague_vouch, name="colleague_vouch"),
    path(f"{COLLEAGUE}/approve/", views.colleague_approve, name="colleague_approve"),
    path(f"{COLLEAGUE}/promote/", views.colleague_promote, name="colleague_promote"),
    path(f"{COLLEAGUE}/offboard/", views.colleague_offboard, name="colleague_offboard"),
    path("organizations/<slug:slug>/naming/", views.organization_naming, name="organization_naming"),
    path("organizations/<slug:slug>/joining/", views.organization_joining, name="organization_joining"),
    path("organizations/<slug:slug>/domain/", views.domain_propose, name="domain_propose"),
    path("organizations/<slug:slug>/administrator/", views.administrator_ask, name="administrator_ask"),
]
