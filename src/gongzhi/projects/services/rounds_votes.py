"""Put a round to the vote, and turn a certified result into projects with their money reserved: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.places import selectors as places
from gongzhi.projects.events.rounds import RoundCarried
from gongzhi.projects.models.rounds import ItemSupport, Round, RoundItem
from gongzhi.projects.rules.rounds import ITEM, spent
from gongzhi.projects.selectors.rounds import unchecked, winners_of
from gongzhi.projects.services.needs import move_need, raise_need
from gongzhi.projects.services.needs_people import add_supporters
from gongzhi.projects.services.project_evidence import add_evidence
from gongzhi.projects.services.projects import move, propose
from gongzhi.projects.services.rounds import LONGEST, begin, give_back, lock_round, settle
from gongzhi.projects.services.rounds_items import Step, record_item
from gongzhi.record.services import append
from gongzhi.voting import selectors as voting_read
from gongzhi.voting import services as voting
from gongzhi.voting.services import NewOption

CLOCK = system("projects.rounds")
RULE = "equal_shares"
FINAL = ("certified", "published")


@dataclass(frozen=True)
class Carried:
    """What taking a result did: the round, the projects of its winners in the ballot's order, what they hold in fen."""

    round: Round
    projects: tuple[Any, ...]
    reserved: int
    again: bool = False


