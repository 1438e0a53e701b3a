"""The addresses of Rounds: the composition root of all apps' own."""

from django.contrib import admin
from django.urls import include, path, register_converter

from forum.core.converters import IdConverter

register_converter(IdConverter, "id")

urlpatterns = [
    path("", include("forum.pages.urls")),
    path("", include("forum.guard.urls")),
    path("conduct/", include("forum.conduct.urls")),
    path("", include("forum.replies.urls")),
    path("", include("forum.threads.urls")),
    path("", include("forum.adoption.urls")),
    path("", include("forum.moderation.urls")),
    path("", include("accounts.organization_urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "forum.pages.errors.bad_request"
handler403 = "forum.pages.errors.forbidden"
handler404 = "forum.pages.errors.not_found"
handler429 = "forum.pages.errors.too_many_requests"
handler500 = "forum.pages.errors.server_error"
