"""Who enters a staff page, and how a service's "no" becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import View, actor_of, answered, private, require_seat, to_sign_in
from gongzhi.organisations.words import ROLES


def staff(*roles: str) -> Callable[[View], View]:
    """A page for those who hold one of these offices now (any office when none is named); others read why not."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor = actor_of(request)
            if actor is None:
                return to_sign_in(request)
            _check(actor, roles)
            return private(answered(view, request, *args, **kwargs))

        return inside

    return wrap


def _check(actor: Actor, roles: tuple[str, ...]) -> None:
    require_seat(actor)
    if roles and not any(actor.seats_as(*roles)):
        names = _("、").join(str(ROLES[role]) for role in roles)
        raise PermissionDenied(_("这一页给这些岗位用：%(roles)s。您现在的岗位不是。") % {"roles": names})


def onward(request: HttpRequest, otherwise: str) -> str:
    """Where the form wants to go on to, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    fine = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and fine else otherwise


def in_place(request: HttpRequest, did: str) -> dict[str, Any]:
    """For a form that opens beside the list: where it goes on to when it was sent, and that it is a piece of a page."""
    piece = request.method == "GET" and bool(request.headers.get("HX-Request"))
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    if not piece or here.path != reverse("inbox"):
        return {"piece": piece, "next": request.POST.get("next", "")}
    kept = [(k, v) for k, v in parse_qsl(here.query) if k != "done"]
    return {"piece": piece, "next": f"{here.path}?{urlencode([*kept, ('done', did)])}"}


def done(request: HttpRequest, said: object, to: str) -> HttpResponseRedirect:
    """Say what was done, and go on."""
    messages.success(request, str(said))
    return HttpResponseRedirect(onward(request, to))


def attempt(request: HttpRequest, to: str, said: object, act: Callable[[], Any]) -> HttpResponse:
    """Do one small act and go back to its page; a refusal is said there, a "you may not" is a page of its own."""
    try:
        act()
    except Refused as error:
        if error.code in ("denied", "unknown"):
            raise
        messages.warning(request, str(error))
        return HttpResponseRedirect(onward(request, to))
    return done(request, said, to)
