"""Doing it: caps to the fen, the three without whom nothing starts, two persons, milestones, lot, verdicts, money."""

from __future__ import annotations

import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from PIL import Image
from tests.projects.project_world import BUILT, DAY, END, HOME, Life, picture
from tests.projects.test_project_life import refused
from tests.world import MONDAY

from gongzhi.duties import selectors as duties
from gongzhi.duties import services as clocks
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.ledger import selectors as ledger_read
from gongzhi.ledger import services as ledger
from gongzhi.people import services as people
from gongzhi.projects import selectors, services
from gongzhi.projects.models import Candidate, Contract, DateShift, Panellist, Project, Verdict
from gongzhi.projects.rules import acceptance
from gongzhi.record import services as record
from gongzhi.rulebook import selectors as rulebook

pytestmark = pytest.mark.django_db
CAPS = {"micro_works": 100_000_000, "micro_service": 50_000_000, "micro_goods": 50_000_000}


@pytest.mark.row("C06")
@pytest.mark.parametrize("kind", sorted(CAPS))
def test_a_cap_is_met_exactly_and_not_passed_by_one_fen(street, kind):
    life, cap = Life(street, kind), CAPS[kind]
    given = {"actor": life.one, "place_id": street.places[HOME].pk, "body_id": street.body_of("secretary").pk,
             "kind": kind, "title": "装扶手"}  # fmt: skip
    assert services.propose(needs=[life.need().pk], estimate_fen=cap, **given).estimate == cap
    with refused("cap"):
        services.propose(needs=[life.need("又一件").pk], estimate_fen=cap + 1, **given)
    rule = rulebook.rule(f"project.cap.{kind.removeprefix('micro_')}", MONDAY.date())
    assert rule.source and rule.unit == "fen"


@pytest.mark.row("C06")
def test_what_was_cheaper_than_thought_may_not_be_fixed_past_the_cap(street):
    life = Life(street, "micro_goods", cost=1_000_00).fixable()
    with refused("cap"):
        life.move("fix", cost=CAPS["micro_goods"] + 1)
    with refused("money"):
        life.move("fix", cost=2_000_00)
    with refused("over_balance"):
        life.move("fix", cost=2_000_00, fund_id=life.fund(1_999_99), purpose="micro_goods")
    assert ledger_read.free(life.fund_id, "micro_goods") == 1_999_99, "nothing is kept of what was refused"
    life.move("fix", cost=1_999_99, fund_id=life.fund_id, purpose="micro_goods")
    assert ledger_read.free(life.fund_id, "micro_goods") == 0
    life.move("talk_again", reason="再比一家")
    assert ledger_read.free(life.fund_id, "micro_goods") == 1_999_99


@pytest.mark.row("C06")
def test_money_in_is_money_out_and_balance_and_none_is_paid_too_early(street):
    life = Life(street, "micro_goods", cost=1_000_00).building()
    ref, builder = life.now().ref, street.body_of("manager").pk
    ask = {"fund_id": life.fund_id, "purpose": "micro_goods", "about": ref, "payee_body_id": builder, "paper": "发票",
           "reservation_id": life.now().reservation_id}  # fmt: skip
    with refused("guarded"):
        ledger.ask_payment(actor=life.one, amount=500_00, **ask)
    assert selectors.result_of(life.now()).spent == 0
    with clock.at(BUILT + 10 * DAY):
        life.met()
        life.move("hand_in")
    with refused("guarded"):
        ledger.ask_payment(actor=life.one, amount=500_00, **ask)
    _accepted(life)
    with clock.at(BUILT + 14 * DAY):
        with refused("guarded"):
            ledger.ask_payment(actor=life.one, amount=500_00, **{**ask, "payee_body_id": street.body_of("urban").pk})
        paid = ledger.ask_payment(actor=life.one, amount=600_00, **ask)
        with refused("guarded"):
            ledger.ask_payment(actor=life.one, amount=400_01, **ask)
        ledger.approve_payment(actor=life.two, payment_id=paid.pk)
    money = ledger_read.money_of(ref)
    assert (money.paid, money.reserved) == (600_00, 400_00)
    assert ledger_read.balance(life.fund_id, "micro_goods") == 1_000_00 - 600_00
    assert selectors.result_of(life.now()).over_cost == -400_00


def _accepted(life: Life) -> None:
    given = {"actor": life.one, "project_id": life.id}
    with clock.at(BUILT + 11 * DAY):
        services.call_acceptance(source="福彩 3D", **given)
    with clock.at(BUILT + 12 * DAY):
        services.draw_acceptance(seed="7 3 1", **given)
        for actor in life.panel():
            services.accept_as(person_id=actor.person_id, project_id=life.id, ok=True)
        life.move("pass")


