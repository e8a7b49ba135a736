"""Who speaks: how voices lie over communities and buildings, and a sheet of the buildings never heard from."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.indicators.selectors.voices import Count, Voices, voices
from gongzhi.people.words import VOLUNTARY, VOLUNTARY_FIELDS
from gongzhi.places import selectors as places
from gongzhi.web.pages.board_parts import percent
from gongzhi.web.pages.reading import place_of, reader_of
from gongzhi.web.parts import Chart, Column, Row, Series, Table
from gongzhi.web.timewords import exact

LISTED = 12  # buildings named on the page; the sheet names all


@require_safe
@login_required
def who_speaks(request: HttpRequest) -> HttpResponse:
    """Who speaks in the reader's street or community, and who was never heard from."""
    place = place_of(request, reader_of(request))
    found = voices(place)
    context = {
        "place": place,
        "name": place.name,
        "voices": found,
        "answer": answer(found),
        "as_of": _window(found),
        "skew": _skew(found),
        "chart": _chart(found) if found.fifths and found.enough else None,
        "inside": _inside(found),
        "splits": [_split_table(split, found.least) for split in found.splits],
        "unheard": _listed(found),
        "more": max(0, len(found.unheard) - LISTED),
        "sheet": f"{reverse('street_outreach')}?place={place.code}",
        "street": f"{reverse('street_voices')}?place={above.code}" if (above := _above(place)) else "",
    }
    return render(request, "web/voices.html", context)


@require_safe
@login_required
def outreach(request: HttpRequest) -> HttpResponse:
    """A sheet to take along: the buildings never heard from, by community and estate; never a person."""
    place = place_of(request, reader_of(request))
    found = voices(place)
    named = places.names_of([count.place for count in found.unheard], top="community")
    rows = [(named[count.place.pk].rpartition(places.BETWEEN_NAMES)[0], count) for count in found.unheard]
    groups = [(name, [count for _name, count in part]) for name, part in groupby(rows, key=lambda row: row[0])]
    context = {
        "place": place,
        "name": place.name,
        "groups": groups,
        "total": len(found.unheard),
        "as_of": _window(found),
        "back": f"{reverse('street_voices')}?place={place.code}",
    }
    return render(request, "web/voices_outreach.html", context)


def _listed(found: Voices) -> list[tuple[str, int]]:
    """The first buildings never heard from: where they stand, and their households."""
    some = found.unheard[:LISTED]
    named = places.names_of([count.place for count in some], top="community")
    return [(named[count.place.pk], count.households) for count in some]


def _above(place: Any) -> Any:
    return places.ancestor(place, "street") if place.level == "community" else None


def _window(found: Voices) -> str:
    since = f"{found.since.year}-{found.since.month:02}"
    return _("从 %(since)s 起，算到 %(at)s") % {"since": since, "at": exact(found.as_of)}


def _number(count: Count, least: int) -> str:
    """A number of voices, or that it is held back."""
    if count.held:
        return _("不到 %(n)s") % {"n": least} if count.voices < least else _("不显示")
    return f"{count.voices:,}"


def answer(found: Voices) -> str:
    """The page's question answered in one or two sentences."""
    if not found.total.voices:
        return _("这一年还没有人说话。")
    said = _("有 %(n)s 个声音。") % {"n": _number(found.total, found.least)}
    if found.unheard:
        words = {"n": f"{len(found.unheard):,}", "all": f"{len(found.cells):,}"}
        said += _("%(all)s 栋楼里，%(n)s 栋还没听到过。") % words
    return said


def _skew(found: Voices) -> str:
    """How uneven it is, with the limit, in words."""
    if not found.enough or found.gini is None:
        return _("点到楼栋的声音还太少，看不出各楼均不均。")
    words = {"gini": f"{float(found.gini):.2f}", "chance": f"{found.chance:.2f}", "limit": f"{float(found.limit):.2f}"}
    said = _("基尼系数 %(gini)s：0 是各楼一样多，1 是只有一栋在说。光靠巧合也会有 %(chance)s。") % words
    if found.skewed:
        return said + _("高出巧合 %(limit)s 以上，说话的楼太集中。") % words
    return said + _("没有高出巧合 %(limit)s 以上，不算偏。") % words


def _chart(found: Voices) -> Chart:
    """Five equal parts of the households, the most heard first: their shares of voices and of what was solved."""
    labels = [_("说得最多的五分之一"), _("第二份"), _("第三份"), _("第四份"), _("说得最少的五分之一")]
    series = [Series(_("占声音"), [_points(share) for share in found.fifths or ()])]
    if found.solved_fifths:
        series.append(Series(_("占解决了的件"), [_points(share) for share in found.solved_fifths]))
    top = percent(next(iter(found.fifths or ()), None))
    said = _("说得最多的五分之一住户，占了 %(share)s的声音。") % {"share": top}
    base = _("住户按所在楼栋的声音排队，分成一样多的五份") if found.by_homes else _("还没有登记住户，每栋楼算一样大")
    if found.averaged:
        base += _("；不显示的几栋，按它们的平均数算")
    return Chart("voices", _("谁在说话？"), said, labels, series, "hbar", "%", base, _("住户"))


def _points(share: Any) -> float:
    return round(float(share) * 100, 1)


def _inside(found: Voices) -> Table:
    """Communities of a street, or buildings of a community, with households and voices."""
    street = found.place.level == "street"
    head = _("哪个社区") if street else _("哪栋楼")
    columns = (Column(head), Column(_("住户"), True), Column(_("声音"), True), Column(_("每百户"), True))
    named = {} if street else places.names_of([c.place for c in found.inside], top="estate")
    url = reverse("street_voices")
    rows = [
        Row(
            (named.get(c.place.pk, c.place.name), _homes(c), _number(c, found.least), _rate(c)),
            f"{url}?place={c.place.code}" if street else "",
        )
        for c in found.inside
    ]
    if found.elsewhere is not None:
        rows.append(Row((_("没说到哪栋楼"), "–", _number(found.elsewhere, found.least), "–")))
    total = (_("合计"), _homes(found.total), _number(found.total, found.least), _rate(found.total))
    caption = _("各社区，按代码排，不排名次") if street else _("各楼，按小区排，不排名次")
    return Table(caption, columns, rows, total, empty=_("这里还没有登记楼栋。"))


def _homes(count: Count) -> str:
    return f"{count.households:,}" if count.households else "–"


def _rate(count: Count) -> str:
    """Voices a hundred households; a dash where either is not to be seen."""
    if count.held or not count.households:
        return "–"
    return f"{100 * count.voices / count.households:.1f}"


def _split_table(split: Any, least: int) -> Table:
    """What those who spoke said of themselves, small groups held back."""
    label = next(field.label for field in VOLUNTARY_FIELDS if field.name == split.field)
    words = {**VOLUNTARY[split.field], "": _("没有说")}
    rows = []
    for word, said in words.items():
        n = split.counts[word]
        rows.append(Row((said, _("不显示") if n is None else f"{n:,}", "–" if n is None else percent(n / split.total))))
    columns = (Column(str(label)), Column(_("人数"), True), Column(_("占比"), True))
    caption = _("说话的人：%(what)s（本人自愿说的）") % {"what": label}
    return Table(caption, columns, rows, (_("合计"), f"{split.total:,}", "100.0%"))
