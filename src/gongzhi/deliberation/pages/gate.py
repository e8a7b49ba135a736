"""Who stands before a topic: the person signed in, the one behind this browser, or nobody yet; who enters the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongzhi.deliberation import selectors
from gongzhi.deliberation.models import Topic
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook

MYSELF = "resident"  # the same word as where residents report: one browser is one person
COMMUNITY = "community"  # the cookie that remembers where the reader lives
NOBODY = Actor(part="pages.visitor")
View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor | None:
    """The person signed in, with the seats held now; asked once a request."""
    if not hasattr(request, "actor"):
        user = request.user
        request.actor = organisations.actor_for(user.pk) if user.is_authenticated else None  # type: ignore[attr-defined]
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
    seconds = int(rulebook.limit("topic.window", on).length().total_seconds())
    if not people.allow(
        f"topic:{request.META.get('REMOTE_ADDR', '')}", rulebook.number("topic.newcomers", on), seconds
    ):
        raise Refused(_("这里点得太密了，请过一会儿再来。"), code="too_many")
    request.session[MYSELF] = people.reporter().pk
    return Actor(person_id=int(request.session[MYSELF]))


def topic_for(request: HttpRequest, topic_id: int) -> Topic:
    """The topic, if whoever stands here may see it; else a page that says there is none."""
    found = selectors.topic(topic_id)
    who = speaker(request)
    hidden = found is None or (found.state not in selectors.topics.SHOWN and who is None)
    if found is None or hidden or (who is not None and not may(who, "topic.see", found)):
        raise Http404(_("没有这个议题，请回到列表再选。"))
    request.frame_place = found.place.name  # type: ignore[attr-defined]
    return found


def here(request: HttpRequest) -> Any:
    """The place whose topics are asked for: named in the address, remembered by this browser, or of the seat."""
    code = request.GET.get("at", "")[:40].strip() or request.COOKIES.get(COMMUNITY, "")
    found = places.by_codes([code]).get(code) if code else None
    actor = actor_of(request)
    if found is None and actor is not None and actor.seats:
        found = places.get(actor.seats[0].place_id)
    if found is not None:
        request.frame_place = found.name  # type: ignore[attr-defined]
    return found


def private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody: what somebody did here stands on it."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    return response


def desk(view: View) -> View:
    """A page for those who hold a seat; the view is given the actor after the request."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor is None:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not actor.is_staff:
            raise PermissionDenied(_("这一页给在岗的工作人员用。您的账号现在没有岗位，任期可能到了。"))
        try:
            return private(view(request, actor, *args, **kwargs))
        except Refused as error:
            if error.code == "unknown":
                raise Http404(str(error)) from None
            raise PermissionDenied(str(error)) from None

    return inside


def address(name: str, *args: object) -> str:
    """The address of a page, or nothing where that page is not built."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def number(text: object) -> int | None:
    """A number as an address or a form writes it; None for anything else."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None
