"""What is settled before any page is asked: from where a request really comes, and how much of it is read at all."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation


class Front:
    """Counts limits by the visitor's own address, also behind a TLS front; refuses a body that nothing here can need.

    GONGZHI_PROXIES says how many of our own proxies a request passes. Each adds the address that it saw to the end of
    X-Forwarded-For, so that many from the end stands the visitor; what stands before it anybody may have written. With
    0 the header is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the address right; answer 413 before a byte of the body is kept, and 400 to what no database takes."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > settings.MOST_BYTES):
            return _refused(413)
        if _holds_nul(request):
            return _refused(400)
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.PROXIES <= len(seen) and _is_address(seen[-settings.PROXIES].strip()):
            request.META["REMOTE_ADDR"] = seen[-settings.PROXIES].strip()
        return self.get_response(request)


def _refused(status: int) -> HttpResponse:
    """A page of its own, in both languages: no language is known yet, and the part that guards against frames is not
    reached."""
    with translation.override("zh-hans"):
        page = render_to_string("web/refused.html", {"status": status})
    return HttpResponse(page, status=status, headers={"X-Frame-Options": settings.X_FRAME_OPTIONS})


def _holds_nul(request: HttpRequest) -> bool:
    """Forms refuse the character themselves; addresses, queries and cookies are read by code that asks the database."""
    query = request.META.get("QUERY_STRING", "")
    return "\0" in request.path_info or "%00" in query or any("\0" in value for value in request.COOKIES.values())


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
