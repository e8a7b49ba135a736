"""The street: what is overdue by rung, what waits for a decision or a call, where it is, and every case in a list."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.cases import selectors, words
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff import cards
from gongzhi.cases.pages.staff.forms.lists import CasesForm
from gongzhi.cases.pages.staff.gate import staff
from gongzhi.cases.selectors import cells, work
from gongzhi.duties import selectors as duties
from gongzhi.duties.words import RUNGS
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.sheets import write_rows
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import matter_name
from gongzhi.organisations.visitors import actor_of
from gongzhi.organisations.words import COMMUNITY_ROLES as COMMUNITY
from gongzhi.organisations.words import STREET_ROLES as STREET
from gongzhi.organisations.words import WATCHERS
from gongzhi.places import selectors as places

ICONS = {
    "soon": "clock",
    "yellow": "hourglass-split",
    "red": "exclamation-triangle",
    "supervise": "exclamation-octagon",
}
TONES = {"soon": "", "yellow": "soon", "red": "soon", "supervise": "late"}
A_RUNG = 20


def _street(actor: Actor) -> Any:
    seat = next((s for s in actor.seats_as(*STREET) if s.level == "street"), None)
    if seat is None:
        raise PermissionDenied(_("这一页给街道用。"))
    return places.get(seat.place_id)


@require_GET
@staff(*STREET)
def ladder(request: HttpRequest) -> HttpResponse:
    """The overdue ladder, the decisions and calls that wait for this street, and the map of its communities."""
    actor: Any = actor_of(request)
    street = _street(actor)
    found = cells.ladder_duties(street.pk)
    counted = duties.ladder(found)
    mine = work.duties_of(actor)
    context = {
        "street": street,
        "rungs": [_rung(found, counted, rung, request.GET.get("rung", "")) for rung in reversed(RUNGS)],
        "counted": counted,
        "deciding": work.tasks(mine.filter(kind="decide")).rows,
        "calling": work.tasks(mine.filter(kind="call_back")).rows,
        "map": _map(street),
    }
    return render(request, "cases/staff/street.html", context)


def _rung(found: Any, counted: dict[str, int], rung: str, opened: str) -> dict[str, Any]:
    """One rung with its rows; the highest ones are open, a chosen one is listed further."""
    rows = work.tasks(duties.on_rung(found, rung), size=100 if rung == opened else A_RUNG).rows if counted[rung] else []
    last = work.last_words([task.case.pk for task in rows])
    return {
        "key": rung,
        "name": RUNGS[rung],
        "icon": ICONS[rung],
        "tone": TONES[rung],
        "count": counted[rung],
        "rows": [_ladder_row(task, last.get(task.case.pk, "")) for task in rows],
        "more": counted[rung] > len(rows),
    }


def _ladder_row(task: work.Task, last: str) -> dict[str, Any]:
    return {"task": task, "last": last, "state": capfirst(words.STATES[task.case.state])}


def _map(street: Any) -> dict[str, Any]:
    """Where cases are open: outlines shaded by count, and the same as a list."""
    drawn = {f["id"]: f for f in places.outlines(street, "community")["features"]}
    rows = cells.cells(street)
    areas = [
        {
            "ident": f"c{cell.place.pk}",
            "name": cell.place.name,
            "count": cell.count,
            "url": f"{reverse('street_cases')}?community_id={cell.place.pk}",
            "geometry": drawn[cell.place.pk]["geometry"] if cell.place.pk in drawn else None,
            "note": _("过期 %(n)s") % {"n": cell.overdue} if cell.overdue else "",
        }
        for cell in rows
    ]
    total, most = sum(c.count for c in rows), rows[0] if rows else None
    answer = _("共 %(n)s 件没办完。") % {"n": total}
    if most and most.count:
        answer += _("%(place)s最多，%(n)s 件。") % {"place": most.place.name, "n": most.count}
    return {
        "ident": "street-map",
        "title": _("还没办完的在哪里？"),
        "answer": answer,
        "areas": areas,
        "unit": _("件"),
        "synthetic": any(f["properties"]["synthetic"] for f in drawn.values()),
    }


# --- every case in a list


READERS = (*COMMUNITY, *STREET, *WATCHERS)


def _area(actor: Actor) -> tuple[Any, list[Any]]:
    """The widest area that the actor reads, and the communities in it."""
    seats = [s for s in actor.seats_as(*READERS) if s.level in ("street", "community")]
    if not seats:  # a seat over less than a community must not read the whole of it
        raise PermissionDenied(_("这张表按社区和街道列，您的岗位管的是别的范围。"))
    area = places.get(min(seats, key=lambda s: len(s.path)).place_id)
    inside = places.within(area).filter(level="community").order_by("code") if area.level == "street" else []
    return area, list(inside)


def _scope(area: Any) -> dict[str, int | None]:
    street = area.level == "street"
    return {"street_id": area.pk if street else None, "community_id": None if street else area.pk}


@require_GET
@staff(*READERS)
def cases(request: HttpRequest) -> HttpResponse:
    """Every case of the street or the community, newest first, 50 a page."""
    actor: Any = actor_of(request)
    area, communities = _area(actor)
    form = CasesForm(request.GET, communities)
    before = request.GET.get("before", "")
    given, scope = _narrowed(form, _scope(area))
    number = digits(before)
    page = selectors.listed(community_id=scope["community_id"], street_id=scope["street_id"], before=number, **given)
    where = places.names_of([c.place for c in page.cases], top="community")
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "area": area,
        "form": form,
        "cards": [cards.of_case(c, where[c.place_id]) for c in page.cases],
        "after": page.after,
        "first": number is None,
        "filtered": bool(form.given()),
        "file": f"{reverse('street_download')}?{query.urlencode()}",
        "is_street": area.level == "street" and any(actor.seats_as(*STREET)),
    }
    return render(request, "cases/staff/cases.html", context)


def _narrowed(form: CasesForm, scope: dict[str, int | None]) -> tuple[dict[str, Any], dict[str, int | None]]:
    """A community of the street narrows the scope; of a community's own list it is no filter."""
    given: dict[str, Any] = dict(form.given())
    community = given.pop("community_id", "")
    if community:
        scope = {"street_id": scope["street_id"], "community_id": int(community)}
    return given, scope


