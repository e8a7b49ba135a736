"""Replace in a sent form the one sign that PostgreSQL cannot keep: nobody types it, and no page may break on it.

It becomes U+FFFD, as readers of HTML do with it: leaving it out would make a wrong word a right one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NULL, UNREADABLE = "\x00", "\ufffd"


class NoNulls:
    """Middleware: a form without the sign passes as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the form is looked at once it is known that a page will read it."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """After the protection against forgery read the form, before the page does; a page free of it reads alone."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        if any(NULL in text for _name, texts in request.POST.lists() for text in texts):
            request.POST = _without(request.POST)  # type: ignore[assignment]


def _without(sent: QueryDict) -> QueryDict:
    kept = sent.copy()
    for name, texts in sent.lists():
        kept.setlist(name, [text.replace(NULL, UNREADABLE) for text in texts])
    return kept
