"""What the board and the street's page show of figures: sentences, tables and charts, with small counts held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.cases import words as case_words
from gongzhi.indicators import selectors
from gongzhi.indicators import words as said
from gongzhi.indicators.selectors import Figures, GroupTime, Rate, hidden, written
from gongzhi.web.parts import Chart, Column, Row, Series, Table
from gongzhi.web.timewords import exact

Link = Callable[..., str]  # figure and word → the address of the cases behind it, or ""


@dataclass(frozen=True)
class Reader:
    """For whom figures are shown: counts below `least` are held back (0: none), and where a figure opens to."""

    least: int
    link: Link

    def shows(self, count: int) -> bool:
        """Whether a count may be shown as it is."""
        return count == 0 or count >= self.least

    def number(self, count: int, held: bool = False) -> str:
        """A count in threes, or that it is too small to be shown."""
        if held or not self.shows(count):
            return _("不到 %(n)s") % {"n": self.least} if count < self.least else _("不显示")
        return f"{count:,}"

    def opening(self, count: int, figure: str, word: str = "", held: bool = False) -> str:
        """A count as a link to the cases behind it, where it may be shown and there are any."""
        text = self.number(count, held)
        url = self.link(figure, word) if count and not held and self.shows(count) else ""
        return format_html('<a href="{}">{}</a>', url, text) if url else text


def percent(share: Any) -> str:
    """A share in per cent with one decimal."""
    return "–" if share is None else f"{float(share) * 100:.1f}%"


def span(rate: Rate) -> str:
    """The interval in words."""
    if rate.interval is None:
        return "–"
    low, high = rate.interval
    return _("%(low)s 至 %(high)s") % {"low": percent(low), "high": percent(high)}


def months_said(first: int, last: int) -> str:
    """A range of months as text."""
    if first == last:
        return written(first)
    return _("%(first)s 至 %(last)s") % {"first": written(first), "last": written(last)}


def stats(found: Figures, reader: Reader) -> list[dict[str, Any]]:
    """The three rates as large numbers, each with its base; a base too small shows no rate."""
    return [_stat(rate, reader) for rate in found.rates]


def _stat(rate: Rate, reader: Reader) -> dict[str, Any]:
    words = {"over": f"{rate.numerator:,}", "under": f"{rate.denominator:,}", "span": span(rate)}
    if rate.denominator == 0:
        share, base = None, _("这几个月还没有可算的")
    elif not reader.shows(rate.denominator):
        share, base = None, _("不到 %(n)s 次，不显示") % {"n": reader.least}
    else:
        share, base = rate.share, _("%(over)s / %(under)s 次，置信区间 %(span)s") % words
    return {"what": said.RATES[rate.name], "asks": said.RATE_ASKS[rate.name], "shown": percent(share), "base": base}


def answer(name: str, found: Figures, median: selectors.Median, reader: Reader) -> str:
    """The board's question answered in one or two sentences."""
    words = {
        "months": months_said(found.months.first, found.months.last),
        "place": name,
        "n": reader.number(found.count("reported")),
    }
    if not found.count("reported"):
        return _("%(months)s，%(place)s还没有人反映。") % words
    text = _("%(months)s，%(place)s收到 %(n)s 件。") % words
    if reader.shows(found.solution.denominator) and found.solution.denominator:
        text += _("评过的 %(under)s 次里，%(over)s 次说解决了。") % {
            "over": f"{found.solution.numerator:,}",
            "under": f"{found.solution.denominator:,}",
        }
    if median.hours is not None and reader.shows(median.count):
        text += _("一半的件在 %(time)s内答复。") % {"time": hours_said(median.hours + 1)}
    return text


def hours_said(hours: int) -> str:
    """Whole hours as people say them: hours up to two days, then days with one decimal."""
    if hours <= 48:
        return _("%(n)s 小时") % {"n": hours}
    return _("%(n)s 天") % {"n": f"{hours / 24:.1f}".removesuffix(".0")}