@require_GET
@staff(*READERS)
def download(request: HttpRequest) -> Any:
    """The same list as a file without personal data: no words, no names, no place finer than a building."""
    actor: Any = actor_of(request)
    area, communities = _area(actor)
    given, scope = _narrowed(CasesForm(request.GET, communities), _scope(area))
    rows = cells.file_rows(community_id=scope["community_id"], street_id=scope["street_id"], **given)
    response = StreamingHttpResponse(_file(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return response


def _file(rows: Iterator[tuple[Case, str]]) -> Iterator[bytes]:
    """The file in pieces, in the language of who asked."""
    headings = [
        _("编号"), _("事项"), _("性质"), _("地点"), _("状态"), _("层级"), _("从哪里来"), _("反映时间"),
        _("应答复时间"), _("办结时间"),
    ]  # fmt: skip
    out = io.BytesIO()
    write_rows(out, headings, (_line(case, where) for case, where in rows), "csv")
    out.seek(0)
    while piece := out.read(65_536):
        yield piece


def _line(case: Case, where: str) -> tuple[Any, ...]:
    known = mandates.matter(case.matter) if case.matter else None
    return (
        case.pk,
        matter_name(known) if known else "",
        str(words.INTAKE_KINDS[case.intake]),
        where,
        str(words.STATES[case.state]),
        str(words.RUNGS[case.level]),
        str(words.CHANNELS[case.channel]),
        case.reported_at,
        case.due_at,
        case.closed_at,
    )
