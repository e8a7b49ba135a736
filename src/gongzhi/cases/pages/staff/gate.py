"""Who enters a staff page, and how a service's "no" becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.words import ROLES

View = Callable[..., Any]


def actor_of(request: HttpRequest) -> Actor | None:
    """The person of this request with the seats held now; asked once a request."""
    if not hasattr(request, "actor"):
        user = request.user
        request.actor = organisations.actor_for(user.pk) if user.is_authenticated else None  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined,no-any-return]


def staff(*roles: str) -> Callable[[View], View]:
    """A page for those who hold one of these offices now (any office when none is named); others read why not."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if actor_of(request) is None:
                return redirect_to_login(request.get_full_path(), _sign_in())
            _check(actor_of(request), roles)
            response = _answered(view, request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return inside

    return wrap


def _sign_in() -> str:
    try:
        return reverse("account_login")
    except NoReverseMatch:
        return str(settings.LOGIN_URL)


def _check(actor: Actor | None, roles: tuple[str, ...]) -> None:
    if actor is None or not actor.is_staff:
        raise PermissionDenied(_("这一页给在岗的工作人员用。您的账号现在没有岗位，任期可能到了。"))
    if roles and not any(actor.seats_as(*roles)):
        names = _("、").join(str(ROLES[role]) for role in roles)
        raise PermissionDenied(_("这一页给这些岗位用：%(roles)s。您现在的岗位不是。") % {"roles": names})


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """A refusal that no form has caught: a page of its own."""
    try:
        return view(request, *args, **kwargs)
    except Refused as error:
        if error.code == "unknown":
            raise Http404(str(error)) from None
        raise PermissionDenied(str(error)) from None


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
