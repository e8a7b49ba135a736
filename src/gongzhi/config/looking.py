"""How often one person, or one address, may search or open the public figures, so that no machine crowds out people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongzhi.people import services as people

WINDOW = 300  # seconds
# Generous: a person who types without a pause stays below; behind one address stand whole offices.
BY_PERSON, BY_ADDRESS = 300, 900
# The addresses that search, by the field that holds the words, and those that count a whole street on every look.
SEARCHES = {"inbox": "q", "work_matters": "q", "home": "q", "place_search": "q", "report_where": "where"}
COUNTS = frozenset({"board", "board_place", "board_cases", "board_csv"})


class Looking:
    """Answers 429 with what to do, once there were too many looks in a window."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is decided before the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Count one more look, and let it pass or not."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if not _looks(request, name or "") or _may(request, "figures" if name in COUNTS else "search"):
            return None
        return render(request, "429.html", {"minutes": WINDOW // 60, "looking": True}, status=429)


def _looks(request: HttpRequest, name: str) -> bool:
    field = SEARCHES.get(name, "")
    return name in COUNTS or bool(field and (request.GET.get(field) or request.POST.get(field)))


def _may(request: HttpRequest, what: str) -> bool:
    if request.user.is_authenticated:
        return people.allow(f"{what}|person:{request.user.pk}", BY_PERSON, WINDOW)
    return people.allow(f"{what}|{request.META.get('REMOTE_ADDR', '')}", BY_ADDRESS, WINDOW)
