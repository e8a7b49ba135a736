"""Staff show a second factor before any page but those of signing in, where the deployment requires it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongzhi.organisations import selectors
from gongzhi.people import services as people

# Signing in and out, the frame's own files and switches; everything else may show residents' matters.
_OPEN = ("account_", "mfa_", "web_", "set_language", "health")


class StaffSecondFactor:
    """Sends a person in office to set up, or to show, the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is decided before the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request pass, or send it to the second factor and back."""
        if settings.STAFF_SECOND_FACTOR != "required" or not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        person_id = request.user.pk
        if (name or "").startswith(_OPEN) or people.second_factor_shown(request.session, person_id):
            return None
        actor = request.actor = selectors.actor_for(person_id)  # type: ignore[attr-defined]
        if not actor.is_staff:
            return None
        page = "mfa_reauthenticate" if people.has_second_factor(person_id) else "mfa_activate_totp"
        back = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse(page)}?{urlencode({'next': back})}")
