"""One matter: to its reporter with her own words and her acts, to anybody else only what is public."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.cases import selectors
from gongzhi.cases.models import Case, Photo
from gongzhi.cases.pages.resident import access, follow, said
from gongzhi.cases.pages.resident.access import Door
from gongzhi.cases.pages.resident.forms import JudgeForm, PhotoForm, WordsForm, most_photos
from gongzhi.cases.pages.resident.report import FRESH
from gongzhi.cases.selectors import papers
from gongzhi.cases.selectors.advisers import belongs, shown
from gongzhi.cases.selectors.story import PARTY, PUBLIC
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import actor_of, speaker, unlisted
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places

SHOWN_IN_PUBLIC = ("community", "estate")


@require_GET
def by_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The matter page of whoever holds the code; it is the receipt, too, and stays live."""
    door = access.by_code(request, code)
    if door is None:
        return follow.wrong_code(request, code)
    return show(request, door)


@require_GET
def matter(request: HttpRequest, case_id: int) -> HttpResponse:
    """The matter page by its number; a part of a divided matter is inside its whole."""
    door = access.by_number(request, case_id)
    if door.case.part_of_id:
        return redirect("matter", door.case.part_of_id)
    return show(request, door)


def show(request: HttpRequest, door: Door, **forms: Any) -> HttpResponse:
    """The page, with the form that came back with mistakes, if one did."""
    context = _own(request, door, forms) if door.own else _public(request, door)
    community = next((p for p in context["chain"] if p.level == "community"), None)
    request.frame_place = community.name if community else ""  # type: ignore[attr-defined]
    template = "cases/resident/own.html" if door.own else "cases/resident/public.html"
    return unlisted(render(request, template, context))


def _common(door: Door) -> dict[str, Any]:
    case = door.case
    kind = mandates.matter(case.matter) if case.matter else None
    chain = [*reversed(places.ancestors(case.place)), case.place]
    return {
        "door": door, "case": case, "chain": chain, "stages": selectors.stages(case),
        "state": said.state_word(case, own=door.own), "tone": said.tone(case),
        "kind": matter_name(kind) if kind else "",
        "shown": shown(case),
    }  # fmt: skip


def _own(request: HttpRequest, door: Door, forms: dict[str, Any]) -> dict[str, Any]:
    case = door.case
    story = selectors.story(case, PARTY)
    photos = list(case.photos.all())
    return {
        **_common(door),
        "fresh": bool(door.code) and request.session.pop(FRESH, None) == case.pk,
        "link": request.build_absolute_uri(door.url()),
        "where": places.names(case.place),
        "story": said.entries(story),
        "answer": said.last_answer(story),
        "photos": _pictures(door, photos),
        "room": case.is_open and len([p for p in photos if p.by_id == case.reporter_id]) < most_photos(),
        "judge": forms.get("judge") or (JudgeForm(initial={"seen": case.version}) if _judged_now(door) else None),
        "words": forms.get("words") or WordsForm(auto_id="words_%s"),
        "photo": forms.get("photo") or PhotoForm(auto_id="photo_%s"),
        "wrong": next(iter(forms.values()), None),
        "looks": _looks(case),
        "belongs": belongs(case, None),
    }


def _judged_now(door: Door) -> bool:
    case = door.case
    return case.state == "answered" and door.actor is not None and bool(may(door.actor, "case.judge", case))


def _pictures(door: Door, photos: list[Photo]) -> list[dict[str, str]]:
    """The photographs for the shared part, each with an alternative text that tells them apart."""
    return [
        {
            "url": door.url("picture", photo.pk),
            "full_url": door.url("picture", photo.pk),
            "alt": _("照片 %(n)d，共 %(all)d 张") % {"n": number, "all": len(photos)},
        }
        for number, photo in enumerate(photos, 1)
    ]


def _looks(case: Case) -> list[dict[str, Any]]:
    """Who looked at the reporter's contact because of this matter: body, purpose, time; no staff names."""
    seen = [a for a in people.accesses_of(case.reporter_id) if a.about == Ref("cases.case", case.pk)]
    bodies = organisations.bodies({a.body_id for a in seen})
    return [{"at": a.at, "body": bodies[a.body_id].name, "why": a.purpose_label} for a in seen]


def _public(request: HttpRequest, door: Door) -> dict[str, Any]:
    case = door.case
    common = _common(door)
    me, staff = speaker(request), actor_of(request)
    return {
        **common,
        "name": selectors.public_name(case) or _("还没分类的一件事"),
        "where": " · ".join(p.name for p in common["chain"] if p.level in SHOWN_IN_PUBLIC),
        "story": said.entries(selectors.story(case, PUBLIC)),
        "photos": _pictures(door, [p for p in case.photos.all() if p.released]),
        "joined": selectors.seconded_by(case.pk, me.person_id if me else None),
        "handles": bool(staff and staff.is_staff and may(staff, "case.see", case)),
    }


@require_GET
def picture(request: HttpRequest, photo_id: int, case_id: int | None = None, code: str = "") -> Any:
    """A photograph: to the reporter and to those who handle the case; to everybody once it is released."""
    photo = get_object_or_404(Photo.objects.select_related("case__place"), pk=photo_id)
    if not (photo.released or _may_look(request, photo, code)) or (case_id or photo.case_id) != photo.case_id:
        raise Http404
    file = papers.opened(photo)
    if file is None:
        return render(request, "cases/photo_gone.html", status=404)
    return unlisted(FileResponse(file, content_type="image/jpeg"))


def _may_look(request: HttpRequest, photo: Photo, code: str) -> bool:
    if code:
        door = access.by_code(request, code)
        return door is not None and door.case.pk == photo.case_id
    actor = actor_of(request)
    return photo.case_id in access.sent_here(request) or bool(actor and may(actor, "case.see", photo.case))
