"""The ledger of what talking together came to, for everybody: counts that open to the things counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from gongzhi.deliberation import selectors, words
from gongzhi.deliberation.pages import gate, said
from gongzhi.deliberation.selectors import outcomes as book
from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.digits import digits
from gongzhi.meetings.words import ORDERS
from gongzhi.organisations import selectors as organisations

LISTED = 60


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """The counts of a place and a year; without a place, of every community here."""
    place, today = gate.here(request), clock.today().date()
    year = digits(request.GET.get("year")) or today.year
    year = year if 2000 <= year <= today.year else today.year
    place = place or _first()
    since, until = datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA)
    found = selectors.ledger(place, since, until) if place is not None else None
    context: dict[str, Any] = {"place": place, "year": year, "ledger": found}
    if found is not None:
        context |= {
            "answer": _answer(found), "months": [(name, many) for name, many in found.by_month],
            "orders": [(ORDERS.get(name, name), many) for name, many in found.by_orders],
            "solved": said.cards(book.solved(place, since, until).select_related("place")[:LISTED]),
            "decided": _decided(place, since, until), "following": said.cards(book.following(place)[:LISTED]),
            "before": year - 1 if year > 2000 else None, "after": year + 1 if year < today.year else None,
        }  # fmt: skip
    return render(request, "deliberation/ledger.html", context)


def _first() -> Any:
    body = organisations.bodies_of_kind("residents_committee").first()
    return body.place if body else None


def _answer(found: selectors.Ledger) -> str:
    if not found.sessions and not found.adopted:
        return _("这一年这里还没有商量过事。")
    one = ngettext("开了 %(n)d 场会", "开了 %(n)d 场会", found.sessions) % {"n": found.sessions}
    two = ngettext("解决了 %(n)d 件事", "解决了 %(n)d 件事", found.solved) % {"n": found.solved}
    three = ngettext("达成共识 %(n)d 件", "达成共识 %(n)d 件", found.consensus) % {"n": found.consensus}
    return _("，").join([one, two, three]) + _("。")


def _decided(place: Any, since: datetime, until: datetime) -> list[dict[str, Any]]:
    rows = book.decided(place, since, until).filter(topic__published_at__isnull=False)
    return [
        {"topic": row.topic, "outcome": words.OUTCOMES[row.outcome], "who": words.DECIDERS[row.decider], "at": row.at}
        for row in rows.select_related("topic").order_by("-at")[:LISTED]
    ]
