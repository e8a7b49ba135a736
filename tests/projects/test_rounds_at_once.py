"""Two desks at once: the result is taken once, a cost has two persons, and the sum of a fund is promised once."""

from __future__ import annotations

import pytest
from tests import world
from tests.at_once import at_once, codes
from tests.projects.rounds_world import DAY, ENDS, PURPOSE, budget_of

from gongzhi.kernel import clock
from gongzhi.ledger import selectors as ledger
from gongzhi.projects.models import Project, Round
from gongzhi.projects.services import rounds, rounds_items, rounds_votes


@pytest.mark.django_db(transaction=True)
def test_a_result_is_taken_once_and_a_sum_is_promised_once() -> None:
    with clock.at(world.MONDAY):
        budget = budget_of(world.build(), 12_000_000)
        budget.voting({"灯": 3_000_000, "坡道": 5_000_000}, 2).cast([["1", "2"], ["1", "2"]]).certified()
        pk, desk, second = budget.round.pk, budget.desk, budget.second
    takes = at_once(
        lambda: rounds_votes.take_result(actor=desk, round_id=pk),
        lambda: rounds_votes.take_result(actor=second, round_id=pk),
        when=ENDS + 10 * DAY,
    )
    assert codes(takes) == ["Carried", "Carried"] and sorted(one.again for one in takes) == [False, True]
    assert Project.objects.count() == 2 and ledger.free(budget.fund.pk, PURPOSE) == 4_000_000

    with clock.at(ENDS + 11 * DAY):
        for year in (2025, 2027):
            budget.open(4_000_000, year=year)
    drafts = list(Round.objects.filter(state="drafted").values_list("pk", flat=True))
    closes = ENDS + 30 * DAY
    announced = at_once(
        *(
            lambda draft=draft: rounds.move_round(actor=desk, round_id=draft, move="announce", closes=closes)
            for draft in drafts
        ),
        when=ENDS + 12 * DAY,
    )
    assert codes(announced) == ["Round", "over_free"] or codes(announced) == ["Round", "over_balance"]
    assert ledger.free(budget.fund.pk, PURPOSE) == 0

    with clock.at(ENDS + 13 * DAY):
        budget.round = Round.objects.get(state="collecting")
        item = budget.propose("树")
        rounds_items.check_cost(actor=desk, item_id=item.pk, cost="1万元", kind="micro_works", note="报价")
    decided = at_once(
        lambda: rounds_items.admit_item(actor=second, item_id=item.pk),
        lambda: rounds_items.refuse_item(actor=desk, item_id=item.pk, ground="planned", note="已经列了计划"),
        when=ENDS + 14 * DAY,
    )
    assert codes(decided) == ["RoundItem", "stale"]
