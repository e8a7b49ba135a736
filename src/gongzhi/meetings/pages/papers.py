"""Notice and minutes as Chinese papers (PDF), and a meeting as a calendar entry."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import segno
from django.utils import translation

from gongzhi.kernel import clock, papers
from gongzhi.meetings import selectors, words
from gongzhi.meetings.models import Meeting, Minutes
from gongzhi.meetings.pages import said

_FOLDER = Path(__file__).resolve().parents[1] / "templates" / "meetings"
_USUAL = timedelta(hours=1) * 2  # how long a calendar shows a meeting


def notice(meeting: Meeting, address: str) -> bytes:
    """The notice: what, when, where, who, which points; with a code that leads to its page."""
    with translation.override("zh-hans"):
        book = said.Book(meeting)
        data = {
            **_head(meeting), "called": said.when(meeting.called_at), "urgent": meeting.urgent,
            "decides": words.DECIDES[selectors.orders(meeting.orders).decides], "address": address,
            "items": [[item.number, str(words.ITEM_KINDS[item.kind]), item.title]
                      for item in book.items.values() if item.listed],
            "seats": [book.names[seat.pk] for seat in book.seats], "law": said.law_of(meeting),
            "qr": segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2),
        }  # fmt: skip
        return papers.pdf(_template("notice"), data, at=meeting.called_at)


def minutes(meeting: Meeting, written: Minutes, address: str) -> bytes:
    """The minutes: every line, who stands by them, what the rule runner found."""
    with translation.override("zh-hans"):
        book = said.Book(meeting)
        signed = selectors.signatures(written)
        data = {
            **_head(meeting), "version": written.number, "address": address,
            "lines": [[line["head"], line["text"]] for line in said.minutes_lines(book, written.lines)],
            "signed": [[book.names[one.seat_id], str(words.SIGNED_HOW[one.how])] for one in signed],
            "findings": [[one["kept"], one["text"]] for one in said.findings(meeting)],
            "published": said.when(meeting.published_at),
            "qr": segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2),
        }  # fmt: skip
        return papers.pdf(_template("minutes"), data, at=written.made_at)


def _template(name: str) -> str:
    return (_FOLDER / f"{name}.typ").read_text("utf-8")


def _head(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title, "body": meeting.body.name, "orders": words.ORDERS[meeting.orders],
        "when": said.when(meeting.starts), "where": meeting.where or meeting.place.name,
    }  # fmt: skip


def ics(meeting: Meeting, address: str) -> bytes:
    """The meeting as iCalendar (RFC 5545); a meeting that was called off says so."""
    calendar: Any = import_module("icalendar")
    entry = calendar.Event()
    entry.add("uid", f"meeting-{meeting.pk}@gongzhi")
    entry.add("dtstamp", clock.now())
    entry.add("sequence", meeting.version)
    entry.add("dtstart", meeting.starts)
    entry.add("dtend", meeting.closed_at or meeting.starts + _USUAL)
    entry.add("summary", f"{words.ORDERS[meeting.orders]}：{meeting.title}")
    entry.add("location", meeting.where or meeting.place.name)
    entry.add("description", "\n".join(f"{i.number}. {i.title}" for i in selectors.agenda(meeting.pk) if i.listed))
    entry.add("url", address)
    entry.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    book = calendar.Calendar()
    book.add("prodid", "-//Gongzhi//meetings//ZH")
    book.add("version", "2.0")
    book.add_component(entry)
    return bytes(book.to_ical())
