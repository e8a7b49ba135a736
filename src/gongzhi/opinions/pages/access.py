"""Who speaks here: the person signed in, or the one without an account behind this browser; and who enters a desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.opinions import selectors
from gongzhi.opinions.models import Conversation
from gongzhi.opinions.selectors.talks import limit, number
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people

# The same word as where residents report: one browser is one person, whatever she does without an account.
MYSELF = "resident"
View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor | None:
    """The person signed in, with the seats held now; asked once a request."""
    if not hasattr(request, "actor"):
        user = request.user
        request.actor = organisations.actor_for(user.pk) if user.is_authenticated else None  # type: ignore[attr-defined]
    return request.actor  # type: ignore[attr-defined,no-any-return]


def speaker(request: HttpRequest) -> int | None:
    """The number of whoever speaks here; None for a visitor who has not said or answered anything yet."""
    actor = actor_of(request)
    if actor is not None:
        return actor.person_id
    known = request.session.get(MYSELF)
    return int(known) if known is not None else None


def new_speaker(request: HttpRequest) -> int:
    """The same, made for a visitor at the first word or answer. Refused("too_many") for what only a machine does."""
    known = speaker(request)
    if known is not None:
        return known
    seconds = int(limit("talk.window").length().total_seconds())
    if not people.allow(f"talk:{request.META.get('REMOTE_ADDR', '')}", number("talk.newcomers"), seconds):
        raise Refused(_("这里点得太密了，请过一会儿再来。"), code="too_many")
    made = request.session[MYSELF] = people.reporter().pk
    return int(made)


def seed_of(request: HttpRequest) -> str:
    """What shuffles the order for a visitor who is nobody yet."""
    known = speaker(request)
    return str(known) if known is not None else get_random_string(8)


def talk_or_404(talk_id: int) -> Conversation:
    """The conversation, or a page that says there is none."""
    found = selectors.talk(talk_id)
    if found is None:
        raise Http404(_("没有这场说事，请回到列表再选。"))
    return found


def stand_at(request: HttpRequest, talk: Conversation) -> None:
    """Let the frame of the page name the place."""
    request.frame_place = talk.place.name  # type: ignore[attr-defined]


def private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody: what somebody answered stands on it."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
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


def watched_talk(actor: Actor, talk_id: int) -> Conversation:
    """The conversation, for those who may see its desk; else 403 with the reason."""
    talk = talk_or_404(talk_id)
    answer = may(actor, "opinion.watch", talk)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return talk
