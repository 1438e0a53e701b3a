import logging
import secrets
import zlib
from urllib.parse import unquote_to_bytes

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from forum.core import guest_pages
from forum.core.http import came_from

THEME_COOKIE = "theme"
HTMX = "HTTP_HX_REQUEST"
HEADERS = {  # those of SecurityMiddleware too: it sets none on what fails within it
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
BUILD = secrets.token_hex(4)  # another start may be another build, whose pages differ
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
METHODS = "GET, HEAD, OPTIONS, POST"
QUICK = 1  # of 9: how hard to compress
logger = logging.getLogger("rounds.security")


def request_number(get_response):
    """Give each request a number that error pages show and log lines carry."""

    def middleware(request):
        request.number = secrets.token_hex(4).upper()
        return get_response(request)

    return middleware


def response_headers(get_response):
    """The content policy, which django-csp writes once and no page changes, and what nobody else sets."""
    policy = build_policy()

    def middleware(request):
        response = get_response(request)
        response.headers["Content-Security-Policy"] = policy
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def known_methods(get_response):
    """GET and POST go on, HEAD is GET without the page, OPTIONS says what there is; all else is 405.

    Views without a decorator of their own would take any other method for GET. Nothing is sent to an
    address without its last slash: to be led on to the right one would lose what was typed.
    """

    def middleware(request):
        if request.method == "GET":
            return get_response(request)
        if request.method == "HEAD":
            request.method = "GET"
            return _without_page(get_response(request))
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": METHODS})
        if request.method != "POST":
            return _not_allowed(request, METHODS)
        return get_response(request) if request.path_info.endswith("/") else _not_allowed(request, "GET")

    return middleware


def keep_guest_pages(get_response):
    """Answer a guest from the copy of a page while nothing that guests may see has changed.

    Only pages that a view marked with ``for_guests`` are kept. Anyone with a session is never
    served a copy. The browser must ask each time (no-cache), so what is hidden is gone at once.
    What htmx asks for is not kept: its links lead back to the page it was asked from.
    """

    def middleware(request):
        if (
            request.method != "GET"
            or HTMX in request.META
            or settings.SESSION_COOKIE_NAME in request.COOKIES
        ):
            return get_response(request)
        key = _page_key(request)
        edition = guest_pages.edition()
        page = guest_pages.kept.get(key, edition)
        if page is None:
            page = get_response(request)
            if not _may_keep(page):
                return page
            page.headers["ETag"] = f'W/"{BUILD}-{edition}-{zlib.crc32(repr(key).encode()):x}"'
            page.headers["Cache-Control"] = "public, no-cache"
            guest_pages.kept.put(key, edition, page)
        if request.headers.get("If-None-Match") == page.headers["ETag"]:
            return _not_modified(page)
        return _copy(page)

    return middleware


def compress(get_response):
    """Compress answers with gzip, as GZipMiddleware does but in a third of the time: a page is a fifth longer.

    A file name of random length stands in front, so that lengths tell nothing of a page's secrets.
    """

    def middleware(request):
        response = get_response(request)
        if response.streaming or len(response.content) < 200 or "Content-Encoding" in response.headers:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = _gzip(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def refuse_broken_text(get_response):
    """400 for addresses and forms that are not UTF-8, and for NUL in a query; 413 for long bodies.

    A length is believed before the body is read, and a charset never: Python knows codecs that
    decode no text at all.
    """

    def middleware(request):
        if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return render(request, "413.html", status=413)
        charset = request.content_params.get("charset", "utf-8").strip("\"'").lower()
        if charset not in ("utf-8", "utf8") or "\x00" in request.path_info:
            return render(request, "400.html", status=400)
        raw = request.META.get("QUERY_STRING", "")
        if not (_is_text(raw.encode("latin-1", "replace")) and _has_text(request)):
            return render(request, "400.html", status=400)
        return get_response(request)

    return middleware


class OthersAnswerAsOurs:
    """What Django and allauth answer becomes what Rounds does.

    allauth shows a refused form with status 200; ours answer 422. Django's 405 is blank; ours leads back.
    Its JSON does not say that it is UTF-8.
    A class, because Django asks a template-response hook for the object it belongs to.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405:
            return _not_allowed(request, response.headers.get("Allow", METHODS))
        if response.headers.get("Content-Type") == "application/json":
            response.headers["Content-Type"] = "application/json; charset=utf-8"
        return response

    def process_template_response(self, request, response):
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and getattr(form, "errors", None):
            response.status_code = 422
        return response


def _not_allowed(request, methods: str) -> HttpResponse:
    """405 with the page that leads back, and with the methods that the address takes."""
    back = came_from(request)
    is_sign_in = back.startswith(reverse("account_login"))  # which would lead here once more
    response = render(request, "405.html", {"back": "/" if is_sign_in else back}, status=405)
    besides = {"OPTIONS", "HEAD"} if "GET" in methods else {"OPTIONS"}
    response.headers["Allow"] = ", ".join(sorted({*methods.split(", "), *besides}))
    return response


def _without_page(
    response: HttpResponse | StreamingHttpResponse,
) -> HttpResponse | StreamingHttpResponse:
    """Only the headers, the length of the page among them."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    else:
        response.content = b""
    return response


def _gzip(content: bytes) -> bytes:
    packed = zlib.compress(content, QUICK, wbits=zlib.MAX_WBITS | 16)
    has_name = b"\x08"
    name = b"a" * secrets.randbelow(100) + b"\x00"
    return packed[:3] + has_name + packed[4:10] + name + packed[10:]


def _may_keep(page: HttpResponse) -> bool:
    return getattr(page, "for_guests", False) and page.status_code == 200 and not page.cookies


def _page_key(request) -> tuple:
    return (
        request.META.get("HTTP_HOST"),  # a host that is refused finds no page, and is refused again
        request.get_full_path(),
        request.is_secure(),
        "gzip" in request.headers.get("Accept-Encoding", ""),
        request.COOKIES.get(THEME_COOKIE),
    )


def _copy(kept: HttpResponse) -> HttpResponse:
    response = HttpResponse(kept.content, status=kept.status_code)
    response.headers._store.update(kept.headers._store)
    return response


def _not_modified(kept: HttpResponse) -> HttpResponse:
    response = HttpResponse(status=304)
    for name in ("ETag", "Cache-Control", "Vary"):
        if name in kept.headers:
            response.headers[name] = kept.headers[name]
    return response


def _length(request) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 19 else 0


def _has_text(request) -> bool:
    """Whether what a form sends is UTF-8, in parts or in one line."""
    if request.method != "POST" or request.content_type not in FORMS:
        return True
    return _is_utf8(request.body, is_quoted=request.content_type == FORMS[0])


def _is_text(quoted: bytes) -> bool:
    return b"%00" not in quoted and _is_utf8(quoted)


def _is_utf8(sent: bytes, *, is_quoted: bool = True) -> bool:
    try:
        (unquote_to_bytes(sent) if is_quoted else sent).decode()
    except UnicodeDecodeError:
        return False
    return True