@pytest.mark.row("C05")
def test_without_one_of_the_three_nothing_starts_and_any_number_may_join(street):
    life = Life(street).fixed()
    life.move("notice")
    services.add_milestone(actor=life.one, project_id=life.id, title="开始", due=END)
    given = {"actor": life.one, "project_id": life.id, "body_id": street.body_of("neighbour").pk}
    for role in ("community", "social_org", "social_worker"):
        with clock.at(BUILT), refused("core"):
            life.move("start", planned_end=END)
        services.set_team(role=role, **given)
    core = list(life.now().team.exclude(role="partner").values_list("pk", "role"))
    partners = [Actor(person_id=people.reporter(phone=f"137{n:08d}").pk) for n in range(12)]
    for actor in partners:
        services.join_team(actor=actor, project_id=life.id)
    with refused("again"):
        services.join_team(actor=partners[0], project_id=life.id)
    with refused("not_yours"):
        services.join_team(actor=partners[0], project_id=life.id, body_id=street.body_of("urban").pk)
    with refused("unknown_role"):
        services.set_team(role="partner", **given)
    assert services.leave_team(actor=partners[0], project_id=life.id) == 1
    assert list(life.now().team.exclude(role="partner").values_list("pk", "role")) == core
    assert life.now().team.filter(role="partner", left_at=None).count() == 11
    with clock.at(BUILT):
        life.move("start", planned_end=END)
    works = Life(street, "micro_goods").collected()
    with refused("closed_list"):
        services.join_team(actor=partners[0], project_id=works.id)


@pytest.mark.row("K09")
def test_one_person_cannot_both_propose_and_approve_a_builder_or_a_contract(street):
    life = Life(street, "micro_works", cost=900_00).fixed()
    given = {"actor": life.one, "project_id": life.id}
    with refused("no_builder"):
        services.draw_contract(amount=1, paper="合同 1 号", **given)
    with refused("over"):
        services.name_candidate(price=900_01, name="某施工队", **given)
    named = services.name_candidate(price=900_00, body_id=street.body_of("manager").pk, **given)
    with refused("same_person"):
        services.settle_candidate(actor=life.one, candidate_id=named.pk, choose=True)
    services.settle_candidate(actor=life.two, candidate_id=named.pk, choose=True)
    with refused("over"):
        services.draw_contract(amount=900_01, paper="合同 1 号", **given)
    drawn = services.draw_contract(amount=900_00, paper="合同 1 号", **given)
    with refused("same_person"):
        services.sign_contract(actor=life.one, contract_id=drawn.pk, sign=True)
    for table, first, second in ((Candidate, "named_by", "settled_by"), (Contract, "drawn_by", "signed_by")):
        row = table.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.filter(pk=row.pk).update(**{f"{second}_id": getattr(row, f"{first}_id"), "state": "refused"})
    services.sign_contract(actor=life.two, contract_id=drawn.pk, sign=True)
    assert Contract.objects.get().state == "signed"


@pytest.mark.row("K09")
def test_whoever_gains_by_it_decides_nothing(street):
    life = Life(street, "micro_works", cost=900_00).fixed()
    given = {"actor": life.one, "project_id": life.id}
    services.declare_interest(actor=life.two, project_id=life.id, kind="family")
    with refused("denied"):
        services.name_candidate(actor=life.two, project_id=life.id, price=1, name="亲戚的队")
    own = services.name_candidate(price=900_00, body_id=street.body_of("secretary").pk, **given)
    with refused("denied"):  # by the register: a seat in the body that was named
        services.settle_candidate(actor=life.one, candidate_id=own.pk, choose=True)
    with refused("denied"):
        life.move("talk_again", actor=life.two, reason="想换一家")
    with pytest.raises(DatabaseError), transaction.atomic():
        life.now().interests.all().delete()


