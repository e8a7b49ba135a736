"""What is settled before any page is asked: from where a request really comes, and how much of it is read at all."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_ODD = "送来的内容里有不能用的字符，请回到首页再试。\nThis holds a character that cannot be used; please start again.\n"
_TOO_LARGE = "这次送来的太大了，请少选几张照片再送。\nThis is too large: please send fewer photographs at a time.\n"


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
            return HttpResponse(_TOO_LARGE, status=413, content_type="text/plain; charset=utf-8")
        if _holds_nul(request):
            return HttpResponse(_ODD, status=400, content_type="text/plain; charset=utf-8")
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.PROXIES <= len(seen) and _is_address(seen[-settings.PROXIES].strip()):
            request.META["REMOTE_ADDR"] = seen[-settings.PROXIES].strip()
        return self.get_response(request)


def _holds_nul(request: HttpRequest) -> bool:
    """Forms refuse the character themselves; addresses, queries and cookies are read by code that asks the database."""
    query = request.META.get("QUERY_STRING", "")
    return "\0" in request.path_info or "%00" in query or any("\0" in value for value in request.COOKIES.values())


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
