"""What the pages and papers of meetings say: the log of the hall, the lines of the minutes, and how things stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from gongzhi.kernel.clock import CHINA
from gongzhi.meetings import selectors, words
from gongzhi.meetings.models import Meeting, Motion, SpeakingTurn
from gongzhi.meetings.rules.quorum import Needed
from gongzhi.organisations import selectors as organisations
from gongzhi.record.selectors import FactView


def when(moment: datetime | None) -> str:
    """An instant as a notice writes it: "2026 年 9 月 11 日（周五）19:00"."""
    return date_format(moment.astimezone(CHINA), _("Y 年 n 月 j 日（D）H:i")) if moment else ""


def hour(moment: datetime) -> str:
    """The hour alone."""
    return moment.astimezone(CHINA).strftime("%H:%M")


class Book:
    """The rows of one meeting by number, read once for all the sentences about them."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.seats = selectors.seats(meeting.pk)
        self.names = selectors.names(self.seats)
        self.items = {item.pk: item for item in selectors.agenda(meeting.pk)}
        self.motions = {m.pk: m for m in Motion.objects.filter(item__meeting=meeting).order_by("id")}
        self.turns = {t.pk: t for t in SpeakingTurn.objects.filter(item__meeting=meeting)}
        self.resolutions = {r.pk: r for r in selectors.resolutions_at(meeting.pk)}
        self.body = meeting.body.name

    def item(self, number: int) -> str:
        """A point's title."""
        found = self.items.get(number)
        return found.title if found else ""

    def seat(self, number: int | None) -> str:
        """A seat's name; the convening body for what nobody's seat moved."""
        return self.names.get(number or 0, self.body)


# --- the log


def log_lines(book: Book, facts: list[FactView]) -> list[dict[str, Any]]:
    """The log as sentences, oldest first; what has no sentence is left out."""
    lines = []
    for fact in facts:
        teller = _LOG.get(fact.kind)
        sentence = teller(book, fact.data) if teller else ""
        if sentence:
            lines.append({"id": fact.id, "at": fact.at, "sentence": sentence})
    return lines


def _opened(book: Book, data: dict[str, Any]) -> str:
    said = (
        _("接着开：应到 %(whole)d，到了 %(present)d。")
        if data["again"]
        else _("开会：应到 %(whole)d，到了 %(present)d。")
    )
    sentence = said % data
    if data["missing"]:
        kinds = _("、").join(str(words.SEAT_KINDS[kind]) for kind in data["missing"])
        sentence += _("没到的席位：%(kinds)s。") % {"kinds": kinds}
    return sentence


def _presence(book: Book, data: dict[str, Any]) -> str:
    name = book.seat(data["meeting_seat_id"])
    if data["present"] > 1:
        return _("%(name)s 到了 %(n)d 人") % {"name": name, "n": data["present"]}
    return (_("%(name)s 到了") if data["present"] else _("%(name)s 走了")) % {"name": name}


def _floor(book: Book, data: dict[str, Any]) -> str:
    said = {
        "asked": _("%(name)s 请求发言"),
        "given": _("请 %(name)s 发言"),
        "ended": _("%(name)s 说完了"),
        "withdrawn": "",
    }
    template = said[data["move"]]
    return template % {"name": book.seat(data["meeting_seat_id"])} if template else ""


def _motion(book: Book, data: dict[str, Any]) -> str:
    motion = book.motions.get(data["motion_id"])
    if motion is None:
        return ""
    said = {
        "proposed": _("%(name)s 提出修正案：%(text)s") if data["amends"] else _("%(name)s 提出：%(text)s"),
        "put": _("开始表决：%(text)s"),
        "withdrawn": _("收回：%(text)s"),
    }[data["move"]]
    return said % {"name": book.seat(motion.mover_id), "text": motion.text}


def _decided(book: Book, data: dict[str, Any]) -> str:
    motion = book.motions.get(data["motion_id"])
    return _result(data["passed"], data) + (motion.text if motion else "")


def _result(passed: bool, numbers: dict[str, Any]) -> str:
    said = (
        _("通过（赞成 %(yes)d，反对 %(no)d，弃权 %(abstain)d，能表决的 %(present)d）：")
        if passed
        else _("没有通过（赞成 %(yes)d，反对 %(no)d，弃权 %(abstain)d，能表决的 %(present)d）：")
    )
    return said % numbers


def _moved(book: Book, data: dict[str, Any]) -> str:
    said = {
        "adjourn": _("休会，改天接着开"),
        "cancel": _("这个会不开了"),
        "draft": _("记录写好了，等到会的人认"),
        "approve": _("到会的人过半数认了记录"),
    }
    return said.get(data["move"], "")


