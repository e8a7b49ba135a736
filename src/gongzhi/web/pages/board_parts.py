"""What the board and the street's page show of figures: sentences, tables and charts, with small counts held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.cases import words as case_words
from gongzhi.indicators import selectors
from gongzhi.indicators import words as said
from gongzhi.indicators.selectors import Figures, GroupTime, Rate, rate_held, written
from gongzhi.web.parts import Chart, Column, Row, Series, Table
from gongzhi.web.timewords import exact

Link = Callable[..., str]  # figure and word → the address of the cases behind it, or ""


@dataclass(frozen=True)
class Reader:
    """For whom figures are shown: where a figure opens to, and which numbers of this page are held back.

    A number is named by its part of the page ("" the whole), its measure, and the word that narrows it. One below
    `least` (0: none is) is held back wherever it stands.
    """

    least: int
    link: Link
    held: frozenset[tuple[str, str, str]] = frozenset()

    def holding(self, held: frozenset[tuple[str, str, str]]) -> Reader:
        """The same reader before a page of which these numbers are held back."""
        return replace(self, held=held)

    def shows(self, count: int, measure: str = "", word: str = "", part: str = "") -> bool:
        """Whether a count may be shown as it is."""
        return (part, measure, word) not in self.held and (count == 0 or count >= self.least)

    def shows_rate(self, rate: Rate, part: str = "") -> bool:
        """Whether a rate with its two numbers may be shown, and there is one."""
        return rate.share is not None and rate.denominator >= self.least and not rate_held(self.held, rate.name, part)

    def number(self, count: int, measure: str = "", word: str = "", part: str = "") -> str:
        """A count in threes, or that it is held back; small or hidden beside a small one, it reads the same."""
        return f"{count:,}" if self.shows(count, measure, word, part) else _("不显示")

    def opening(self, count: int, figure: str, word: str = "") -> str:
        """A count as a link to the cases behind it, where it may be shown and there are any."""
        text = self.number(count, figure, word)
        url = self.link(figure, word) if count and self.shows(count, figure, word) else ""
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
    share, base = None, _("次数太少，或者能倒推出很小的数，不显示")
    if rate.denominator == 0:
        base = _("这几个月还没有可算的")
    elif reader.shows_rate(rate):
        share, base = rate.share, _("%(over)s / %(under)s 次，置信区间 %(span)s") % words
    return {"what": said.RATES[rate.name], "asks": said.RATE_ASKS[rate.name], "shown": percent(share), "base": base}


def answer(name: str, found: Figures, median: selectors.Median, reader: Reader) -> str:
    """The board's question answered in one or two sentences."""
    words = {
        "months": months_said(found.months.first, found.months.last),
        "place": name,
        "n": f"{found.count('reported'):,}",
    }
    if not found.count("reported"):
        return _("%(months)s，%(place)s还没有人反映。") % words
    text = _("%(months)s，%(place)s收到 %(n)s 件。") % words
    if not reader.shows(found.count("reported"), "reported"):
        text = _("%(months)s，%(place)s收到的件很少，数不显示，免得认出是谁。") % words
    if reader.shows_rate(found.solution):
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
    rows = [Row((said.MEASURES[m], reader.opening(found.count(m), m), use)) for m, use in said.USES.items()]
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
        for e in excluded:
            number = reader.opening(e.count, figure, e.ground)
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
    for j in found.by_channel(said.JUDGED_BY):
        base = j.judged and reader.shows(j.judged, "judged", j.channel)
        shares = [
            percent(n / j.judged) if base and reader.shows(n, measure, j.channel) else "–"
            for measure, n in (("solved", j.solved), ("satisfied", j.satisfied))
        ]
        rows.append(Row((said.JUDGED_BY[j.channel], reader.number(j.judged, "judged", j.channel), *shares)))
    return Table(_("自己评的和电话里评的，分开看"), columns, rows)


def places_table(caption: str, heading: str, rows: Sequence[tuple[str, str, Figures]], reader: Reader) -> Table:
    """Name, address and figures of places or bodies, in the order given (by code, never by score)."""
    columns = (Column(heading), Column(_("收到"), True), *(Column(said.RATES[r], True) for r in selectors.RATES))  # type: ignore[arg-type]
    made = [Row((name, *_place_cells(name, found, reader)), url) for name, url, found in rows]
    return Table(caption, columns, made, empty=_("这几个月还没有数。"))


