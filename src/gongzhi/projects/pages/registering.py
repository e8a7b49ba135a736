"""My check-in: where I and the unit in which I sit checked in, what was claimed and done, what we were told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may, require
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import visitors
from gongzhi.organisations.whereabouts import here
from gongzhi.organisations.words import NOT_ACTING
from gongzhi.projects import services
from gongzhi.projects.models import Registration
from gongzhi.projects.pages import registering_forms as asked
from gongzhi.projects.pages.partners_gate import Said, asking
from gongzhi.projects.pages.registering_desk import line
from gongzhi.projects.permits.resources import CheckIn
from gongzhi.projects.selectors import registering as read

View = Callable[..., HttpResponse]
NEW = Said(
    gettext_lazy("去社区报到"),
    gettext_lazy("报到以后，可以在这个社区认领一件需求。只数件数，不给人排名、打分、记时长。"),
    gettext_lazy("报到好了。"),
)  # fmt: skip
CLAIM = Said(
    gettext_lazy("认领一件需求"), gettext_lazy("自己选一件做得到的；做完写一句，由提的人和社区来说帮没帮上。"),
    gettext_lazy("认领了。"),
)  # fmt: skip
LEAVE = Said(gettext_lazy("结束报到"), gettext_lazy("做过的都留着；以后还能再来。"), gettext_lazy("结束了。"))
TELL = {
    "serve": Said(gettext_lazy("说做了什么"), gettext_lazy("写清做了什么，社区照着评议。"), gettext_lazy("记下了。")),
    "drop": Said(
        gettext_lazy("说办不了"), gettext_lazy("写明为什么，好让别人来接。"), gettext_lazy("记下了。"), final=True
    ),
}  # fmt: skip


def member(view: View) -> View:
    """A page of somebody signed in, with a seat or without."""

    @visitors.resident
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actor = visitors.actor_of(request)
        return view(request, actor, *args, **kwargs) if actor is not None else visitors.to_sign_in(request)

    return inside


def units(actor: Actor) -> list[tuple[str, str]]:
    """The bodies for which the reader may check in: those in which they act, but for the community's own."""
    ids = dict.fromkeys(s.body_id for s in actor.seats if s.role not in NOT_ACTING and s.body_kind in asked.UNITS)
    return [(str(body.pk), body.name) for body in organisations.bodies(ids).values()]


@member
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where we are checked in, each with what was claimed; what communities told the unit."""
    bodies = units(actor)
    ids = [int(pk) for pk, _name in bodies]
    rows = [*read.registrations_of_units(ids), *read.registration_of(actor.person_id or 0)]
    claims = read.claims_by(row.pk for row in rows)
    context = {
        "rows": [
            {"row": row, "called": asked.called(row),
             "claims": [line(one) for one in claims if one.registration_id == row.pk]}
            for row in rows
        ],
        "told": [{"row": one, "data": one.data} for pk in ids for one in read.reports_to(pk)],
    }  # fmt: skip
    return render(request, "projects/checkin_mine.html", context)


@member
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Check in to the community that this browser remembers, or that the address names."""
    place = here(request)
    if place is None or place.level != "community":
        return render(request, "projects/checkin_where.html")
    form = asked.OwnForm(request.POST if request.method == "POST" else None, place=place, own=units(actor))

    def do(given: dict[str, Any]) -> None:
        own = actor.person_id if given["kind"] == "member" else None
        services.check_in(
            actor=actor, place_id=place.pk, body_id=int(given["body"]), person_id=own,
            alliance=given.get("alliance", False),
        )  # fmt: skip

    said = Said(_("到%(name)s报到") % {"name": place.name}, NEW.then, NEW.done)
    return asking(request, form, do, said, reverse("checkin_mine"))


def _found(registration_id: int) -> Registration:
    row = read.registration(registration_id)
    if row is None:
        raise Http404(_("没有这一条报到或者认领，请回到列表再选。"))
    return row


@member
def claim(request: HttpRequest, actor: Actor, registration_id: int) -> HttpResponse:
    """Take on a need of the community."""
    row = _found(registration_id)
    require(actor, "claim.serve", row)
    form = asked.OwnClaimForm(request.POST if request.method == "POST" else None, place=row.place)

    def do(given: dict[str, Any]) -> None:
        services.claim_need(actor=actor, registration_id=row.pk, need_id=int(given["need"]))

    return asking(request, form, do, CLAIM, reverse("checkin_mine"))


@member
def leave(request: HttpRequest, actor: Actor, registration_id: int) -> HttpResponse:
    """The check-in ends."""
    row = _found(registration_id)
    require(actor, "register.check_in", CheckIn(row.place.path, row.body_id, row.person_id))
    return asking(
        request, None, lambda given: services.check_out(actor=actor, registration_id=row.pk), LEAVE,
        reverse("checkin_mine"),
    )  # fmt: skip


@member
def tell(request: HttpRequest, actor: Actor, claim_id: int, name: str) -> HttpResponse:
    """Whoever claimed says what was done, or that it cannot be done."""
    row = read.claim(claim_id)
    if row is None or name not in TELL or not may(actor, "claim.serve", row):
        raise Http404(_("没有这一条报到或者认领，请回到列表再选。"))
    form = asked.NoteForm(request.POST if request.method == "POST" else None, auto_id="r_%s")
    return asking(
        request, form, lambda given: services.move_claim(actor=actor, claim_id=row.pk, move=name, note=given["note"]),
        TELL[name], reverse("checkin_mine"),
    )  # fmt: skip