def counts_table(found: Figures, reader: Reader) -> Table:
    """Every count that the rates are made of, and where it is used; each opens to its cases."""
    columns = (Column(_("计了什么")), Column(_("次数"), True), Column(_("用在哪里")))
    firsts = {measure: found.count(measure) for measure in ("in_time", "late", "missed")}
    held = hidden(firsts, reader.least)
    rows = [
        Row((said.MEASURES[m], reader.opening(found.count(m), m, held=m in held), use)) for m, use in said.USES.items()
    ]
    return Table(_("三率由这些数除出来"), columns, rows)


def excluded_table(found: Figures, reader: Reader) -> Table:
    """What was left out, ground by ground, with the basis; two rates share one list."""
    columns = (Column(_("没有算进来的")), Column(_("次数"), True), Column(_("从哪个率")), Column(_("依据")))
    lists = (
        ("no_response", said.RATES["response"], found.response.excluded),
        ("no_judgement", _("解决率、满意率"), found.solution.excluded),
    )
    rows = []
    for figure, rate, excluded in lists:
        held = hidden({e.ground: e.count for e in excluded}, reader.least)
        for e in excluded:
            number = reader.opening(e.count, figure, e.ground, e.ground in held)
            rows.append(Row((_ground(e.ground), number, rate, _basis(figure, e.ground))))
    return Table(_("没有算进三率的，一条一条写明"), columns, rows, empty=_("没有不算的。"))


def _ground(word: str) -> Any:
    return said.GROUNDS.get(word, word)


def _basis(figure: str, word: str) -> Any:
    return said.BASIS.get(f"{figure}.{word}") or said.BASIS.get(word, "–")


def channel_table(found: Figures, reader: Reader) -> Table:
    """The judgements apart by channel: do volunteers judge otherwise than those who were drawn?"""
    columns = (
        Column(_("怎么评的")),
        Column(_("评过的次数"), True),
        Column(said.RATES["solution"], True),  # type: ignore[arg-type]
        Column(said.RATES["satisfaction"], True),  # type: ignore[arg-type]
    )
    rows = []
    channels = found.by_channel(said.JUDGED_BY)
    held = hidden({j.channel: j.judged for j in channels}, reader.least)
    for j in channels:
        small = not j.judged or j.channel in held
        shares = ("–", "–") if small else (percent(j.solved / j.judged), percent(j.satisfied / j.judged))
        rows.append(Row((said.JUDGED_BY[j.channel], reader.number(j.judged, j.channel in held), *shares)))
    return Table(_("自己评的和电话里评的，分开看"), columns, rows)


def places_table(caption: str, heading: str, rows: Sequence[tuple[str, str, Figures]], reader: Reader) -> Table:
    """Name, address and figures of places or bodies, in the order given (by code, never by score)."""
    columns = (Column(heading), Column(_("收到"), True), *(Column(said.RATES[r], True) for r in selectors.RATES))  # type: ignore[arg-type]
    received = {name: found.count("reported") for name, _url, found in rows}
    held = hidden(received, reader.least)
    made = [
        Row(
            (name, reader.number(received[name], name in held), *(_share_cell(rate, reader) for rate in found.rates)),
            url,
        )
        for name, url, found in rows
    ]
    return Table(caption, columns, made, empty=_("这几个月还没有数。"))


def _share_cell(rate: Rate, reader: Reader) -> str:
    if rate.denominator == 0 or not reader.shows(rate.denominator):
        return "–"
    base = f"{rate.numerator:,} / {rate.denominator:,}"
    return format_html('{}<br><span class="gz-quiet">{}</span>', percent(rate.share), base)


