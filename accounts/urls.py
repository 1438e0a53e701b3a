from django.urls import path

from accounts import views

urlpatterns = [
    path("settings/", views.settings_profile, name="settings_profile"),
    path("settings/all/", views.settings_index, name="settings_index"),
    path("settings/appearance/", views.settings_theme, name="settings_theme"),
    path("settings/security/", views.settings_security, name="settings_security"),
    path("settings/data/", views.settings_data, name="settings_data"),
    path("settings/erase/", views.account_erase, name="account_erase"),
    path("erased/", views.account_erased, name="account_erased"),
    path("sessions/<id:session_id>/end/", views.session_end, name="session_end"),
    path("handle/", views.handle_proposal, name="handle_proposal"),
    path("signup/again/", views.signup_again, name="signup_again"),
]