def _called(book: Book, data: dict[str, Any]) -> str:
    return (_("%(body)s 急召这个会") if data["urgent"] else _("%(body)s 发出通知")) % {"body": book.body}


_LOG: dict[str, Callable[[Book, dict[str, Any]], str]] = {
    "meetings.called": _called,
    "meetings.opened": _opened,
    "meetings.moved": _moved,
    "meetings.presence": _presence,
    "meetings.seat_added": lambda book, data: _("又请了 %(name)s") % {"name": book.seat(data["meeting_seat_id"])},
    "meetings.item": lambda book, data: (
        _("第 %(n)d 项：%(title)s") % {"n": data["number"], "title": book.item(data["item_id"])}
    ),
    "meetings.item_noted": lambda book, data: _("记下，留到下次：%(title)s") % {"title": book.item(data["item_id"])},
    "meetings.interest": lambda book, data: (
        _("%(name)s 申报利害关系，不参加这一项表决") % {"name": book.seat(data["meeting_seat_id"])}
    ),
    "meetings.floor": _floor,
    "meetings.motion": _motion,
    "meetings.decided": _decided,
    "meetings.closed": lambda book, data: _("散会"),
    "meetings.minutes_amended": lambda book, data: (
        _("%(name)s 改了一处记录") % {"name": book.seat(data["meeting_seat_id"])}
    ),
    "meetings.published": lambda book, data: _("记录公布了"),
}


# --- the minutes