def slowest_chart(groups: Sequence[GroupTime], reader: Reader) -> Chart:
    """Which kinds of matters take longest: median days by group, the slowest first."""
    shown = [g for g in groups if g.median.hours is not None and g.median.count and reader.shows(g.median.count)]
    slow = sorted(shown, key=lambda g: -(g.median.hours or 0))
    days = [round(((g.median.hours or 0) + 1) / 24, 1) for g in slow]
    total = sum(g.median.count for g in slow)
    text = _("答复过的件还太少，看不出哪一类久。")
    if slow:
        text = _("%(group)s最久，一半在 %(time)s内答复。") % {
            "group": slow[0].name,
            "time": hours_said((slow[0].median.hours or 0) + 1),
        }
    return Chart(
        "slowest", _("哪几类问题最久？"), text, [g.name for g in slow],
        [Series(_("一半在几天内答复"), days)],
        "hbar", _("天"), _("从反映到首次答复；共 %(n)s 件有答复的") % {"n": f"{total:,}"}, _("事项大类"),
    )  # fmt: skip


def trend_chart(months: Sequence[tuple[int, Figures]], reader: Reader) -> Chart:
    """The three rates month by month; a month with too few judgements has a gap."""
    lines = [
        Series(str(said.RATES[name]), [_point(getattr(found, name), reader) for _month, found in months])
        for name in selectors.RATES
    ]
    last = next((f for _m, f in reversed(months) if _point(f.solution, reader) is not None), None)
    text = _("还看不出变化：评价太少。")
    if last is not None:
        text = _("%(month)s 的解决率是 %(share)s，评了 %(n)s 次。") % {
            "month": written(last.months.last),
            "share": percent(last.solution.share),
            "n": last.solution.denominator,
        }
    labels = [written(month) for month, _found in months]
    base = _("每月按当月的回应和评价算；空缺的月份次数太少")
    return Chart("trend", _("一月比一月怎么样？"), text, labels, lines, "line", "%", base, _("月份"))


def _point(rate: Rate, reader: Reader) -> float | None:
    if rate.share is None or not reader.shows(rate.denominator):
        return None
    return round(float(rate.share) * 100, 1)


def sources_table(found: Figures, reader: Reader) -> Table:
    """Where matters come from, and of which class they are."""
    columns = (Column(_("从哪里来")), Column(_("件数"), True), Column(_("占比"), True))
    shares = selectors.source_shares(found)
    total, held = sum(shares.values()), hidden(shares, reader.least)
    rows = [
        Row((
            case_words.CHANNELS[ch], reader.opening(n, "reported", ch, ch in held),
            "–" if ch in held or not total else percent(n / total),
        ))
        for ch, n in shares.items() if n
    ]  # fmt: skip
    return Table(_("问题从哪里来"), columns, rows)


def busiest_table(groups: Sequence[GroupTime], reader: Reader) -> Table:
    """Of which groups most is said, and how long half of those answered took."""
    columns = (Column(_("事项大类")), Column(_("件数"), True), Column(_("一半在多久内答复"), True))
    held = hidden({g.group: g.classified for g in groups}, reader.least)
    rows = []
    for g in groups:
        known = g.median.hours is not None and reader.shows(g.median.count)
        took = hours_said((g.median.hours or 0) + 1) if known else "–"
        rows.append(Row((g.name, reader.number(g.classified, g.group in held), took)))
    return Table(_("哪几类最多？"), columns, rows, empty=_("还没有定过类型的件。"))


def classes_table(found: Figures, reader: Reader) -> Table:
    """The four classes of what people say."""
    columns = (Column(_("四类民意")), Column(_("件数"), True))
    classes = selectors.intake_classes(found).classes
    held = hidden(classes, reader.least)
    rows = [Row((case_words.INTAKE_CLASSES[k], reader.number(n, k in held))) for k, n in classes.items()]
    return Table(_("收到的是哪四类"), columns, rows)


def as_of_said(found: Figures) -> str:
    """Until when everything is counted."""
    return _("算到 %(at)s") % {"at": exact(found.as_of)}
