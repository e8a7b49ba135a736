"""A residents' covenant from the first draft to the day on which it holds, and everything that stands in the way."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.deliberation import covenants as living
from tests.deliberation.covenants import CONSULTED, DAY, DECIDED, TEXT, drafted, move

from gongzhi.deliberation.models import Edition, Finding
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.services import covenant_check, covenants
from gongzhi.deliberation.services.covenants import NewClause, as_new
from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.people import services as people
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import deliver, replay

pytestmark = pytest.mark.django_db


def refused(code, call, *args, **given):
    """The refusal that the call must end in."""
    with pytest.raises(Refused) as refusal:
        call(*args, **given)
    assert refusal.value.code == code, refusal.value
    return refusal.value


def resident() -> Actor:
    """Somebody who lives here; nobody asks where they are registered."""
    return Actor(person_id=people.reporter(name="新来的").pk)


@pytest.mark.row("B11")
def test_from_a_draft_to_the_day_on_which_it_holds(street):
    one = drafted(street)
    who = resident()
    asked = covenants.propose(actor=who, edition_id=one.pk, asks="change", key=1, text="晚上九点半以后不放大声的音响。")
    refused("consulting", move, street, "worker", one, "submit")
    refused("proposals_open", move, street, "worker", one, "submit", CONSULTED)
    refused("missing", covenants.decline_proposal, actor=street.actor("worker"), proposal_id=asked.pk, answer=" ")
    draft = covenants.take_proposal(actor=street.actor("worker"), proposal_id=asked.pk)
    kinds = {c.key: c.kind for c in reading.changes(reading.draft_before(draft), draft)}
    assert kinds == {1: "changed", 2: "same", 3: "same"}
    refused("stale", move, street, "worker", one, "send")
    living.reviewed(street, one)
    one = living.voted(street, one)
    one = living.in_force(street, one)
    today = one.in_force_from
    assert today == (DECIDED + 16 * DAY).date() and (one.state, one.receipt) == ("in_force", "粤海备〔2026〕7 号")
    assert reading.rule_here(street.places["NYHY3"], "residents_covenant", today) == one
    assert reading.rule_here(street.places["NYHY3"], "residents_covenant", today - DAY) is None
    assert reading.rule_here(street.places["HHY1"], "residents_covenant", today) is None
    assert not list(duties.open_of(one.ref)), "no clock runs once the text holds"
    moves = [f.data["move"] for f in facts_about(one.ref) if f.kind == "deliberation.covenant_moved"]
    assert moves == ["submit", "put_to_vote", "pass", "send", "receive", "post", "start"]
    found = replay("deliberation.edition")
    assert (found.count, found.different) == (1, ())


@pytest.mark.row("B11")
def test_the_assembly_must_come_and_agree(street):
    one = drafted(street)
    living.reviewed(street, one)
    one = living.voted(street, one, came=5)  # exactly one half is not "more than one half"
    refused("not_passed", move, street, "worker", one, "pass", DECIDED)
    back = move(street, "worker", one, "reject", DECIDED)
    assert (back.state, back.vote_id, back.drafting_since) == ("drafting", None, DECIDED)


@pytest.mark.row("B11")
@pytest.mark.parametrize(("came", "state", "made"), [(6, "passed", "pass"), (5, "drafting", "reject")])
def test_the_certificate_makes_the_step_and_nobody_types_it(street, came, state, made):
    one = drafted(street)
    living.reviewed(street, one)
    living.voted(street, one, came=came)
    with clock.at(DECIDED):
        deliver()
        deliver()
    one.refresh_from_db()
    assert one.state == state
    facts = [f for f in facts_about(one.ref) if f.kind == "deliberation.covenant_moved"]
    assert (facts[-1].data["move"], facts[-1].actor) == (made, "system:covenants"), "once, from the certificate"


@pytest.mark.row("B11")
def test_without_a_receipt_nothing_is_in_force(street):
    one = drafted(street)
    living.reviewed(street, one)
    one = living.voted(street, one)
    move(street, "worker", one, "pass", DECIDED)
    refused("stale", move, street, "worker", one, "post", DECIDED, posted_on=DECIDED.date())
    move(street, "worker", one, "send", DECIDED)
    assert [d.body_id for d in duties.open_of(one.ref)] == [street.body_of("officer").pk], "the street must answer"
    refused("denied", move, street, "worker", one, "receive", DECIDED, receipt="自己给的")
    refused("missing", move, street, "officer", one, "receive", DECIDED, receipt=" ")
    for forged in ({"state": "in_force"}, {"state": "in_force", "receipt": "x", "received_on": DECIDED.date()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=one.pk).update(**forged)
    move(street, "officer", one, "receive", DECIDED, receipt="备 1")
    refused("posted_on", move, street, "worker", one, "post", DECIDED, posted_on=(DECIDED + DAY).date())
    posted = move(street, "worker", one, "post", DECIDED, posted_on=DECIDED.date())
    assert posted.posted_until == (DECIDED + 16 * DAY).date(), "fifteen whole days, the day of posting not counted"
    early = DECIDED + 15 * DAY
    refused("not_posted", move, street, "worker", one, "start", early, in_force_from=early.date())
    day = (DECIDED + 15 * DAY).date()
    refused("too_early", move, street, "worker", one, "start", DECIDED + 20 * DAY, in_force_from=day)


@pytest.mark.row("J08")
def test_a_bad_clause_stops_the_vote_until_a_person_decided(street):
    one = drafted(street, NewClause("乱停车的，每次罚款五十元。"), NewClause("提前一天贴出停水停电的通知。"))
    move(street, "worker", one, "submit", CONSULTED)
    (found,) = Finding.objects.all()
    assert (found.check_code, found.key, found.found[:2]) == ("fine", 1, "罚款")
    with clock.at(CONSULTED):
        call = {"rule": "residents_assembly", "opens": CONSULTED + DAY, "closes": CONSULTED + 2 * DAY}
        vote = living.covenant_votes.call_vote
        refused("findings_open", vote, actor=street.actor("worker"), edition_id=one.pk, **call)
        decide = {"actor": street.actor("secretary"), "finding_id": found.pk}
        refused("missing", covenant_check.decide_finding, **decide, state="stands")
        refused("denied", covenant_check.decide_finding, actor=street.actor("neighbour"), finding_id=found.pk,
                state="change")  # fmt: skip
        covenant_check.decide_finding(**decide, state="change")
        refused("findings_change", vote, actor=street.actor("worker"), edition_id=one.pk, **call)
    back = move(street, "worker", one, "back", CONSULTED, reason="罚款要改成提醒")
    fixed = [NewClause("乱停车的，邻居先提醒。", key=1), as_new(reading.clauses(reading.last_draft(one))[1])]
    with clock.at(CONSULTED):
        covenants.save_draft(actor=street.actor("worker"), edition_id=back.pk, clauses=fixed)
    move(street, "worker", one, "submit", CONSULTED + 8 * DAY)
    assert not reading.last_draft(one).findings.exists()
    with clock.at(CONSULTED + 8 * DAY):
        refused("review_missing", vote, actor=street.actor("worker"), edition_id=one.pk, rule="residents_assembly",
                opens=CONSULTED + 9 * DAY, closes=CONSULTED + 10 * DAY)  # fmt: skip


@pytest.mark.row("J08")
def test_the_street_orders_a_correction_and_the_words_must_change(street):
    one = drafted(street)
    living.reviewed(street, one)
    one = living.voted(street, one)
    move(street, "worker", one, "pass", DECIDED)
    move(street, "worker", one, "send", DECIDED)
    refused("denied", move, street, "worker", one, "order", DECIDED, clauses=[3], reason="自己改自己")
    refused("missing", move, street, "officer", one, "order", DECIDED, clauses=[3], reason="")
    refused("unknown_clause", move, street, "officer", one, "order", DECIDED, clauses=[9], reason="没有这条")
    ordered = move(street, "officer", one, "order", DECIDED, clauses=[3], reason="写清楚在哪里牵绳")
    assert (ordered.state, ordered.receipt) == ("drafting", "")
    later = DECIDED + 8 * DAY
    refused("order_unmet", move, street, "worker", one, "submit", later)
    kept = [as_new(c) for c in reading.clauses(reading.last_draft(one))]
    with clock.at(DECIDED):
        new = [*kept[:2], NewClause("在楼道和院子里遛狗牵绳，随手清理。", key=3)]
        covenants.save_draft(actor=street.actor("worker"), edition_id=one.pk, clauses=new)
    assert move(street, "worker", one, "submit", later).state == "reviewing"


@pytest.mark.row("B13")
def test_each_day_has_its_rule_and_what_ended_is_kept(street):
    desk, committee = street.actor("worker"), street.body_of("worker")
    entry = {"rule_kind": "charter", "place_id": committee.place_id, "keeper_id": committee.pk, "title": "自治章程"}
    made = [
        covenants.register(
            actor=desk, **entry, clauses=[NewClause(f"第 {n} 次写的。")],
            papers=covenants.Papers("居民会议", f"备 {n}", day, day),
        )
        for n, day in enumerate((date(2020, 3, 1), date(2024, 3, 1)), 1)
    ]  # fmt: skip
    place = street.places["NYHY3"]
    for day, edition in ((date(2020, 2, 29), None), (date(2020, 3, 1), made[0]), (date(2024, 2, 29), made[0]),
                         (date(2024, 3, 1), made[1])):  # fmt: skip
        assert reading.rule_here(place, "charter", day) == edition
    assert [e.state for e in reading.editions(made[0].covenant_id)] == ["in_force", "superseded"]
    refused("dates", covenants.register, actor=desk, **entry, clauses=[NewClause("更早")],
            papers=covenants.Papers("补", "备 3", date(2023, 1, 1), date(2023, 1, 1)))  # fmt: skip
    refused("papers", covenants.register, actor=desk, **entry, clauses=[NewClause("没有回执")],
            papers=covenants.Papers("居民会议", "", date(2026, 1, 1), date(2026, 1, 1)))  # fmt: skip
    refused("elsewhere", drafted, street, rule_kind="city_covenant", place_id=street.places["440305"].pk)
    refused("level", drafted, street, rule_kind="owners_covenant")
    refused("denied", covenants.register, actor=resident(), **entry, clauses=[NewClause("外人")],
            papers=covenants.Papers("x", "y", date(2026, 1, 1), date(2026, 1, 1)))  # fmt: skip
    entries = {e.rule_kind: e for e, _newest in reading.register(place)}
    assert set(entries) == {"charter"}
    found = replay("deliberation.edition")
    assert (found.count, found.different) == (2, ())


def _held(street, kind: str, where: str, keeper: str, *clauses: NewClause) -> Edition:
    day = date(2024, 1, 1)
    return covenants.register(
        actor=street.actor("officer"), rule_kind=kind, place_id=street.places[where].pk,
        keeper_id=street.body_of(keeper).pk, title=kind, clauses=clauses,
        papers=covenants.Papers("大会", "备 9", day, day),
    )  # fmt: skip


@pytest.mark.row("B12")
@pytest.mark.row("B13")
def test_a_pact_that_collides_with_the_covenant_above_it_is_reported(street):
    upper = _held(street, "residents_covenant", "440305007010", "worker", *TEXT, NewClause("垃圾分类投放。"))
    lower = _held(
        street, "neighbour_pact", "NYHY3", "head",
        NewClause("十一点以后才安静。", subject="quiet", modality="must_not", bound="at_least", amount=23, unit="点"),
        NewClause("电动车可以在家充电。", subject="charging", modality="may"),
        NewClause("垃圾晚上倒。"),
        NewClause("邻居互相照应。"),
    )  # fmt: skip
    on = clock.today().date()
    found = {(hit.subject, hit.how, hit.conflict) for hit in reading.collisions(lower, on)}
    assert found == {("quiet", "looser", True), ("charging", "looser", True), ("waste", "unstructured", False)}
    assert reading.collisions(upper, on) == []
    assert {e.pk for e in reading.rules_here(street.places["NYHY3"], on)} == {upper.pk, lower.pk}
    assert [e.pk for e in reading.rules_here(street.places["NYHY"], on)] == [upper.pk]


def test_versions_and_facts_cannot_be_rewritten(street):
    one = drafted(street)
    clause = reading.clauses(reading.last_draft(one))[0]
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        type(clause).objects.filter(pk=clause.pk).update(text="改了")
    refused("stale", covenants.save_draft, actor=street.actor("worker"), edition_id=one.pk, clauses=TEXT, seen=9)
    same = [as_new(c) for c in reading.clauses(reading.last_draft(one))]
    refused("no_change", covenants.save_draft, actor=street.actor("worker"), edition_id=one.pk, clauses=same)
    refused("unknown_clause", covenants.save_draft, actor=street.actor("worker"), edition_id=one.pk,
            clauses=[NewClause("冒出来的", key=77)])  # fmt: skip
    refused("limit", covenants.save_draft, actor=street.actor("worker"), edition_id=one.pk,
            clauses=[NewClause("半截", subject="quiet", modality="must", amount=3)])  # fmt: skip
    refused("open", covenants.open_edition, actor=street.actor("worker"), covenant_id=one.covenant_id)


def test_a_proposal_names_nobody_and_only_its_own_may_take_it_back(street):
    one, who = drafted(street), resident()
    ask = {"actor": who, "edition_id": one.pk, "asks": "add"}
    refused("personal", covenants.propose, **ask, text="请管管 13812345678 那家的狗。")
    made = covenants.propose(**ask, text="楼道里不抽烟。", why="有孩子")
    refused("unknown", covenants.withdraw_proposal, actor=resident(), proposal_id=made.pk)
    refused("unknown_clause", covenants.propose, actor=who, edition_id=one.pk, asks="remove", key=44)
    covenants.withdraw_proposal(actor=who, proposal_id=made.pk)
    refused("stale", covenants.take_proposal, actor=street.actor("worker"), proposal_id=made.pk)
    again = covenants.propose(**ask, text="楼道里不抽烟。")
    refused("denied", covenants.take_proposal, actor=street.actor("neighbour"), proposal_id=again.pk)
    refused("missing", covenants.take_proposal, actor=street.actor("worker"), proposal_id=again.pk, text="改写的话")
    assert covenants.take_proposal(
        actor=street.actor("worker"), proposal_id=again.pk, text="楼道、电梯里不抽烟。", answer="电梯里也有人说"
    ).clauses.count() == 4  # fmt: skip


@pytest.mark.row("J08")
def test_a_text_that_was_adopted_elsewhere_is_looked_over_and_the_street_orders_it_corrected_in_force(street):
    held = _held(
        street, "owners_covenant", "NYHY", "worker", NewClause("欠费的业主，停用门禁卡。"), NewClause("互相照应。")
    )
    (found,) = Finding.objects.all()
    assert (found.check_code, found.draft.edition) == ("supply", held)
    given = {"clauses": [1], "reason": "不能停用门禁卡，改成提醒"}
    refused("denied", move, street, "worker", held, "order", **given)
    ordered = move(street, "officer", held, "order", **given)
    assert ordered.state == "in_force" and ordered.orders.get().in_force
    assert [(d.kind, d.body_id) for d in duties.open_of(held.ref)] == [("solve", street.body_of("worker").pk)]
    move(street, "officer", held, "order", **given)
    assert len(list(duties.open_of(held.ref))) == 1, "a second order starts no second clock"
    again = covenants.open_edition(actor=street.actor("worker"), covenant_id=held.covenant_id)
    assert (again.number, again.drafts.get().clauses.count()) == (2, 2)
