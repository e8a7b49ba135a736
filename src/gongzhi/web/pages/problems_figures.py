"""The figures of a recurring problem: how often it is said, what the season brings, where, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.indicators.selectors import small_count
from gongzhi.kernel.clock import CHINA
from gongzhi.places import selectors as places
from gongzhi.triage.selectors import Beside, Weeks, weeks_of
from gongzhi.triage.selectors.problems import WEEK
from gongzhi.triage.selectors.reading import Spot, places_of_many, season_of
from gongzhi.web import timewords
from gongzhi.web.pages import problems_said as said
from gongzhi.web.parts import Area, Chart, MapView, Series

YEAR = timedelta(weeks=52)
LISTED = 30
AROUND = 8  # chances in ten that a week lies between the limits


def weekly(problem: Any) -> Chart:
    """How often it was said in each of the last 26 weeks."""
    weeks = weeks_of(problem.pk)
    labels = [timewords.day((weeks.start + n * WEEK).astimezone(CHINA).date()) for n in range(len(weeks.counts))]
    base = _("一周从同一个星期几起算，最后一周到现在为止")
    return Chart(
        "weekly", _("这件事多久说一次？"), _weekly_said(weeks, labels), labels,
        [Series(_("件数"), list(weeks.counts))], "bar", _("件"), base, _("哪天起的一周"),
    )  # fmt: skip


def _weekly_said(weeks: Weeks, labels: list[str]) -> str:
    total = sum(weeks.counts)
    if not total:
        return _("近 26 周没有人说。")
    most = max(weeks.counts)
    when = labels[weeks.counts.index(most)]
    numbers = {"total": said.messages_said(total), "most": said.messages_said(most), "when": when}
    return _("近 26 周 %(total)s，最多的一周从 %(when)s起，%(most)s。") % numbers + said.trend(weeks) + _("。")


def season(problem: Any) -> tuple[Chart | None, str]:
    """The next eight weeks beside last year's same weeks; or why nothing can be said."""
    coming, counts = season_of(problem.pk)
    if coming.reason == "too_short":
        return None, _("记录还不到一年，没有去年同期可比，说不准接下来会怎样。")
    if coming.reason:
        return None, _("去年同期件数太少，说不准接下来会怎样。")
    labels = [timewords.day(week.monday) for week in coming.weeks]
    before = [counts.get(week.monday - YEAR, 0) for week in coming.weeks]
    top = max(coming.weeks, key=lambda week: week.expected)
    numbers = {
        "sum": round(sum(week.expected for week in coming.weeks)), "when": timewords.day(top.monday),
        "low": top.low, "high": top.high, "sure": AROUND,
    }  # fmt: skip
    answer = _("按去年同期，接下来八周大约 %(sum)d 件。") % numbers
    answer += _("最多的一周从 %(when)s起，十有%(sure)d在 %(low)d 到 %(high)d 件之间。") % numbers
    series = [Series(_("去年同一周"), before), Series(_("预计"), [round(w.expected, 1) for w in coming.weeks])]
    base = _("去年的同一周，按今年近八周与去年同期的比调整")
    return Chart("season", _("接下来八周会多吗？"), answer, labels, series, "bar", _("件"), base, _("哪天起的一周")), ""


def where(problem: Any) -> MapView:
    """The places of the messages, estate by estate, as a map with the list beside it."""
    found = places_of_many([problem.pk])[problem.pk]
    names = spot_names(spot for spot, _many in found)
    drawn = len(found) > 1  # one place is no map
    areas = [_area(spot, names[spot.pk], many, drawn) for spot, many in found[:LISTED]]
    answer = _("说的人来自 %(n)d 个地方，最多的是%(name)s。") % {
        "n": len(found), "name": names[found[0][0].pk] if found else "",
    }  # fmt: skip
    return MapView("where", _("从哪里说的？"), answer if found else _("里面没有件了。"), areas, _("件"))


def spot_names(spots: Iterable[Any]) -> dict[int, str]:
    """The places' names from the estate down; one query."""
    return places.names_of(spots, top="estate")


def _area(spot: Spot, name: str, many: int, drawn: bool) -> Area:
    drawn = drawn and spot.lon is not None and spot.lat is not None
    point = {"type": "Point", "coordinates": [spot.lon, spot.lat]} if drawn else None
    return Area(str(spot.pk), name, many, geometry=point)


def where_said(spots: list[tuple[Spot, int]], names: dict[int, str]) -> str:
    """The places of a row: the first two by name, and how many more."""
    shown = Counter(names[spot.pk] for spot, _many in spots[:2])
    said_here = _("、").join(shown)
    if len(spots) <= 2:
        return said_here
    return _("%(names)s 等 %(n)d 处") % {"names": said_here, "n": len(spots)}


def beside(found: Beside | None, ident: str, *, public: bool) -> Chart | None:
    """As many days before it was taken up and since it was done; small counts are held back from the public."""
    if found is None:
        return None
    least = small_count() if public else 0
    counts = [found.before, found.after]
    held = [0 < count < least for count in counts]
    data = [None if hold else count for count, hold in zip(counts, held, strict=True)]
    labels = [_("确认以前 %(n)d 天") % {"n": found.days}, _("办好以后 %(n)d 天") % {"n": found.days}]
    said_counts = [
        _("不到 %(n)d 件") % {"n": least} if hold else said.messages_said(count)
        for count, hold in zip(counts, held, strict=True)
    ]
    words = {"days": found.days, "before": said_counts[0], "after": said_counts[1]}
    answer = _("同样 %(days)d 天：以前 %(before)s，以后 %(after)s。") % words
    return Chart(
        ident, _("办好以后，还有人说吗？"), answer, labels, [Series(_("件数"), data)], "hbar", _("件"),
        _("两边的天数一样长，从确认那天往前、从办好那天往后算"), _("哪一段"),
    )  # fmt: skip
