"""Meetings for everybody: what is coming, the notice of one, its published minutes, papers and calendar."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.kernel.permit import may
from gongzhi.meetings import selectors
from gongzhi.meetings.models import Meeting, MeetingSeat, Minutes
from gongzhi.meetings.pages import papers, said
from gongzhi.meetings.pages.gate import found
from gongzhi.organisations.visitors import actor_of, speaker
from gongzhi.places import selectors as places

COMING, PAST = 30, 20


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is coming and what was decided, here (?at= a place's code) or everywhere."""
    place = _place(request)
    rows = selectors.meetings_at(place).exclude(state="cancelled") if place else selectors.everywhere()
    coming = rows.filter(state__in=("called", "open", "adjourned")).order_by("starts", "id")[:COMING]
    past = rows.exclude(state__in=("called", "open", "adjourned"))[:PAST]
    actor, who = actor_of(request), speaker(request)
    invited = selectors.invited(who.person_id) if who and who.person_id else []
    context = {
        "place": place, "coming": [said.card(one) for one in coming], "past": [said.card(one) for one in past],
        "invited": [said.card(one) for one in invited], "staff": bool(actor and actor.is_staff),
    }  # fmt: skip
    return render(request, "meetings/calendar.html", context)


def _place(request: HttpRequest) -> Any:
    code = request.GET.get("at", "")
    found = places.by_codes([code]) if code else {}
    return found.get(code)


@require_safe
def notice(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The notice; and after the meeting, what was decided."""
    meeting = found(meeting_id)
    request.frame_place = meeting.place.name  # type: ignore[attr-defined]
    return render(request, "meetings/notice.html", _noticed(request, meeting))


@require_safe
def sheet(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The notice on paper, with room to note who is there and how many hands went up."""
    meeting = found(meeting_id)
    return render(request, "meetings/sheet.html", _noticed(request, meeting))


def _noticed(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    book, actor, seat = said.Book(meeting), actor_of(request), _seat(request, meeting)
    motions = [row for row in book.motions.values() if row.decided_at]
    return {
        **said.card(meeting), "items": book.items.values(), "names": list(book.names.values()),
        "law": said.law_of(meeting), "address": _address(request, meeting), "seat": seat,
        "motions": [{"motion": row, "item": book.item(row.item_id)} for row in motions],
        "resolutions": list(book.resolutions.values()), "minutes": meeting.state == "published",
        "to_sign": bool(seat and seat.arrived_at and meeting.state == "minuted"),
        "runs": bool(actor and may(actor, "meeting.run", meeting)), "story": _story(book),
        "terms": selectors.terms_of(meeting),
    }  # fmt: skip


def _seat(request: HttpRequest, meeting: Meeting) -> MeetingSeat | None:
    """The reader's own seat, with an account or without."""
    who = speaker(request)
    return selectors.seat_of(who.person_id, meeting.pk) if who else None


def _story(book: said.Book) -> list[dict[str, Any]]:
    """The few public moments of a meeting, for its timeline."""
    kinds = {"meetings.called", "meetings.opened", "meetings.closed", "meetings.moved", "meetings.published"}
    return said.log_lines(book, [fact for fact in selectors.log(book.meeting.pk) if fact.kind in kinds])


def _address(request: HttpRequest, meeting: Meeting) -> str:
    return request.build_absolute_uri(reverse("meeting", args=[meeting.pk]))


@require_safe
def notice_pdf(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The notice as a paper."""
    meeting = found(meeting_id)
    return _paper(papers.notice(meeting, _address(request, meeting)), f"notice-{meeting.pk}.pdf")


@require_safe
def ics(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting for a calendar."""
    meeting = found(meeting_id)
    response = HttpResponse(
        papers.ics(meeting, _address(request, meeting)), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return response


@require_safe
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes: for everybody once published, before that for those who were there and those who write them."""
    meeting, written = _minutes(request, meeting_id)
    book, signed = said.Book(meeting), selectors.signatures(written)
    seat = _seat(request, meeting) if meeting.state == "minuted" else None
    context = {
        **said.card(meeting), "lines": said.minutes_lines(book, written.lines), "written": written,
        "signed": [book.names[one.seat_id] for one in signed],
        "seat": seat if seat and seat.arrived_at else None,
        "mine": bool(seat and seat.pk in {s.seat_id for s in signed}),
        "findings": said.findings(meeting), "address": _address(request, meeting),
    }  # fmt: skip
    return render(request, "meetings/minutes.html", context)


@require_safe
def minutes_pdf(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes as a paper."""
    meeting, written = _minutes(request, meeting_id)
    return _paper(papers.minutes(meeting, written, _address(request, meeting)), f"minutes-{meeting.pk}.pdf")


def _minutes(request: HttpRequest, meeting_id: int) -> tuple[Meeting, Minutes]:
    meeting = found(meeting_id)
    written = selectors.minutes_of(meeting.pk)
    if written is None:
        raise Http404(_("记录还没有写。"))
    actor, seat = actor_of(request), _seat(request, meeting)
    there = seat is not None and seat.arrived_at is not None
    if meeting.state != "published" and not there and not (actor and may(actor, "meeting.run", meeting)):
        raise PermissionDenied(_("记录还在等到会的人认，认过就公布在这里。"))
    return meeting, written


def _paper(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