def minutes_lines(book: Book, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The minutes as sentences: what was drafted, or what somebody who was there put in its place."""
    found = []
    for number, line in enumerate(lines):
        drafted = _LINES[line["kind"]](book, line["id"])
        found.append({
            "number": number, "kind": line["kind"], "text": line["text"] or drafted, "drafted": drafted,
            "amended": bool(line["text"]), "head": line["kind"] in ("item", "noted"),
        })  # fmt: skip
    return found


def _line_called(book: Book, row: int) -> str:
    meeting = book.meeting
    said = _("%(body)s %(called)s 通知，%(starts)s 在%(where)s 开%(orders)s。")
    return said % {
        "body": book.body, "called": when(meeting.called_at), "starts": when(meeting.opened_at or meeting.starts),
        "where": meeting.where or meeting.place.name, "orders": words.ORDERS[meeting.orders],
    }  # fmt: skip


def _line_present(book: Book, row: int) -> str:
    names = [_with_proxy(book, seat) for seat in book.seats if seat.arrived_at]
    return _("到会：%(names)s。") % {"names": _("、").join(names)}


def _with_proxy(book: Book, seat: Any) -> str:
    name = book.names[seat.pk]
    return (
        _("%(name)s（托 %(holder)s）") % {"name": name, "holder": book.seat(seat.proxy_id)} if seat.proxy_id else name
    )


def _line_absent(book: Book, row: int) -> str:
    names = [book.names[seat.pk] for seat in book.seats if not seat.arrived_at]
    return _("没到：%(names)s。") % {"names": _("、").join(names)}


def _line_opened(book: Book, row: int) -> str:
    facts = [fact for fact in selectors.log(book.meeting.pk) if fact.kind == "meetings.opened"]
    fact = facts[row] if row < len(facts) else None
    return f"{hour(fact.at)} {_opened(book, fact.data)}" if fact else ""


def _line_item(book: Book, row: int) -> str:
    item = book.items[row]
    return _("第 %(n)d 项（%(kind)s）：%(title)s") % {
        "n": item.number, "kind": words.ITEM_KINDS[item.kind], "title": item.title,
    }  # fmt: skip


def _line_said(book: Book, row: int) -> str:
    turn = book.turns[row]
    return _("%(name)s 发言：%(note)s") % {"name": book.seat(turn.seat_id), "note": turn.note or _("（没有记要点）")}


def _line_motion(book: Book, row: int) -> str:
    motion = book.motions[row]
    said = _("%(name)s 提出修正案：%(text)s") if motion.amends_id else _("%(name)s 提出：%(text)s")
    return said % {"name": book.seat(motion.mover_id), "text": motion.text}


def _line_result(book: Book, row: int) -> str:
    motion = book.motions[row]
    if motion.decided_at is None:
        return _("没有表决：%(text)s") % {"text": motion.text}
    numbers = {"yes": motion.yes, "no": motion.no, "abstain": motion.abstain, "present": motion.present}
    return _result(motion.state == "passed", numbers) + motion.text.rstrip("。") + _("。") + amended(book, motion)


def amended(book: Book, motion: Motion) -> str:
    """How it reads with what was carried before it; nothing where nothing was."""
    text = selectors.worded(motion, list(book.motions.values()))
    return "" if text == motion.text else _("照改过的写法：%(text)s。") % {"text": text.rstrip("。")}


def _line_resolution(book: Book, row: int) -> str:
    made = book.resolutions[row]
    return _("%(kind)s：%(text)s。由%(owner)s 负责，%(due)s 前办好。") % {
        "kind": words.RESOLUTION_KINDS[made.kind], "text": made.text.rstrip("。"), "owner": made.owner.name,
        "due": when(made.due_at),
    }  # fmt: skip


def _line_closed(book: Book, row: int) -> str:
    return _("%(at)s 散会。") % {"at": hour(book.meeting.closed_at)} if book.meeting.closed_at else ""


def _line_interest(book: Book, row: int) -> str:
    barred = selectors.interested(row)
    names = _("、").join(book.names[seat.pk] for seat in book.seats if seat.pk in barred)
    return _("申报利害关系、没有参加表决：%(names)s。") % {"names": names}


_LINES: dict[str, Callable[[Book, int], str]] = {
    "called": _line_called,
    "present": _line_present,
    "absent": _line_absent,
    "opened": _line_opened,
    "item": _line_item,
    "noted": lambda book, row: _("会上有人提出、通知里没有，留到下次：%(title)s") % {"title": book.item(row)},
    "put_off": lambda book, row: _("这次没议，留到下次。"),
    "interest": _line_interest,
    "said": _line_said,
    "motion": _line_motion,
    "result": _line_result,
    "resolution": _line_resolution,
    "closed": _line_closed,
}


# --- how things stand


def needed(one: Needed) -> str:
    """One line of the quorum with its numbers."""
    numbers = {"have": one.have, "whole": one.whole, "least": one.least}
    if one.of == "kinds":
        return _("%(whole)d 种席位到了 %(have)d 种，要 %(least)d 种") % numbers
    if one.of == "kind":
        return _("%(kind)s %(whole)d 席到了 %(have)d 席，要 %(least)d 席") % {
            **numbers,
            "kind": words.SEAT_KINDS[one.kind],
        }
    return _("应到 %(whole)d，到了 %(have)d，要 %(least)d") % numbers


def standing(meeting: Meeting) -> dict[str, Any]:
    """Whether it may open, in words: what is missing, and each line of the quorum."""
    found = selectors.standing(meeting)
    return {
        "may_open": found.may_open,
        "core": [str(words.SEAT_KINDS[kind]) for kind in found.core_missing],
        "missing": [str(words.SEAT_KINDS[kind]) for kind in found.missing if kind not in found.core_missing],
        "lines": [{"text": needed(one), "enough": one.enough} for one in found.needed],
    }


def findings(meeting: Meeting) -> list[dict[str, Any]]:
    """What the rule runner found, in words; of what has not come yet nothing is said."""
    coming = {"minuted": ("signed", "published"), "approved": ("published",)}.get(meeting.state, ())
    return [
        {"text": str(words.FINDINGS[one.code]), "kept": one.kept, "grave": one.grave}
        for one in selectors.checked(meeting)
        if one.code not in coming
    ]


TONES = {"called": "soon", "open": "now", "adjourned": "wait", "cancelled": "late"}
ICONS = {
    "called": "calendar-event", "open": "broadcast", "adjourned": "pause-circle", "closed": "pencil",
    "minuted": "pencil-square", "approved": "check2", "published": "check-lg", "cancelled": "x-lg",
}  # fmt: skip


def state(meeting: Meeting) -> dict[str, str]:
    """A meeting's state as its word, tone and icon."""
    return {
        "word": str(words.STATES[meeting.state]),
        "tone": TONES.get(meeting.state, ""),
        "icon": ICONS[meeting.state],
    }


def card(meeting: Meeting) -> dict[str, Any]:
    """A meeting in a list."""
    orders = selectors.orders(meeting.orders)
    return {
        "meeting": meeting,
        "orders": words.ORDERS[meeting.orders],
        "when": when(meeting.starts),
        "where": meeting.where or meeting.place.name,
        "decides": words.DECIDES[orders.decides],
        "open_to_all": orders.open_to_all,
        **state(meeting),
    }


def law_of(meeting: Meeting) -> list[str]:
    """The rules behind notice, quorum and passing on the day of the call, as a notice cites them."""
    day = meeting.called_at.astimezone(CHINA).date()
    found = []
    for rule in selectors.grounds(meeting.orders, day):
        found.append(f"{rule.law}{rule.article}" if rule.law else rule.note)
    return list(dict.fromkeys(found))


def owners_for(meeting: Meeting) -> list[Any]:
    """The bodies that may be charged with a resolution: those of the place and those that sit here."""
    around = organisations.bodies_at(meeting.place)
    inside = list(organisations.bodies_within(meeting.place)[:200])
    return list({body.pk: body for body in [meeting.body, *around, *inside]}.values())
