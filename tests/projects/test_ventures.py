"""Venture calls: blind scoring, the conflict rule, totals that come out again, tranches with reports (C12)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.projects.partners_world import DAY, Org, Partner, member, organisation, refused
from tests.projects.project_world import HOME
from tests.world import MONDAY, SETUP, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.ledger import services as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.projects import services
from gongzhi.projects.models import ScoreSheet, Tranche, VentureCall
from gongzhi.projects.rules import venture
from gongzhi.projects.selectors import partners
from gongzhi.projects.services import NewCall

CLOSES, AFTER = MONDAY + DAY, MONDAY + 2 * DAY
CRITERIA = (("需要不需要", 40), ("做得成做不成", 60))


class Call:
    """A call with three applicants, lived through by the community."""

    def __init__(self, street: World) -> None:
        self.street, self.one, self.two = street, street.actor("secretary"), street.actor("worker")
        self.body = street.body_of("secretary").pk
        purse = Partner(street, kind="venture")
        self.fund = purse.fund(10_000_000)
        self.orgs = [organisation(street, f"第{n}社") for n in "甲乙丙"]
        place = street.places[HOME].pk
        self.row = services.open_call(actor=self.one, body_id=self.body, place_id=place, new=self.new())

    def new(self, **change: Any) -> NewCall:
        plain: dict[str, Any] = {
            "title": "为老服务微创投", "text": "一年以内做完", "criteria": CRITERIA, "budget": 10_000_000,
            "most": 5_000_000, "closes": CLOSES, "fund_id": self.fund, "tranches": (60, 40),
        }  # fmt: skip
        return NewCall(**(plain | change))

    def put(self, org: Org, amount: int = 4_000_000, **said: str) -> Any:
        words = {"title": "陪诊", "text": "每周两次"} | said
        return services.put_proposal(actor=org.one, call_id=self.row.pk, amount=amount, **words)

    def scorer(self) -> Actor:
        who = Actor(person_id=people.reporter().pk)
        services.ask_scorer(actor=self.one, call_id=self.row.pk, person_id=who.person_id)
        return who

    def scoring(self) -> list[Any]:
        put = [self.put(org, 5_000_000 - n) for n, org in enumerate(self.orgs)]
        with clock.at(AFTER):
            services.start_scoring(actor=self.one, call_id=self.row.pk)
        return put

    def score(self, who: Actor, code: str, first: int, second: int) -> ScoreSheet:
        points = {"c1": first, "c2": second}
        return services.score(actor=who, call_id=self.row.pk, code=code, points=points)


@pytest.fixture
def call(street: World) -> Call:
    return Call(street)


@pytest.mark.django_db
@pytest.mark.row("C12")
def test_totals_come_out_again_from_the_published_file(call: Call):
    put = call.scoring()
    who = [call.scorer() for _n in range(3)]
    points = {put[0].code: (30, 40), put[1].code: (35, 35), put[2].code: (10, 20)}  # the first two: 70 each
    for scorer in who:
        for code, pair in points.items():
            call.score(scorer, code, *pair)
    call.score(who[0], put[2].code, 20, 20)  # put again: the last sheet counts
    with clock.at(AFTER):
        row = services.award(actor=call.one, call_id=call.row.pk)
    assert venture.digest(row.file) == row.digest
    found = venture.recount(json.loads(json.dumps(row.file)))
    assert [(t.points, t.first, t.of) for t in found] == [(210, 105, 300), (210, 90, 300), (100, 40, 300)]
    assert [t.code for t in found][:2] == [put[1].code, put[0].code]  # the tie goes by the first criterion
    assert [(t.awarded, t.why) for t in found] == [(True, ""), (True, ""), (False, "low")]
    assert {one["scorer"] for one in row.file["left_out"]} == set()
    assert "第" in row.file["proposals"][0]["body"]
    parts = [t.amount for t in partners.tranches_of(row.pk) if t.proposal_id == put[0].pk]
    assert parts == [3_000_000, 2_000_000]
    with refused("late"), clock.at(AFTER):
        services.award(actor=call.one, call_id=row.pk)


@pytest.mark.django_db
@pytest.mark.row("C12")
@pytest.mark.parametrize("tie", ["same_body", "term", "declared"])
def test_a_scorer_related_to_an_applicant_is_refused(call: Call, tie: str):
    put = call.scoring()
    org = call.orgs[1]
    with clock.at(AFTER):
        if tie == "same_body":
            with refused("tie"):
                services.ask_scorer(actor=call.one, call_id=call.row.pk, person_id=org.one.person_id)
            who = call.scorer()
            seat = seats.create_seat(actor=SETUP, body_id=org.body.pk, role="org_member")
            seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=who.person_id)  # after they were asked
        elif tie == "term":
            with clock.at(MONDAY):
                who = member(org.body.pk)
            term = seats_of(who)
            seats.end_term(actor=SETUP, term_id=term)
            with clock.at(AFTER + DAY), refused("tie"):
                services.ask_scorer(actor=call.one, call_id=call.row.pk, person_id=who.person_id)
            with clock.at(AFTER + 4 * 366 * DAY):  # long ago is no tie
                services.ask_scorer(actor=call.one, call_id=call.row.pk, person_id=who.person_id)
        else:
            who = call.scorer()
            services.declare_tie(actor=who, call_id=call.row.pk, body_id=org.body.pk, kind="family")
        with clock.at(AFTER + DAY), refused("tie"):
            call.score(who, put[0].code, 1, 1)
    assert not ScoreSheet.objects.exists()


def seats_of(who: Actor) -> int:
    return int(organisations.terms_of(who.person_id)[0].pk)


@pytest.mark.django_db
def test_a_tie_that_is_declared_late_takes_the_sheets_out(call: Call):
    put = call.scoring()
    who = [call.scorer() for _n in range(4)]
    for scorer in who:
        for row in put:
            call.score(scorer, row.code, 40, 60)
    services.declare_tie(actor=who[3], call_id=call.row.pk, body_id=call.orgs[0].body.pk, kind="money")
    with clock.at(AFTER):
        row = services.award(actor=call.one, call_id=call.row.pk)
    assert set(row.file["sheets"]) == {"S1", "S2", "S3"}
    assert row.file["left_out"] == [{"scorer": "S4", "why": "declared"}]
    assert venture.recount(row.file)[0].of == 300
    assert [t.why for t in venture.recount(row.file)] == ["", "", "budget"]  # the cheapest first; 10,000,000 is the end


@pytest.mark.django_db
def test_scorers_see_no_name(call: Call):
    with refused("named"):
        call.put(call.orgs[0], title="第甲社陪诊")
    call.put(call.orgs[0])
    who = call.scorer()
    seen = partners.blind(partners.scorer_of(call.row.pk, who.person_id))
    assert len(seen) == 1
    assert not any("第甲社" in str(one) or str(call.orgs[0].body.pk) == one.code for one in seen)
    assert partners.scorer_of(call.row.pk, call.one.person_id) is None
    with refused("knows_names"):  # the caller's own desk reads who proposes
        services.ask_scorer(actor=call.one, call_id=call.row.pk, person_id=call.two.person_id)
    with refused("late"):  # nothing is scored while others may still propose
        call.score(who, seen[0].code, 1, 1)


@pytest.mark.django_db
def test_what_does_not_fit_is_refused(call: Call):
    for change, code in (({"criteria": ()}, "criteria"), ({"criteria": (("a", 101),)}, "criteria"),
                         ({"tranches": (50, 49)}, "tranches"), ({"most": 10_000_001}, "budget"),
                         ({"closes": MONDAY}, "past")):  # fmt: skip
        with refused(code):
            services.open_call(
                actor=call.one, body_id=call.body, place_id=call.street.places[HOME].pk, new=call.new(**change)
            )
    with refused("over"):
        call.put(call.orgs[0], 5_000_001)
    with refused("denied"):
        services.put_proposal(actor=call.two, call_id=call.row.pk, title="x", text="x", amount=1)
    with refused("early"):
        services.start_scoring(actor=call.one, call_id=call.row.pk)
    put = call.scoring()
    who = call.scorer()
    for points in ({"c1": 1}, {"c1": 41, "c2": 1}, {"c1": -1, "c2": 1}, {"c1": True, "c2": 1}, {"c1": 1.5, "c2": 1}):
        with refused("points"):
            services.score(actor=who, call_id=call.row.pk, code=put[0].code, points=points)
    with refused("denied"):
        call.score(call.two, put[0].code, 1, 1)
    call.score(who, put[0].code, 1, 1)
    with clock.at(AFTER), refused("incomplete"):
        services.award(actor=call.one, call_id=call.row.pk)
    for row in put[1:]:
        call.score(who, row.code, 1, 1)
    with clock.at(AFTER), refused("few"):
        services.award(actor=call.one, call_id=call.row.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        ScoreSheet.objects.update(points={})
    with pytest.raises(IntegrityError), transaction.atomic():
        VentureCall.objects.update(state="awarded")


@pytest.mark.django_db
def test_the_next_tranche_waits_for_the_report(call: Call):
    put = call.scoring()
    for who in [call.scorer() for _n in range(3)]:
        for row in put:
            call.score(who, row.code, 40, 60)
    with clock.at(AFTER):
        services.award(actor=call.one, call_id=call.row.pk)
        one, two = [t for t in partners.tranches_of(call.row.pk) if t.proposal_id == put[2].pk]
        with refused("guarded"):
            services.ask_tranche(actor=call.one, tranche_id=two.pk)
        asked = services.ask_tranche(actor=call.one, tranche_id=one.pk)
        with refused("guarded"):
            services.ask_tranche(actor=call.one, tranche_id=one.pk)
        with refused("unpaid"):
            services.report_tranche(actor=call.orgs[2].one, tranche_id=one.pk, text="办了")
        ledger.approve_payment(actor=call.two, payment_id=asked.pk)
        with refused("denied"):
            services.report_tranche(actor=call.orgs[0].one, tranche_id=one.pk, text="不是自己的")
        services.report_tranche(actor=call.orgs[2].one, tranche_id=one.pk, text="陪诊 40 次")
        with refused("guarded"):  # reported is not accepted
            services.ask_tranche(actor=call.one, tranche_id=two.pk)
        services.settle_report(actor=call.two, tranche_id=one.pk, accept=True)
        services.ask_tranche(actor=call.one, tranche_id=two.pk)
    assert Tranche.objects.get(pk=one.pk).state == "accepted"


PAIRS = st.tuples(st.integers(0, 40), st.integers(0, 60))
SHEETS = st.lists(st.lists(PAIRS, min_size=4, max_size=4), min_size=1, max_size=4)


@given(sheets=SHEETS, amounts=st.lists(st.integers(1, 60), min_size=4, max_size=4), order=st.permutations(range(4)))
@settings(max_examples=60, deadline=None)
def test_neither_order_nor_chance_changes_an_award(sheets, amounts, order):
    rules = venture.Rules((("c1", 40), ("c2", 60)), 100, 30)
    entries = [venture.Entry("ABCD"[n], amounts[n]) for n in range(4)]
    given = {
        f"S{n}": {"ABCD"[k]: {"c1": pair[0], "c2": pair[1]} for k, pair in enumerate(sheet)}
        for n, sheet in enumerate(sheets, 1)
    }  # fmt: skip
    found = venture.outcome(rules, entries, given)
    assert found == venture.outcome(rules, [entries[n] for n in order], dict(reversed(given.items())))
    assert sum(t.amount for t in found if t.awarded) <= rules.budget
    assert all(t.points * 100 >= 30 * t.of for t in found if t.awarded)
    assert sum(venture.tranches(9_999_999, (33, 33, 34))) == 9_999_999
