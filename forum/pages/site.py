"""Pages about Rounds itself, and the small addresses that machines ask for."""

from datetime import timedelta

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forum.core.guest_pages import for_guests

CLOSED_TO_CRAWLERS = (
    "/accounts/ /admin/ /appeals/ /ask/ /conduct/edit/ /drafts/ /moderation/ /posts/ /settings/"
)


@require_safe
@for_guests
def about_page(request, name):
    """One of the pages in the footer: templates/pages/about/<name>.html."""
    return render(request, f"pages/about/{name}.html")


@require_safe
@never_cache
def healthz(request):
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request):
    """Whether the database answers with all migrations in it, and the cache keeps what it is given."""
    ready = _database_ready() and _cache_ready()
    return JsonResponse({"ready": ready}, status=200 if ready else 503)


def _database_ready() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _cache_ready() -> bool:
    try:
        cache.set("readyz", "ok", 10)
        return cache.get("readyz") == "ok"
    except Exception:  # any failure of any cache means: not ready
        return False


@require_safe
def security_txt(request):
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        f"Policy: {settings.SITE_URL}/privacy/",
    ]
    return _text("\n".join(lines) + "\n")


@require_safe
def robots_txt(request):
    rules = "".join(f"Disallow: {path}\n" for path in CLOSED_TO_CRAWLERS.split())
    return _text(f"User-agent: *\n{rules}")


@require_safe
def change_password(request):
    return redirect("account_change_password")


@require_safe
def favicon(request):
    return redirect(staticfiles_storage.url("img/favicon.svg"), permanent=True)


def _text(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