def put_to_vote(
    *, actor: Actor, round_id: int, opens: datetime, closes: datetime, items: Sequence[int] | None = None,
    question: str = "", secrecy: str = "secret", changeable: bool = True, seen: int | None = None,
) -> Any:  # fmt: skip
    """Draw up the vote over everything that was admitted, by Equal Shares, with the round's sum. Returns the vote.

    The roll, the notice, paper ballots and the count are the vote's own. `items`, where given, must be exactly the
    admitted ones. Refused: "stale", "denied", "unchecked" (proposals that nobody finished), "too_few" (fewer than
    two), "not_admitted", "left_out", and what the vote asks ("times", "secrecy").
    """
    with transaction.atomic():
        given = {"opens": opens, "closes": closes}
        change = begin(actor, lock_round(round_id), "put_to_vote", seen, given)
        found = change.round
        admitted = _on_the_ballot(found, items)
        vote = voting.draw_up(
            actor=actor, about=found.ref, body_id=found.body_id, place_id=found.place_id, title=found.title, rule=RULE,
            opens=opens, closes=closes, question=question, matter="", secrecy=secrecy, options=_options(admitted),
            charter={"budget": found.budget // 100, "changeable": changeable},
        )  # fmt: skip
        found.vote = vote
        settle(change)
    return vote


def _on_the_ballot(found: Round, wanted: Sequence[int] | None) -> list[RoundItem]:
    waiting = unchecked(found)
    if waiting:
        raise Refused(_("还有 %(n)d 个提案没有核完，核完再交投票。") % {"n": waiting}, code="unchecked")
    admitted = list(found.items.filter(state="admitted").select_related("place").order_by("number"))
    known = {item.pk for item in admitted}
    if wanted is not None and set(wanted) - known:
        raise Refused(_("没有核过、没有同意上票的提案，不能放上票。"), code="not_admitted")
    if wanted is not None and known - set(wanted):
        raise Refused(_("同意上票的提案，一个也不能漏。"), code="left_out")
    if len(admitted) < 2:
        raise Refused(_("至少要有两个提案上票，才用投票来分。"), code="too_few")
    return admitted


def _options(admitted: Sequence[RoundItem]) -> list[NewOption]:
    names = places.names_of([item.place for item in admitted], top="estate")
    return [
        NewOption(
            item.key, item.title, (item.cost or 0) // 100, text=item.text,
            where=(item.where or names.get(item.place_id, item.place.name))[:80],
        )
        for item in admitted
    ]  # fmt: skip


def check_again(*, actor: Actor, round_id: int, reason: str, seen: int | None = None) -> Round:
    """Back to the checks after the vote was withdrawn; a further vote may follow. Refused("vote_running")."""
    with transaction.atomic():
        change = begin(actor, lock_round(round_id), "check_again", seen, {"reason": reason.strip()})
        vote = voting_read.vote(change.round.vote_id or 0)
        if vote is not None and vote.state != "withdrawn":
            raise Refused(_("这次投票还在办，先撤回投票，再退回核价。"), code="vote_running")
        change.round.vote = None
        change.saying.append(("reason", clean(reason, LONGEST, "reason")))
        settle(change)
    return change.round


def note_result(round_id: int) -> Round:
    """The round's vote is certified: each proposal is marked as chosen or passed over. Again: nothing changes.

    Refused: "no_vote", "other_vote", "vote_withdrawn", "not_certified", "unknown_winner", "cost_changed",
    "over_budget".
    """
    with transaction.atomic():
        found = lock_round(round_id)
        if found.state == "voting":
            change = begin(CLOCK, found, "count", None, {})
            winners = _checked_winners(found)
            for item in found.items.filter(state="admitted").select_related("place").order_by("number"):
                _mark(change.actor, found, item, "choose" if item.key in winners else "pass_over")
            settle(change)
    return found


def _mark(actor: Actor, found: Round, item: RoundItem, name: str) -> None:
    step = ITEM.move(name, item.state)
    item.state, item.version = step.target, item.version + 1
    record_item(Step(item, found, step, actor, None, {}, clock.now()))


def _own_certified(found: Round) -> None:
    """The vote behind the round is its own, not withdrawn, and certified."""
    vote = voting_read.vote(found.vote_id or 0)
    if vote is None:
        raise Refused(_("这一轮还没有投票。"), code="no_vote")
    if vote.about != found.ref:
        raise Refused(_("这是别的事的投票，不能拿来用。"), code="other_vote")
    if vote.state == "withdrawn":
        raise Refused(_("这次投票撤回了，没有结果。"), code="vote_withdrawn")
    if vote.state not in FINAL:
        raise Refused(_("结果还没有核定，等异议期过了再立项目。"), code="not_certified")


def _checked_winners(found: Round) -> set[str]:
    """The winners of the round's own certified vote; everything that could be wrong is refused before money moves."""
    _own_certified(found)
    data, winners = winners_of(found)
    costs = {item.key: item.cost or 0 for item in found.items.filter(state="admitted")}
    if set(winners) - set(costs):
        raise Refused(_("结果里有没上票的提案，请核对投票。"), code="unknown_winner")
    asked = {option["key"]: option["cost"] * 100 for option in data["vote"]["options"]}
    if any(asked.get(key) != costs[key] for key in winners):
        raise Refused(_("花费和票上写的不一样，请核对。"), code="cost_changed")
    if spent(costs, winners) > found.budget:
        raise Refused(_("入选的加起来超过这一轮的钱，请核对投票。"), code="over_budget")
    return set(winners)


def take_result(*, actor: Actor, round_id: int, seen: int | None = None) -> Carried:
    """Make one project of every winner and reserve its cost out of the round's own sum; what is left is free again.

    All of them or none; taken twice, or by two at once, it changes nothing the second time. Refused as `note_result`,
    and: "denied", "stale".
    """
    with transaction.atomic():
        found = lock_round(round_id)
        require(actor, "round.run", found)
        if found.carried_at is not None:
            return _carried(found, again=True)
        if seen is not None and seen != found.version:
            raise Refused(_("这一轮刚有人动过，请看最新的情况，再决定。"), code="stale")
        _own_certified(found)
        note_result(round_id)
        change = begin(actor, lock_round(round_id), "carry", None, {})
        found = change.round
        give_back(change)
        chosen = list(found.items.filter(state="chosen").select_related("place").order_by("number"))
        for item in chosen:
            _make(actor, found, item)
        found.carried_at = change.now
        settle(change)
        done = _carried(found)
        fact = RoundCarried(found.pk, int(found.vote_id or 0), len(done.projects), done.reserved)
        append(fact, actor=actor, about=found.ref, seat=change.seat)
    return done


def _make(actor: Actor, found: Round, item: RoundItem) -> None:
    """The project of one winner: from its needs, by the certified vote, fixed at its price with the money held."""
    vote, answered = Ref("voting.vote", int(found.vote_id or 0)), _listed(item)
    _stand_behind(item, answered[0])
    made = propose(
        actor=actor, place_id=item.place_id, body_id=found.body_id, kind=item.kind, title=item.title, text=item.text,
        purpose=found.purpose, estimate_fen=int(item.cost or 0), needs=answered, about=item.ref,
    )  # fmt: skip
    for kind, about in (("topic", found.ref), ("discussion", found.ref), ("decision", vote)):
        add_evidence(actor=actor, project_id=made.pk, kind=kind, about=about)
    move(actor=actor, project_id=made.pk, move="deliberate")
    made = move(
        actor=actor, project_id=made.pk, move="fix", cost=item.cost, fund_id=found.fund_id, purpose=found.purpose
    )
    item.project = made
    item.save(update_fields=["project"])


def _stand_behind(item: RoundItem, need_id: int) -> None:
    """Whoever supported the proposal, or one merged into it, asked for it: they accept and judge it one day."""
    rows = ItemSupport.objects.filter(Q(item=item) | Q(item__into=item)).values_list("person_id", flat=True)
    add_supporters(actor=CLOCK, need_id=need_id, person_ids=rows)


def _listed(item: RoundItem) -> list[int]:
    """The needs that the project answers: those still on the list, else one of its own."""
    found = []
    for row in item.needs.select_related("need__root").order_by("pk"):
        need = row.need.root or row.need
        if need.state == "raised":
            need = move_need(actor=CLOCK, need_id=need.pk, move="list")
        if need.state in ("listed", "later"):
            found.append(need.pk)
    if not found:
        made = raise_need(
            actor=CLOCK, place_id=item.place_id, title=item.title, text=item.text, purpose=item.purpose,
            origin="resident",
        )  # fmt: skip
        found = [made.pk]
    return sorted(set(found))


def _carried(found: Round, *, again: bool = False) -> Carried:
    rows = list(found.items.exclude(project=None).select_related("project").order_by("number"))
    return Carried(found, tuple(row.project for row in rows), sum(row.cost or 0 for row in rows), again)