def _place_cells(name: str, found: Figures, reader: Reader) -> list[str]:
    received = reader.number(found.count("reported"), "reported", part=name)
    return [received] + [
        format_html(
            '{}<br><span class="gz-quiet">{}</span>', percent(r.share), f"{r.numerator:,} / {r.denominator:,}"
        ) if reader.shows_rate(r, name) else "–"
        for r in found.rates
    ]  # fmt: skip


def timed_of(groups: Sequence[GroupTime], least: int) -> list[GroupTime]:
    """The groups of which enough was answered to say how long it took."""
    return [g for g in groups if g.median.hours is not None and g.median.count >= max(least, 1)]


def slowest_chart(groups: Sequence[GroupTime], reader: Reader) -> Chart:
    """Which kinds of matters take longest: median days by group, the slowest first."""
    slow = sorted(timed_of(groups, reader.least), key=lambda g: -(g.median.hours or 0))
    days = [round(((g.median.hours or 0) + 1) / 24, 1) for g in slow]
    total = sum(g.median.count for g in slow)
    text = _("答复过的件还太少，看不出哪一类久。")
    if slow:
        text = _("%(group)s最久，一半在 %(time)s内答复。") % {
            "group": slow[0].name,
            "time": hours_said((slow[0].median.hours or 0) + 1),
        }
    base = _("从反映到首次答复；共 %(n)s 件有答复的") % {"n": f"{total:,}"}
    if not reader.shows(total, "timed"):
        base = _("从反映到首次答复")
    return Chart(
        "slowest", _("哪几类问题最久？"), text, [g.name for g in slow],
        [Series(_("一半在几天内答复"), days)],
        "hbar", _("天"), base, _("事项大类"),
    )  # fmt: skip


def trend_chart(months: Sequence[tuple[int, Figures]], reader: Reader) -> Chart:
    """The three rates month by month; a month with too few judgements has a gap."""
    lines = [
        Series(str(said.RATES[name]), [_point(getattr(found, name), month, reader) for month, found in months])
        for name in selectors.RATES
    ]
    last = next((f for month, f in reversed(months) if _point(f.solution, month, reader) is not None), None)
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


def _point(rate: Rate, month: int, reader: Reader) -> float | None:
    return round(float(rate.share or 0) * 100, 1) if reader.shows_rate(rate, str(month)) else None


def sources_table(found: Figures, reader: Reader) -> Table:
    """Where matters come from, and of which class they are."""
    columns = (Column(_("从哪里来")), Column(_("件数"), True), Column(_("占比"), True))
    shares = selectors.source_shares(found)
    total = sum(shares.values())
    whole = reader.shows(total, "reported")
    rows = [
        Row((
            case_words.CHANNELS[ch], reader.opening(n, "reported", ch),
            percent(n / total) if whole and reader.shows(n, "reported", ch) else "–",
        ))
        for ch, n in shares.items() if n
    ]  # fmt: skip
    return Table(_("问题从哪里来"), columns, rows)


def busiest_table(groups: Sequence[GroupTime], reader: Reader) -> Table:
    """Of which groups most is said, and how long half of those answered took."""
    columns = (Column(_("事项大类")), Column(_("件数"), True), Column(_("一半在多久内答复"), True))
    rows = []
    for g in groups:
        known = g.median.hours is not None and reader.shows(g.median.count)
        took = hours_said((g.median.hours or 0) + 1) if known else "–"
        rows.append(Row((g.name, reader.number(g.classified, "group", g.group), took)))
    return Table(_("哪几类最多？"), columns, rows, empty=_("还没有定过类型的件。"))


def classes_table(found: Figures, reader: Reader) -> Table:
    """The four classes of what people say."""
    columns = (Column(_("四类民意")), Column(_("件数"), True))
    classes = selectors.intake_classes(found).classes
    rows = [Row((case_words.INTAKE_CLASSES[k], reader.number(n, "class", k))) for k, n in classes.items()]
    return Table(_("收到的是哪四类"), columns, rows)


def as_of_said(found: Figures) -> str:
    """Until when everything is counted."""
    return _("算到 %(at)s") % {"at": exact(found.as_of)}
