"""A whole demonstration year with hardly a case in it: last year's money, finished projects, the sources' numbers."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.config import demo_partners_checks

from gongzhi.config import demo
from gongzhi.indicators.selectors.source_numbers import NUMBERS, source_numbers
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger
from gongzhi.places import selectors as places
from gongzhi.projects.models import Project, Round
from gongzhi.projects.selectors import projects
from gongzhi.record.selectors import lineage

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.mark.row("P08")
@pytest.mark.row("P10")
@pytest.mark.row("P11")
@pytest.mark.row("P16")
@pytest.mark.row("A21")
@pytest.mark.row("C12")
@pytest.mark.row("C13")
@pytest.mark.row("C15")
@pytest.mark.row("C16")
def test_the_year_holds_what_the_sources_say(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    """One build, looked at from all sides: it is the dearest thing that a test does."""
    monkeypatch.setitem(demo.SCALES, "small", demo.Scale(0, 2, demo.YEAR))
    demo.build("small", lambda step, share: None)
    street = places.by_code("440305007")
    assert [f"{one.number.what}: {one.found}" for one in source_numbers(street) if not one.holds] == []
    out = StringIO()
    call_command("numbers", stdout=out)
    round_ = Round.objects.get()
    assert round_.state == "carried"
    finished = list(Project.objects.filter(state="closed", fund_id=round_.fund_id).order_by("pk"))
    assert len(finished) == 3 and projects.orphan_rate() == 0
    for one in finished:
        causes = {ref for ref, *_ in lineage(one.ref).causes}
        assert round_.ref in causes and Ref("voting.vote", round_.vote_id) in causes
        assert ledger.money_of(one.ref).paid > 0 and projects.verdicts_of(one).answered >= 5
        assert client.get(f"/projects/{one.pk}/").status_code == 200
    fund = next(one for one in ledger.funds_at(round_.place) if one.pk == round_.fund_id)
    paid = sum(ledger.money_of(one.ref).paid for one in Project.objects.filter(fund_id=round_.fund_id))
    assert ledger.balance(fund.pk) + paid == 33_000_000, "money in is money out and what is left"
    assert client.get(f"/funds/{fund.pk}/").status_code == 200
    assert client.get(f"/budget/{round_.pk}/result/").status_code == 200
    demo_partners_checks.every_part(client, round_.place)


def test_a_street_without_the_numbers_is_told_which_are_missing(db: None) -> None:
    assert {number.id for number in NUMBERS} >= {"P08", "P10", "P11", "P12", "P13", "P15", "P16", "P17", "P19"}
    with pytest.raises(CommandError, match="name a street"):
        call_command("numbers", "--street", "999")
