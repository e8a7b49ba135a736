"""Who stands before a vote: the person signed in, else the one behind this browser; and how a "no" becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.voting import selectors
from gongzhi.voting.models import Vote

MYSELF = "resident"  # the person without an account behind this browser: the same as in every other page
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


def public_vote(vote_id: int) -> Vote:
    """A vote that everybody may know of; 404 for a draft."""
    found = selectors.vote(vote_id)
    if found is None or found.state in ("drafted", "rolled"):
        raise Http404(_("没有这次投票，请回到列表再选。"))
    return found


def resident(view: View) -> View:
    """A page for everybody, kept by nobody."""

    @never_cache
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            if error.code == "unknown":
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
            raise PermissionDenied(_("这一页给组织投票的人用。投自己的票，请看投票页。"))
        return resident(view)(request, actor, *args, **kwargs)

    return inside


def desk_vote(actor: Actor, vote_id: int, permit: str = "vote.watch") -> Vote:
    """The vote, if the actor has this power over it; else 404, or 403 with the reason."""
    found = selectors.vote(vote_id)
    if found is None:
        raise Http404
    answer = may(actor, permit, found)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return found


def digits(text: str) -> int | None:
    """A number as an address or a form writes it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
