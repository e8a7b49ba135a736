"""What the rates page says of the work itself: the four platforms, what was sent on, asking again, wrong sortings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.cases.selectors.platforms import Command, crossing
from gongzhi.indicators import words as said
from gongzhi.indicators.selectors import Months, Scope, written
from gongzhi.indicators.selectors.burden import Again, OffDuty, again, off_duty
from gongzhi.indicators.selectors.platforms import by_platform
from gongzhi.kernel.actor import Actor
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import PLATFORMS, matter_name
from gongzhi.web.pages.board_forms import query
from gongzhi.web.pages.board_parts import Reader, percent
from gongzhi.web.parts import Column, Row, Table


def work(actor: Actor, place: Any, scope: Scope, months: Months, reader: Reader) -> dict[str, Any]:
    """The tables of this part, for a street or a community."""
    area = {"community_id": place.pk} if place.level == "community" else {"street_id": place.pk}
    off, more = off_duty(scope, months), again(scope, months)
    return {
        "platforms": _platforms(by_platform(scope, months), place),
        "crossing": _crossing(crossing(actor, **area)),
        "off_duty": _off_duty(off, reader),
        "off_duty_months": _by_month(off),
        "sent_on": _sent_on(off),
        "again": _again(more, place, months, reader),
    }


def _platforms(counts: dict[str, int], place: Any) -> Table:
    narrow = f"&community_id={place.pk}" if place.level == "community" else ""
    total = sum(counts.values())
    rows = [
        Row(
            (PLATFORMS.get(word, _("现行清单里没有的类型")), f"{n:,}", percent(n / total) if total else "–"),
            f"{reverse('street_cases')}?platform={word}{narrow}" if word else "",
        )
        for word, n in counts.items()
        if word or n
    ]
    columns = (Column(_("四平台")), Column(_("件数"), True), Column(_("占比"), True))
    return Table(_("每件按事项类型归一个平台"), columns, rows, (_("合计"), f"{total:,}", "100.0%" if total else "–"))


def _crossing(found: list[Command]) -> Table:
    """Open cases that need several platforms, each with its one lead."""
    columns = (Column(_("件号")), Column(_("说的是")), Column(_("要几个平台")), Column(_("谁牵头")))
    rows = [
        Row(
            (one.case.pk, one.case.text[:40], _("、").join(str(PLATFORMS[p]) for p in one.platforms), one.lead.name),
            reverse("work_matter", args=[one.case.pk]),
        )
        for one in found
    ]
    return Table(_("正在办的跨平台的件，每件一个牵头"), columns, rows, empty=_("现在没有跨平台的件。"))


def line_name(code: str) -> str:
    """A line of the negative list in words."""
    return next((matter_name(n) for n in mandates.negatives() if n.code == code), _("清单上没有的"))


def _off_duty(found: OffDuty, reader: Reader) -> Table:
    rows = [Row((line_name(code), reader.opening(n, "off_duty", code))) for code, n in found.by_line.items()]
    columns = (Column(_("请社区做什么")), Column(_("件数"), True))
    total = (_("合计"), f"{found.total:,}") if found.total else ()
    return Table(_("不归社区做、转去市场或志愿者的"), columns, rows, total, empty=_("这几个月没有这样的事。"))


def _by_month(found: OffDuty) -> Table | None:
    if not found.total:
        return None
    rows = [Row((written(month), f"{n:,}")) for month, n in found.by_month.items()]
    return Table(_("一个月一个月看"), (Column(_("月份")), Column(_("件数"), True)), rows)


def _sent_on(found: OffDuty) -> str:
    """The share that was sent on for good, with its base and what the record can prove."""
    if not found.watched:
        return _("转走满期限、又认得出是谁的，还一件没有，算不出转成率。")
    words = {
        "share": percent(found.stayed_away / found.watched),
        "over": f"{found.stayed_away:,}",
        "under": f"{found.watched:,}",
    }
    return _("转走后没有再来问同样的事：%(share)s（%(over)s / %(under)s 件）。") % words


def _again(found: Again, place: Any, months: Months, reader: Reader) -> Table:
    """Row Q12: every number opens to its cases."""
    columns = (Column(_("多问了、分错了")), Column(_("件数"), True), Column(_("占比"), True))
    asked, said_ = _link("asked", len(found.asked), place, months), _link("said", len(found.said), place, months)
    rows = [
        _share(_("同一件，让反映人补充了两次以上"), asked, found.reported, len(found.asked)),
        _share(_("同一个人，期限内又说同一件事"), said_, found.reported, len(found.said)),
        _share(said.INSIDE["corrected"], reader.opening(found.wrong, "corrected"), found.sorted, found.wrong),
    ]
    rows += [
        Row((f"{_('其中')} · {said.HOW_SORTED.get(word, word)}", reader.opening(n, "corrected", word), "–"))
        for word, n in found.corrected.items()
    ]
    return Table(_("让人多说一遍、分错一次，各有多少？"), columns, rows)


def _share(label: Any, number: Any, base: int, count: int) -> Row:
    said_ = _("%(share)s（共 %(n)s 件）") % {"share": percent(count / base), "n": base} if base else "–"
    return Row((label, number, said_))


def _link(figure: str, count: int, place: Any, months: Months) -> Any:
    if not count:
        return "0"
    address = f"{reverse('street_again')}?{query(months, place=place.code, figure=figure)}"
    return format_html('<a href="{}">{}</a>', address, f"{count:,}")
