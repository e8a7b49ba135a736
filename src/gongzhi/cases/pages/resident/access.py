"""By which right somebody stands before a matter: as its reporter, signed in or with the receipt, or as anybody."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.cases import selectors
from gongzhi.cases.models import Case
from gongzhi.cases.selectors.page import with_file
from gongzhi.kernel.actor import Actor
from gongzhi.organisations.visitors import View, actor_of, network, unlisted
from gongzhi.people import services as people

SENT_HERE = "sent_here"  # the numbers of the matters that this browser reported; a code is never kept
MOST_KEPT = 60
WRONG, WINDOW = 20, 600  # wrong codes from one address, in seconds


def sent_here(request: HttpRequest) -> list[int]:
    """The matters that this browser reported, newest last."""
    return list(request.session.get(SENT_HERE, []))


def remember(request: HttpRequest, case: Case) -> None:
    """This browser reported the case; what it did without leaving a number belongs to one person."""
    request.session[SENT_HERE] = [*sent_here(request), case.pk][-MOST_KEPT:]


@dataclass(frozen=True)
class Door:
    """A matter, and the right by which it is looked at. `actor` acts as its reporter; it is None for anybody else.

    Whoever holds the code acts as the reporter of this one matter, never with the reporter's seats.
    """

    case: Case
    actor: Actor | None
    channel: str = "web"
    code: str = ""

    @property
    def own(self) -> bool:
        """Whether the reporter stands here."""
        return self.actor is not None

    def url(self, act: str = "", *more: int) -> str:
        """The address of the matter, or of an act upon it, through the same door."""
        kind, key = ("receipt", self.code) if self.code else ("matter", self.case.pk)
        return reverse(f"{kind}_{act}" if act else kind, args=[key, *more])


def by_code(request: HttpRequest, code: str) -> Door | None:
    """The door that a receipt opens; None for a code that nobody was given.

    Wrong codes are counted at every address that takes one; after too many not even a right one opens, or the counting
    would stop nobody. The browser that reported the matter is let in all the same.
    """
    found = selectors.by_code(code)
    if found is None:
        people.allow(f"code:{network(request)}", WRONG, WINDOW)
        return None
    if found.pk not in sent_here(request) and too_many_wrong(request):
        return None
    digits = "".join(c for c in unicodedata.normalize("NFKC", code) if c.isdecimal())
    return Door(with_file(found.pk), Actor(person_id=found.reporter_id), "receipt", digits)


def too_many_wrong(request: HttpRequest) -> bool:
    """Whether too many wrong codes came from here lately."""
    return people.spent(f"code:{network(request)}", WRONG, WINDOW)


def by_number(request: HttpRequest, case_id: int) -> Door:
    """The door of an address without a code. Http404 for a matter that is not there or not to be known of."""
    try:
        case = with_file(case_id)
    except Case.DoesNotExist:
        raise Http404(_("没有这件事，请核对编号。")) from None
    actor = actor_of(request)
    if actor is not None and actor.person_id == case.reporter_id:
        return Door(case, actor)
    if case_id in sent_here(request):
        return Door(case, Actor(person_id=case.reporter_id), "receipt")
    if not selectors.is_public(case):
        raise Http404(_("没有这件事，请核对编号。"))
    return Door(case, None)


def own(view: View) -> View:
    """An act of the reporter: opens the door by number or by code; anybody else is told whose act it is."""

    @wraps(view)
    def inside(request: HttpRequest, case_id: int | None = None, code: str = "", **more: Any) -> HttpResponse:
        door = by_code(request, code) if case_id is None else by_number(request, case_id)
        if door is None:
            return redirect("follow")
        if not door.own:
            raise Http404(_("这一步只有反映人自己能做。请用回执打开，或先登录。"))
        return unlisted(view(request, door, **more))

    return inside
