"""Whoever signs in with a password that was lent to them sets their own before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# Signing in and out, the frame's own files and switches.
_OPEN = ("account_", "mfa_", "web_", "set_language", "health")


class LentPassword:
    """Sends the person to the page on which a password is changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is decided before the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request pass, or send it to the change and back."""
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        if name.startswith(_OPEN) or not getattr(request.user, "password_lent", False):
            return None
        back = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse('account_change_password')}?{urlencode({'next': back})}")