@pytest.mark.row("C18")
def test_milestones_blockers_and_dates_that_moved_are_on_the_page_and_reach_the_street(street):
    life = Life(street).building()
    project, given = life.now(), {"actor": life.one, "project_id": life.id}
    first, _second, last = project.milestones.all()
    with clock.at(BUILT + 2 * DAY):
        with refused("past"):
            services.meet_milestone(actor=life.one, milestone_id=first.pk, on=(BUILT + 9 * DAY).date())
        services.meet_milestone(actor=life.one, milestone_id=first.pk)
        assert selectors.forecast_of(life.now()).late == 0
        stop = services.block(kind="approval", text="等街道批占道", body_id=street.body_of("urban").pk, **given)
        with refused("milestones"):
            life.move("hand_in")
    with clock.at(BUILT + 12 * DAY):
        assert selectors.forecast_of(life.now()).stopped == 10
        behind = selectors.late(street.places[HOME])[0]
        assert behind.project.pk == life.id and behind.blocked == 1 and behind.days == 10
    with clock.at(BUILT + 20 * DAY):
        clocks.tick()
        record.deliver()
        assert "review" in {d.kind for d in duties.open_of(project.ref)}, "too long in the way: the street must speak"
        with refused("denied"):
            services.unblock(actor=street.actor("neighbour"), blocker_id=stop.pk)
        services.unblock(actor=street.actor("urban"), blocker_id=stop.pk)
    assert last.due == END


@pytest.mark.row("C18")
def test_a_date_that_moves_keeps_the_old_one_its_reason_and_who_decided(street):
    life = Life(street).building()
    second, given = life.now().milestones.all()[1], {"actor": life.one, "project_id": life.id}
    with clock.at(BUILT + 12 * DAY):
        for bad, code in (({"reason": "whim"}, "unknown_shift"), ({"text": " "}, "missing"), ({"new": END}, "same")):
            with refused(code):
                services.shift_date(**{"new": (MONDAY + 50 * DAY).date(), "reason": "blocked", "text": "等批占道",
                                       **given, **bad})  # fmt: skip
        services.shift_date(new=(MONDAY + 50 * DAY).date(), reason="blocked", text="等批占道", **given)
        services.shift_date(
            new=(MONDAY + 36 * DAY).date(), reason="blocked", text="顺延", milestone_id=second.pk, **given
        )
    moved = DateShift.objects.order_by("pk").first()
    assert (moved.old, moved.new, moved.by_id) == (END, (MONDAY + 50 * DAY).date(), life.one.person_id)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_dateshift SET old = new")
    assert life.now().promised_end == END, "what was promised stays what was promised"


def test_photos_are_cleaned_and_say_the_difference(street):
    life = Life(street, "micro_works", cost=100).building()
    given = {"actor": life.one, "project_id": life.id}
    pair = life.now().photos.get()
    with pair.file.open() as file, Image.open(file) as made:
        assert made.format == "JPEG" and not made.getexif()
    for bad, code in (
        ({"file": io.BytesIO(b"not a picture")}, "photo_kind"), ({"alt": " "}, "missing"),
        ({"side": "during"}, "unknown_side"),
        ({"pair_id": None}, "unknown_pair"), ({"alt": pair.alt}, "same_words"),
    ):  # fmt: skip
        wish = {"side": "after", "file": picture(), "alt": "装了扶手", "pair_id": pair.pk, **given, **bad}
        with refused(code):
            services.add_photo(**wish)
    with clock.at(BUILT + DAY):
        for row in life.now().milestones.all():
            services.meet_milestone(actor=life.one, milestone_id=row.pk)
        with refused("photos"):
            life.move("hand_in")


