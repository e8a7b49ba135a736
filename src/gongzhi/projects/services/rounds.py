"""Open a round of a participatory budget and make its moves: lock, look up, change, set the clock, write one fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel import clock, money
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.kernel.written import clean
from gongzhi.ledger import selectors as ledger_read
from gongzhi.ledger import services as ledger
from gongzhi.ledger.words import FEN
from gongzhi.places import selectors as places
from gongzhi.projects.events.rounds import BudgetChanged, RoundMoved, RoundOpened
from gongzhi.projects.models.rounds import Round, RoundItem, RoundWord
from gongzhi.projects.permits.rounds import Opening
from gongzhi.projects.rules.rounds import ROUND, ROUND_DUTIES, whole_yuan
from gongzhi.record.services import append
from gongzhi.rulebook import selectors as rulebook

TITLE, LONGEST = 60, 5000


@dataclass
class Change:
    """A move in the making: the locked round, by whom, with which inputs, and what is said about it."""

    round: Round
    step: Move
    seat: Seat | None
    actor: Actor
    given: dict[str, Any]
    now: datetime
    source: str
    saying: list[tuple[str, str]] = field(default_factory=list)


def lock_round(round_id: int) -> Round:
    """The round under a lock, with its place. Refused("unknown")."""
    found = Round.objects.select_for_update(of=("self",)).select_related("place").filter(pk=round_id).first()
    if found is None:
        raise Refused(_("没有这一轮，请回到列表再选。"), code="unknown")
    return found


def amount_of(given: int | str, name: str) -> int:
    """Fen, from fen or from an amount as people write it. Refused: "not_money", "amount" (nothing, or less)."""
    if isinstance(given, str):
        try:
            given = money.fen(given)
        except Refused as refused:
            raise Refused(refused.message, code=refused.code, field=name) from refused
    if given <= 0:
        raise Refused(_("钱数要大于零。"), code="amount", field=name)
    return given


def open_round(
    *, actor: Actor, body_id: int, place_id: int, fund_id: int, purpose: str, year: int, budget: int | str,
    title: str = "", text: str = "",
) -> Round:  # fmt: skip
    """Set down a round as a draft: so much (fen, or as people write it) of one purpose of one fund, for one year.

    Refused: "denied", "unknown_fund", "purpose", "whole_yuan", "over_free" with what is free, "already" (this place
    has a round of this fund, purpose and year), "year", "missing", "too_long".
    """
    place = places.get(place_id)
    seat = require(actor, "round.open", Opening(body_id, place.path)).seat
    sum_ = amount_of(budget, "budget")
    line = " ".join(title.split()) or _("%(year)s 年居民一起分的钱") % {"year": year}
    found = Round(
        place=place, body_id=body_id, fund_id=fund_id, purpose=purpose, year=year, budget=sum_,
        title=clean(line, TITLE, "title"), opened_at=clock.now(),
    )  # fmt: skip
    if not clock.today().year - 2 <= year <= clock.today().year + 1:
        raise Refused(_("请写今年、明年或者前两年的年份。"), code="year", field="year")
    check_money(found)
    with transaction.atomic():
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError as error:
            raise Refused(_("这里今年已经有一轮，花的是同一笔钱。"), code="already", field="year") from error
        if text.strip():
            say(found, "call", clean(text, LONGEST, "text"))
        append(RoundOpened(found.pk, place.pk, fund_id, purpose, year, sum_), actor=actor, about=found.ref, seat=seat)
        _set_clock(found, actor)
    return found


def check_money(found: Round) -> None:
    """The sum is whole yuan and no more than what is free in its fund and purpose."""
    fund = ledger_read.fund(found.fund_id)
    if fund is None or fund.unit != FEN:
        raise Refused(_("没有这笔资金，请重新选。"), code="unknown_fund", field="fund")
    if ledger_read.pot(found.fund_id, found.purpose) is None:
        raise Refused(_("这笔资金不能用在这里，请选它写明的用途。"), code="purpose", field="purpose")
    if not whole_yuan(found.budget):
        raise Refused(_("投票按整元分，请写整元。"), code="whole_yuan", field="budget")
    free = ledger_read.free(found.fund_id, found.purpose)
    if found.budget > free:
        said = _("这个用途现在只有 %(free)s 元没有占用，不能分得比它多。")
        raise Refused(said % {"free": money.yuan(max(free, 0))}, code="over_free", field="budget")


def change_budget(*, actor: Actor, round_id: int, budget: int | str, seen: int | None = None) -> Round:
    """Correct the sum of a round that was not announced yet. Refused as `open_round`; "stale" once announced."""
    with transaction.atomic():
        found = lock_round(round_id)
        seat = require(actor, "round.run", found).seat
        if found.state != "drafted" or (seen is not None and seen != found.version):
            raise _stale()
        before, found.budget = found.budget, amount_of(budget, "budget")
        check_money(found)
        found.version += 1
        found.save(update_fields=["budget", "version"])
        append(BudgetChanged(found.pk, before, found.budget), actor=actor, about=found.ref, seat=seat)
    return found


def move_round(*, actor: Actor, round_id: int, move: str, seen: int | None = None, **given: Any) -> Round:
    """Make one move of the table that needs no vote: announce, close_proposals, collect_again, close, withdraw.

    Refused: "stale" (another was quicker, or the table has no such move from here), "denied", "missing" with the
    field, and what the move itself asks.
    """
    if move not in _EFFECTS:
        raise _stale()
    with transaction.atomic():
        change = begin(actor, lock_round(round_id), move, seen, given)
        _EFFECTS[move](change)
        settle(change)
    return change.round


def begin(actor: Actor, found: Round, move: str, seen: int | None, given: dict[str, Any]) -> Change:
    """The move from where the locked round is, permitted and with all it needs; the state is already the new one."""
    step = next((m for m in ROUND.open_moves(found.state) if m.name == move), None)
    if step is None or (seen is not None and seen != found.version):
        raise _stale()
    seat = require(actor, step.permit, found).seat
    for need in step.needs:
        if given.get(need) in (None, ""):
            raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
    change = Change(found, step, seat, actor, given, clock.now(), found.state)
    found.state, found.version = step.target, found.version + 1
    return change


def settle(change: Change) -> None:
    """Save the moved round, set its clock, write its fact and the words that go with it."""
    found = change.round
    if not ROUND.is_open(found.state):
        found.closed_at = change.now
    found.save()
    _set_clock(found, change.actor)
    fact = RoundMoved(found.pk, change.step.name, change.source, found.state)
    append(fact, actor=change.actor, about=found.ref, seat=change.seat)
    for kind, text in change.saying:
        say(found, kind, text)


def say(found: Round, kind: str, text: str, item: RoundItem | None = None) -> None:
    """Words that belong to a round, or to one of its proposals."""
    RoundWord.objects.create(round=found, item=item, kind=kind, text=text, at=clock.now())


def _stale() -> Refused:
    return Refused(_("这一轮刚有人动过，请看最新的情况，再决定。"), code="stale")


def _set_clock(found: Round, actor: Actor) -> None:
    """Who must act next, and by when: what was due before is done."""
    end = duties.cancel if found.state == "withdrawn" else duties.discharge
    end(about=found.ref, actor=actor)
    if found.state not in ROUND_DUTIES:
        return
    kind, name = ROUND_DUTIES[found.state]
    start = found.proposals_close if found.state == "collecting" and found.proposals_close else clock.now()
    limit = rulebook.limit(name, start)
    due = duties_read.due_of(limit, start)
    duties.open_duty(kind=kind, about=found.ref, body_id=found.body_id, limit=limit, due_at=due, actor=actor)


# --- what each move changes ---


def _announce(change: Change) -> None:
    """From now on residents count on the sum: it is set aside in its fund."""
    found = change.round
    _until(change)
    check_money(found)
    held = ledger.reserve(
        actor=change.actor, fund_id=found.fund_id, purpose=found.purpose, amount=found.budget, about=found.ref
    )
    found.reservation_id = held.pk
    if change.given.get("text"):
        change.saying.append(("call", clean(change.given["text"], LONGEST, "text")))


def _until(change: Change) -> None:
    closes = change.given["closes"]
    if closes <= change.now:
        raise Refused(_("截止的日子要在现在以后。"), code="times", field="closes")
    change.round.proposals_close = closes


def _close_proposals(change: Change) -> None:
    """Nobody is cut off before the announced day."""
    closes = change.round.proposals_close
    if closes is not None and change.now < closes:
        raise Refused(_("征集还没有到公布的日子，不能提前结束。"), code="running")


def _collect_again(change: Change) -> None:
    _until(change)
    change.saying.append(("reason", clean(change.given["reason"], LONGEST, "reason")))


def _close(change: Change) -> None:
    found = change.round
    if change.source == "counted" and found.items.filter(state="chosen").exists():
        raise Refused(_("先把入选的立成项目，再公布总账。"), code="carry_first")
    if change.source == "counted":
        give_back(change)
    change.saying.append(("report", clean(change.given["report"], LONGEST, "report")))


def _withdraw(change: Change) -> None:
    give_back(change)
    change.saying.append(("reason", clean(change.given["reason"], LONGEST, "reason")))


def give_back(change: Change) -> None:
    """What the round held back in its fund is free again."""
    found = change.round
    if found.reservation_id is not None:
        ledger.release(actor=change.actor, reservation_id=found.reservation_id)
        found.reservation_id = None


_EFFECTS: dict[str, Callable[[Change], None]] = {
    "announce": _announce,
    "close_proposals": _close_proposals,
    "collect_again": _collect_again,
    "close": _close,
    "withdraw": _withdraw,
}
