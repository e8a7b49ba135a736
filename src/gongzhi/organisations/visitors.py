"""Who stands before a page, and how a "no" becomes one: every package's pages ask here, once and in the same way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors
from gongzhi.people import services as people
from gongzhi.rulebook import selectors as rulebook

MYSELF = "resident"  # the session's word for the person without an account: one browser is one person on every page
View = Callable[..., Any]
Response = TypeVar("Response", bound=HttpResponseBase)


def actor_of(request: HttpRequest) -> Actor | None:
    """The person signed in, with the seats held now; asked once a request. None for a visitor."""
    if not hasattr(request, "actor"):
        user: Any = getattr(request, "user", None)  # none where a request was refused before anybody was asked
        signed_in = user is not None and user.is_authenticated
        request.actor = selectors.actor_for(user.pk) if signed_in else None  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined,no-any-return]


def speaker(request: HttpRequest) -> Actor | None:
    """Whoever speaks here: signed in, or without an account behind this browser; None before the first word."""
    known = request.session.get(MYSELF)
    return actor_of(request) or (Actor(person_id=int(known)) if known is not None else None)


def new_speaker(request: HttpRequest) -> Actor:
    """The same, made for a visitor at the first word. Refused("too_many") for what only a machine does."""
    known = speaker(request)
    if known is not None:
        return known
    on = clock.today().date()
    seconds = int(rulebook.limit("visitor.window", on).length().total_seconds())
    if not people.allow(f"visitor:{network(request)}", rulebook.number("visitor.newcomers", on), seconds):
        raise Refused(_("这里点得太密了，请过一会儿再来。"), code="too_many")
    made = request.session[MYSELF] = people.reporter().pk
    return Actor(person_id=int(made))


def network(request: HttpRequest) -> str:
    """From where a request comes, for counting only; the counter keeps a digest."""
    return str(request.META.get("REMOTE_ADDR", ""))


def private(response: Response) -> Response:
    """Kept by nobody, and its address told to no other site: what somebody did here stands on it."""
    add_never_cache_headers(response)
    # Not "no-referrer": browsers then send no origin with a form, and the check against forged forms refuses it.
    response["Referrer-Policy"] = "same-origin"
    return response


def unlisted(response: Response) -> Response:
    """The same, and found by no search engine."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return private(response)


def answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """A refusal that no form has caught becomes a page: 404 for what is not there, else 403 with the reason."""
    try:
        return view(request, *args, **kwargs)
    except Refused as refusal:
        if refusal.code == "unknown" or refusal.code.startswith("unknown_"):
            raise Http404(str(refusal)) from None
        raise PermissionDenied(str(refusal)) from None


def resident(view: View) -> View:
    """A page for everybody, kept by nobody."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return private(answered(view, request, *args, **kwargs))

    return inside


def desk(otherwise: str | Promise = "") -> Callable[[View], View]:
    """A page for those who hold a seat; the view is given the actor after the request.

    `otherwise`: what somebody without a seat reads, where the usual sentence would send them nowhere.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor = actor_of(request)
            if actor is None:
                return to_sign_in(request)
            require_seat(actor, otherwise)
            return private(answered(view, request, actor, *args, **kwargs))

        return inside

    return wrap


def to_sign_in(request: HttpRequest) -> Any:
    """To the page of signing in, and back here afterwards."""
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def require_seat(actor: Actor, otherwise: str | Promise = "") -> None:
    """Whoever holds no seat now reads why this page is not for them."""
    if not actor.is_staff:
        raise PermissionDenied(str(otherwise or _("这一页给在岗的工作人员用。您的账号现在没有岗位，任期可能到了。")))


def address(name: str, *given: object) -> str:
    """The address of a page, or nothing where that page is not built."""
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""
