"""Who stands before the pages of rule texts, which community they look at, and how a "no" becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people

MYSELF = "resident"  # the person without an account behind this browser: the same as in every other page
COOKIE = "community"  # set by the community's home page
View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor | None:
    """The person signed in, with the seats held now; asked once a request."""
    if not hasattr(request, "actor"):
        user = request.user
        request.actor = organisations.actor_for(user.pk) if user.is_authenticated else None  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined,no-any-return]


def speaker(request: HttpRequest, *, make: bool = False) -> Actor | None:
    """Whoever speaks here; the person behind a browser is made when an act needs one, and only once."""
    known = actor_of(request)
    if known is not None:
        return known
    number = request.session.get(MYSELF)
    if number is None and make:
        number = request.session[MYSELF] = people.reporter().pk
    return Actor(person_id=number) if number is not None else None


def must_speak(request: HttpRequest) -> Actor:
    """The same, made where there is none yet."""
    found = speaker(request, make=True)
    if found is None:
        raise PermissionDenied
    return found


def resident(view: View) -> View:
    """A page for everybody, kept by nobody."""

    @never_cache
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            if error.code in ("unknown", "unknown_place"):
                raise Http404(str(error)) from None
            raise PermissionDenied(str(error)) from None

    return inside


def desk(view: View) -> View:
    """A page for those who hold a seat; the view is given the actor after the request."""

    @never_cache
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor is None:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not actor.is_staff:
            raise PermissionDenied(_("这一页给在岗的工作人员用。公约的公开页，谁都能看。"))
        return resident(view)(request, actor, *args, **kwargs)

    return inside


def found_edition(edition_id: int) -> Edition:
    """An edition; 404 for one that is not there."""
    found = reading.edition(edition_id)
    if found is None:
        raise Http404(_("没有这份公约，请回到列表再选。"))
    return found


def community_of(request: HttpRequest) -> Any | None:
    """The community that the address or this browser names, or the only one; None: let the reader choose."""
    served = served_places()
    code = request.GET.get("at", "") or request.COOKIES.get(COOKIE, "")
    here = next((place for place in served if place.code == code), None)
    if here is None and len(served) == 1:
        here = served[0]
    if here is not None:
        request.frame_place = here.name  # type: ignore[attr-defined]
    return here


def served_places() -> list[Any]:
    """The communities that have a residents' committee."""
    bodies = organisations.bodies_of_kind("residents_committee")
    return [body.place for body in bodies if body.place.level == "community"]


def in_language(item: Any, name: str) -> str:
    """A line of a table in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str(getattr(item, f"{name}_en" if english else name))


def address(name: str, *given: Any) -> str:
    """The address of a page, or nothing where that page is not built."""
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""


def digits(text: str) -> int | None:
    """A number as an address or a form writes it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