def test_residents_are_drawn_by_a_seed_that_came_after_the_list(street):
    life = Life(street).accepting()
    given = {"actor": life.one, "project_id": life.id}
    services.declare_interest(actor=life.asked[0], project_id=life.id, kind="owns_there")
    with clock.at(BUILT + 11 * DAY):
        panel = services.call_acceptance(source="福彩 3D", **given)
        with refused("too_soon"):
            services.draw_acceptance(seed="7 3 1", **given)
        with refused("waiting"):
            services.call_acceptance(source="福彩 3D", **given)
    tokens = sorted(panel.people.values_list("token", flat=True))
    assert acceptance.digest(tokens) == panel.digest and len(tokens) == 8, "who gains by it is not on the list"
    with clock.at(BUILT + 12 * DAY):
        services.draw_acceptance(seed="7 3 1", **given)
        chosen = list(Panellist.objects.filter(panel=panel, drawn__isnull=False).order_by("drawn"))
        assert [row.token for row in chosen] == acceptance.drawn(tokens, "7 3 1")[:7]
        left = Panellist.objects.get(panel=panel, drawn=None)
        with refused("denied"):
            services.accept_as(person_id=left.person_id, project_id=life.id, ok=True)
        with refused("late"):
            services.accept_as(person_id=life.asked[0].person_id, project_id=life.id, ok=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Panellist.objects.filter(pk=left.pk).update(ok=True, answered_at=MONDAY)


def test_a_no_says_why_and_sends_it_back(street):
    life = Life(street).drawn()
    panel = life.now().panels.get()
    with clock.at(BUILT + 13 * DAY):
        for number, row in enumerate(panel.people.filter(drawn__isnull=False).order_by("drawn")):
            if number < 3:
                with refused("missing"):
                    services.accept_as(person_id=row.person_id, project_id=life.id, ok=False)
            said = {"ok": number >= 3, "words": "三楼的松了" if number < 3 else ""}
            services.accept_as(person_id=row.person_id, project_id=life.id, **said)
        with refused("answers"):
            life.move("pass")
        life.move("redo")
    assert list(panel.people.filter(ok=False).values_list("text", flat=True)) == ["三楼的松了"] * 3
    assert life.now().state == "building"


def test_who_is_silent_is_not_a_yes_and_the_next_in_the_lot_come_in(street):
    life = Life(street).drawn()
    given = {"actor": life.one, "project_id": life.id}
    with clock.at(BUILT + 13 * DAY):
        services.accept_as(person_id=life.panel()[0].person_id, project_id=life.id, ok=True)
        with refused("waiting"):
            life.move("pass")
        with refused("waiting"):
            services.draw_more(**given)
    with clock.at(BUILT + 30 * DAY):
        with refused("too_few"):
            life.move("pass")
        assert len(services.draw_more(**given)) == 2 and len(life.panel()) == 9
    with clock.at(BUILT + 50 * DAY):
        life.move("pass")
    assert life.now().state == "judging", "the whole list was asked: whoever spoke decides"


@pytest.mark.row("K07")
def test_who_handles_it_enters_no_verdict_and_the_share_has_its_interval(street):
    life = Life(street).judging()
    project, asked = life.now(), life.asked
    wish = {"project_id": life.id, "verdict": "wanted"}
    with clock.at(BUILT + 20 * DAY), refused("too_early"):
        services.judge(person_id=asked[0].person_id, **wish)
    with clock.at(project.verdict_from):
        for key in ("secretary", "worker", "neighbour", "officer"):
            with refused("denied"):
                services.judge(person_id=street.people[key], **wish)
        with refused("denied"):
            services.judge(person_id=asked[0].person_id, helper=life.one, **wish)
        with refused("unknown_verdict"):
            services.judge(person_id=asked[0].person_id, project_id=life.id, verdict="good")
        services.judge(person_id=asked[0].person_id, helper=street.actor("head"), **wish)
        for actor in asked[:3]:
            services.judge(person_id=actor.person_id, **wish)
        services.judge(person_id=asked[3].person_id, project_id=life.id, verdict="not_wanted", text="还是够不着")
        with refused("waiting"):
            life.move("close")
        found = selectors.verdicts_of(life.now())
    assert Verdict.objects.count() == 4 and (found.wanted, found.answered, found.asked) == (3, 4, 9)
    low, high = found.interval
    assert (round(low, 3), round(high, 3)) == (0.301, 0.954)
    with clock.at(project.verdict_until + DAY):
        clocks.tick()
        record.deliver()
    assert life.now().state == "closed" and life.now().need.state == "met", "the clock closes it"


@pytest.mark.row("Q32")
def test_what_was_promised_stands_beside_what_came_of_it(street):
    life = Life(street).judging()
    with clock.at(life.now().verdict_from):
        for actor in life.asked:
            services.judge(person_id=actor.person_id, project_id=life.id, verdict="not_wanted")
        life.move("close")
    found = selectors.promise_and_result(street.places[HOME])[0]
    assert (found.promised_cost, found.spent, found.over_cost) == (0, 0, 0)
    assert found.promised_end == END and found.days_late == -13
    assert (found.verdicts.wanted, found.verdicts.not_wanted) == (0, 9)
    assert life.now().need.state == "listed", "most say that it solved nothing: it is wanted still"
    assert selectors.promise_and_result(street.places["440305007011"]) == []


def test_a_bad_verdict_may_be_repaired_and_is_asked_anew(street):
    life = Life(street).judging()
    with clock.at(life.now().verdict_from):
        services.judge(person_id=life.asked[0].person_id, project_id=life.id, verdict="not_wanted", text="松了")
        with refused("missing"):
            life.move("repair", planned_end=(BUILT + 200 * DAY).date())
        life.move("repair", reason="三楼的扶手松了", planned_end=(BUILT + 200 * DAY).date())
    assert Project.objects.get(pk=life.id).state == "building"
