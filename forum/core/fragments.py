"""Pieces of a page that look the same for the same facts, rendered once and remembered.

A template takes 40 to 100 microseconds for each row of a list. A fragment is a pure function of a
named tuple of plain values, so its HTML can be kept in memory under those values themselves:
nothing has to be invalidated, because other facts are another key.
"""

import secrets
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar, cast

from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.safestring import SafeString

Facts = TypeVar("Facts", bound=Hashable)
Function = TypeVar("Function", bound=Callable)

# Stands in a kept fragment for what each answer has of its own. Nobody can guess it, so nothing
# that a member writes can draw the reader's token to where it does not belong.
TOKEN_HOLE = f"token-{secrets.token_hex(16)}"
KEY_HOLE = f"key-{secrets.token_hex(16)}"
_made: list[Callable[[], None]] = []


def fragment(template_name: str, *, most: int) -> Callable[[Facts], SafeString]:
    """A function that renders ``template_name`` with ``{"it": facts}``; the last ``most`` stay."""

    @remembered(most=most)
    def render(facts: Facts) -> SafeString:
        return SafeString(get_template(template_name).render({"it": facts, "token": TOKEN_HOLE}))

    return render


def remembered(*, most: int) -> Callable[[Function], Function]:
    """Remember the last ``most`` answers of a pure function, until all is forgotten."""

    def decorator(function: Function) -> Function:
        kept = lru_cache(maxsize=most)(function)
        _made.append(kept.cache_clear)
        return cast(Function, kept)

    return decorator


def forget_all() -> None:
    """Let this process remember no fragment, because words in them are to be read by nobody."""
    for forget in _made:
        forget()


def filled(html: SafeString, request, key: str = "") -> SafeString:
    """``html`` of a fragment with this request's form token, and ``key``, in their places."""
    return SafeString(html.replace(TOKEN_HOLE, form_token(request)).replace(KEY_HOLE, key))


def form_token(request) -> str:
    """The token of all forms in one answer: to mask it for each takes as long as a statement."""
    secret, token = getattr(request, "form_token", ("", ""))
    if not token or secret != request.META.get("CSRF_COOKIE"):  # signing in changes it
        token = get_token(request)
        request.form_token = (request.META["CSRF_COOKIE"], token)
    return token
