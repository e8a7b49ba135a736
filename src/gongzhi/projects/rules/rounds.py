"""How a round of a participatory budget and each of its proposals end: two tables, and the sums that must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

ROUND = Lifecycle(
    "round",
    states={
        "drafted": OPEN,
        "collecting": OPEN,
        "checking": OPEN,
        "voting": OPEN,
        "counted": OPEN,
        "carried": OPEN,
        "closed": CLOSED,
        "withdrawn": CLOSED,
    },
    start="drafted",
    moves=(
        Move("announce", ("drafted",), "collecting", "round.run", ("closes",)),
        Move("close_proposals", ("collecting",), "checking", "round.run"),
        Move("collect_again", ("checking",), "collecting", "round.run", ("closes", "reason")),
        Move("put_to_vote", ("checking",), "voting", "round.run", ("opens", "closes")),
        Move("check_again", ("voting",), "checking", "round.run", ("reason",)),
        Move("count", ("voting",), "counted", "round.run"),
        Move("carry", ("counted",), "carried", "round.run"),
        Move("close", ("counted", "carried"), "closed", "round.run", ("report",)),
        Move("withdraw", ("drafted", "collecting", "checking"), "withdrawn", "round.run", ("reason",)),
    ),
)

ITEM = Lifecycle(
    "proposal",
    states={
        "proposed": OPEN,
        "costed": OPEN,
        "admitted": OPEN,
        "refused": CLOSED,
        "merged": CLOSED,
        "taken_back": CLOSED,
        "chosen": CLOSED,
        "passed_over": CLOSED,
    },
    start="proposed",
    moves=(
        Move("cost", ("proposed", "costed"), "costed", "round.check", ("cost", "kind", "note")),
        Move("admit", ("costed",), "admitted", "round.check"),
        Move("refuse", ("proposed", "costed"), "refused", "round.check", ("ground", "note")),
        Move("look_again", ("costed", "admitted", "refused"), "proposed", "round.check", ("note",)),
        Move("merge", ("proposed", "costed"), "merged", "round.check", ("into", "note")),
        Move("unmerge", ("merged",), "proposed", "round.check", ("note",)),
        Move("take_back", ("proposed",), "taken_back", "round.own"),
        Move("choose", ("admitted",), "chosen", "round.run"),
        Move("pass_over", ("admitted",), "passed_over", "round.run"),
    ),
)

# Who must act in each open state: the kind of duty, and the rule that gives its limit (the day that was announced
# decides where there is one; a vote has its own clock).
ROUND_DUTIES = {
    "drafted": ("plan", "round.draft_limit"),
    "collecting": ("review", "round.check_limit"),
    "checking": ("review", "round.check_limit"),
    "counted": ("carry_out", "round.carry_limit"),
    "carried": ("fulfil", "round.close_limit"),
}
# What a community may still put right in its proposals.
OPEN_FOR_CHECKS = ("collecting", "checking")


def whole_yuan(fen: int) -> bool:
    """Whether an amount is whole yuan: on a ballot money is divided by the yuan."""
    return fen > 0 and fen % 100 == 0


def over_cap(cost: int, cap: int | None) -> bool:
    """Whether a cost passes the cap of its kind; meeting it exactly does not."""
    return cap is not None and cost > cap


def spent(costs: Mapping[str, int], winners: Iterable[str]) -> int:
    """What the winners cost together, in fen."""
    return sum(costs[key] for key in winners)


def per_head(budget: int, people: int) -> int | None:
    """Everybody's equal share in whole fen, rounded down; None without people."""
    return budget // people if people else None
