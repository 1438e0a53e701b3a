from django.urls import path, re_path

from accounts import conduct_views, membership_views, reset_views, views

urlpatterns = [
    path("conduct/", conduct_views.rules_accept, name="rules_accept"),
    path("settings/", views.settings_profile, name="settings_profile"),
    path("settings/all/", views.settings_index, name="settings_index"),
    path("settings/appearance/", views.settings_theme, name="settings_theme"),
    path("settings/security/", views.settings_security, name="settings_security"),
    path("settings/data/", views.settings_data, name="settings_data"),
    path("settings/erase/", views.account_erase, name="account_erase"),
    path("settings/organization/", membership_views.settings_organization, name="settings_organization"),
    path("settings/organization/join/", membership_views.membership_ask, name="membership_ask"),
    path(
        "settings/organization/propose/",
        membership_views.organization_propose,
        name="organization_propose",
    ),
    path(
        "settings/organization/withdraw/", membership_views.proposal_withdraw, name="proposal_withdraw"
    ),
    path(
        "settings/organization/appearance/",
        membership_views.membership_appearance,
        name="membership_appearance",
    ),
    path("settings/organization/leave/", membership_views.membership_leave, name="membership_leave"),
    path("settings/organization/remind/", membership_views.membership_remind, name="membership_remind"),
    path("membership/renew/<str:token>/", membership_views.membership_renew, name="membership_renew"),
    path("erased/", views.account_erased, name="account_erased"),
    path("sessions/<id:session_id>/end/", views.session_end, name="session_end"),
    path("handle/", views.handle_proposal, name="handle_proposal"),
    re_path(  # before allauth's own, of the same name
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        reset_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("signup/again/", views.signup_again, name="signup_again"),
]
