"""Casting: once, in time, on the roll, by one channel; what is refused says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.voting.living import CLOSES, DAY, OPENS, OWNERS, live, people_roll, projects
from tests.world import SETUP, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors as organisations
from gongzhi.people import services as people
from gongzhi.people.models import Person
from gongzhi.record.models import Fact
from gongzhi.voting import selectors, services
from gongzhi.voting.models import Ballot, Elector, Mark, UrnBallot, Voter

pytestmark = pytest.mark.django_db
YES, NO = {"answers": {"1": "for"}}, {"answers": {"1": "against"}}


def refused(code: str, act, /, *args, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*args, **given)
    assert caught.value.code == code, caught.value
    return caught.value


def test_a_roll_merges_units_of_one_holder_and_couples_and_the_developer(street: World) -> None:
    vote = live(street).vote
    heads = {e.key: (e.area, len(e.units)) for e in Elector.objects.filter(vote=vote)}
    assert heads == {
        "A": (16000, 2), "B": (8000, 1), "C": (12000, 1), "D + E": (9000, 1), "developer": (10000, 2),
    }  # fmt: skip


@pytest.mark.row("B15")
def test_importing_again_doubles_nothing_and_refused_rows_say_why(street: World) -> None:
    one = live(street)
    bad = OWNERS + "3-101,3 栋,F,孙,13800000009,八十,住宅\n1-101,1 栋,A,张一,13800000001,100.00,住宅\n,,,,,10,\n"
    report = services.import_roll(
        actor=one.desk[0], vote_id=one.vote.pk, data=bad.encode(), filename="r.csv", source="再导一次"
    )
    assert (report.new, report.changed, report.accepted) == (0, 0, 5)
    assert [number for number, _why in report.refused] == [10, 11, 12]
    assert Elector.objects.filter(vote=one.vote).count() == 5
    assert Voter.objects.filter(vote=one.vote).count() == 5


def test_a_whole_owners_vote_by_paper_and_phone(street: World) -> None:
    one = live(street).opened()
    for phone in ("1", "2", "3"):
        one.cast(one.person(f"1380000000{phone}"), choice=YES)
    with clock.at(OPENS + DAY):
        got = services.hand_in(actor=one.desk[0], vote_id=one.vote.pk, sheets=[4, 5])
        assert got.taken == (4, 5)
        for sheet in (4, 5):
            for reader in one.desk[:2]:
                services.enter_paper(actor=reader, vote_id=one.vote.pk, sheet=sheet, choice=NO)
    data = one.result()
    verdict = data["items"]["1"]["outcome"]["verdict"]
    assert verdict["state"] == "passed" and verdict["valid"] is True, verdict
    states = Fact.objects.filter(kind="voting.certified").values_list("data", flat=True)
    assert [(f["state"], f["valid"]) for f in states] == [("passed", True)]


@pytest.mark.row("B15")
def test_paper_and_electronic_never_both(street: World) -> None:
    one = live(street).opened()
    one.cast(one.person("13800000001"), choice=YES)
    with clock.at(OPENS + DAY):
        got = services.hand_in(actor=one.desk[0], vote_id=one.vote.pk, sheets=[1, 2])
    assert (got.taken, got.void) == ((2,), ((1, "electronic_first"),))
    refused("paper_first", one.cast, one.person("13800000002"), choice=YES)
    with clock.at(OPENS + DAY):
        refused("void", services.enter_paper, actor=one.desk[0], vote_id=one.vote.pk, sheet=1, choice=NO)
    assert Mark.objects.filter(vote=one.vote).count() == 2


def test_before_the_close_the_last_one_counts(street: World) -> None:
    one = live(street).opened()
    owner = one.person("13800000003")
    first = one.cast(owner, choice=YES)
    again = one.cast(owner, at=CLOSES, choice=NO)
    assert (first.again, again.again, again.changeable_until) == (False, True, CLOSES)
    refused("closed", one.cast, owner, at=CLOSES + timedelta(seconds=1), choice=YES)
    with clock.at(CLOSES + DAY):
        services.close_vote(actor=one.desk[0], vote_id=one.vote.pk)
    assert [v.choice for v in selectors.voices(one.fresh())] == [NO]
    assert Ballot.objects.filter(mark__vote=one.vote).count() == 2


def test_where_the_charter_says_once_a_second_ballot_is_refused(street: World) -> None:
    one = live(street, charter={"changeable": False}).opened()
    one.cast(one.person("13800000003"), choice=YES)
    refused("cast_already", one.cast, one.person("13800000003"), choice=NO)


def test_nobody_votes_outside_the_time_or_the_roll(street: World) -> None:
    one = live(street)
    owner = one.person("13800000001")
    refused("not_open", one.cast, owner, choice=YES)
    one.opened()
    refused("not_open", one.cast, owner, at=OPENS - DAY, choice=YES)
    refused("denied", one.cast, one.person("13900000099"), choice=YES)
    refused("denied", one.cast, one.person("13900000099"), choice=YES, elector_id=one.elector(1).pk)
    refused("denied", one.cast, owner, choice=YES, elector_id=one.elector(2).pk)
    refused("unlisted", one.cast, owner, choice={"answers": {"1": "for", "9": "for"}})
    refused("blank", one.cast, owner, choice={"answers": {}})
    refused("bad_choice", one.cast, owner, choice=["1"])
    assert not Mark.objects.filter(vote=one.vote).exists()


def test_while_the_roll_is_corrected_nobody_casts(street: World) -> None:
    one = live(street).opened()
    before = one.fresh().roll_digest
    one.cast(one.person("13800000002"), choice=YES)
    refused("stale", services.strike, actor=one.desk[0], elector_id=one.elector(2).pk)
    refused("missing", services.correct_roll, actor=one.desk[0], vote_id=one.vote.pk, reason=" ")
    with clock.at(OPENS + DAY):
        services.correct_roll(actor=one.desk[0], vote_id=one.vote.pk, reason="李二已经卖房")
    refused("correcting", one.cast, one.person("13800000001"), choice=YES)
    services.strike(actor=one.desk[0], elector_id=one.elector(2).pk)
    services.freeze(actor=one.desk[0], vote_id=one.vote.pk)
    one.cast(one.person("13800000001"), choice=YES)
    refused("struck", one.cast, one.person("13800000002"), choice=YES)
    now = one.fresh()
    assert (now.state, now.electors, now.correcting) == ("open", 4, False) and now.roll_digest != before
    assert Mark.objects.get(elector=one.elector(2)).void == "struck"


def test_proxies_up_to_the_limit(street: World) -> None:
    one = live(street, charter={"proxies": 2}).opened()
    holder = one.person("13800000001")
    for number in (2, 3):
        services.give_proxy(actor=one.desk[0], elector_id=one.elector(number).pk, holder_id=holder.person_id)
    refused(
        "proxy_limit", services.give_proxy, actor=one.desk[0], elector_id=one.elector(4).pk, holder_id=holder.person_id
    )
    other = one.person("13800000004")
    refused(
        "proxy_twice", services.give_proxy, actor=one.desk[0], elector_id=one.elector(2).pk, holder_id=other.person_id
    )
    one.cast(holder, choice=YES, on_behalf=one.elector(2).pk)
    refused("denied", one.cast, holder, choice=YES, on_behalf=one.elector(4).pk)
    own = one.cast(one.person("13800000002"), choice=NO)
    assert own.again
    refused("owner_cast", one.cast, holder, choice=YES, on_behalf=one.elector(2).pk)


def test_a_ballot_paper_number_links_a_phone_and_a_wrong_one_does_not(street: World) -> None:
    one = live(street).opened()
    newcomer = Actor(person_id=people.reporter().pk)
    code = services.code_of(one.elector(5))
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for bad in (wrong, "", "1", "9" * 30, services.code_of(one.elector(4)).replace("0004", "0005")):
        refused("bad_code", services.claim, actor=newcomer, vote_id=one.vote.pk, code=bad)
    services.claim(actor=newcomer, vote_id=one.vote.pk, code=code)
    assert one.cast(newcomer, choice=YES).elector_id == one.elector(5).pk


def test_two_readers_must_agree_and_a_third_decides(street: World) -> None:
    one = live(street).opened()
    a, b, c = one.desk
    pk = one.vote.pk
    with clock.at(OPENS + DAY):
        services.hand_in(actor=street.actor("head"), vote_id=pk, sheets=[1])
        refused("unknown_sheet", services.enter_paper, actor=a, vote_id=pk, sheet=2, choice=YES)
        refused("denied", services.enter_paper, actor=street.actor("head"), vote_id=pk, sheet=1, choice=YES)
        assert services.enter_paper(actor=a, vote_id=pk, sheet=1, choice=YES).state == "entered"
        refused("same_person", services.enter_paper, actor=a, vote_id=pk, sheet=1, choice=YES)
        assert services.enter_paper(actor=b, vote_id=pk, sheet=1, choice=NO).state == "third_look"
    with clock.at(CLOSES + DAY):
        services.close_vote(actor=a, vote_id=pk)
        refused("sheets_waiting", services.count_vote, actor=a, vote_id=pk)
        assert services.enter_paper(actor=c, vote_id=pk, sheet=1, choice=NO).state == "counted"
        refused("done", services.enter_paper, actor=street.actor("worker"), vote_id=pk, sheet=1, choice=YES)
    assert [v.choice for v in selectors.voices(one.fresh())] == [NO]


def test_a_secret_ballot_leads_to_nobody(street: World) -> None:
    one = live(street, people_roll(30), rule="equal_shares", title="民生微实事", options=projects(),
               charter={"budget": 90_000}).opened()  # fmt: skip
    for number in range(1, 21):
        picked = ["lamp"] if number <= 10 else ["lamp", "tree"]
        one.cast(one.resident(number), choice={"picked": picked}, at=OPENS + number * timedelta(minutes=1))
    refused("cast_already", one.cast, one.resident(1), choice={"picked": ["tree"]})
    pk = one.vote.pk
    with clock.at(OPENS + DAY):
        for number in (21, 22):
            services.give_paper(actor=one.desk[0], vote_id=pk, number=number)
        refused("paper_first", one.cast, one.resident(21), choice={"picked": ["ramp"]})
        got = services.hand_in(actor=one.desk[0], vote_id=pk, sheets=[7, 8, 9])
        assert got.taken == (7, 8) and got.void == ((9, "too_many_sheets"),)
        for sheet in (7, 8):
            for reader in one.desk[:2]:
                services.enter_paper(actor=reader, vote_id=pk, sheet=sheet, choice={"picked": ["ramp"]})
    with pytest.raises(PermissionError):
        selectors.voices(one.fresh())
    before = set(UrnBallot.objects.filter(vote=one.vote).values_list("pk", flat=True))
    data = one.result()
    after = set(UrnBallot.objects.filter(vote=one.vote).values_list("pk", flat=True))
    assert len(before) == len(after) == 22 and not before & after
    assert not Ballot.objects.exists()
    names = {field.name for field in UrnBallot._meta.get_fields()}
    assert names == {"id", "vote", "choice", "paper"}
    assert data["items"][""]["outcome"]["winners"] and data["items"]["beside"]["rule"] == "greedy"
    facts = str(list(Fact.objects.filter(kind__startswith="voting.").values_list("data", flat=True)))
    assert "lamp" not in facts and "picked" not in facts


def test_an_option_that_was_withdrawn_takes_nothing_from_the_others(street: World) -> None:
    one = live(street, people_roll(5), rule="greedy", title="项目", options=projects(), charter={"budget": 90_000},
               secrecy="roll").opened()  # fmt: skip
    one.cast(one.resident(1), choice={"picked": ["ramp", "tree"]})
    with clock.at(OPENS + DAY):
        services.withdraw_option(actor=one.desk[0], vote_id=one.vote.pk, key="ramp", reason="已由街道安排")
        refused("unlisted", services.withdraw_option, actor=one.desk[0], vote_id=one.vote.pk, key="ramp", reason="x")
    refused("withdrawn_option", one.cast, one.resident(2), choice={"picked": ["ramp"]})
    assert one.result()["items"][""]["outcome"]["winners"] == ["tree"]


def test_an_extension_keeps_ballots_and_no_one_extends_after_the_close(street: World) -> None:
    one = live(street).opened()
    one.cast(one.person("13800000001"), choice=YES)
    later, pk = CLOSES + 5 * DAY, one.vote.pk
    with clock.at(OPENS + DAY):
        refused("times", services.extend, actor=one.desk[0], vote_id=pk, closes=CLOSES, reason="人少")
        refused("missing", services.extend, actor=one.desk[0], vote_id=pk, closes=later, reason=" ")
        services.extend(actor=one.desk[0], vote_id=pk, closes=later, reason="参与的人还不够")
        refused("running", services.close_vote, actor=one.desk[0], vote_id=pk)
    one.cast(one.person("13800000002"), at=CLOSES + DAY, choice=YES)
    with clock.at(later + DAY):
        refused("closed", services.extend, actor=one.desk[0], vote_id=pk, closes=later + 9 * DAY, reason="再等等")
        assert services.close_due() == 1
    assert len(selectors.voices(one.fresh())) == 2


def test_an_objection_is_answered_by_another_and_its_ballot_counted_out(street: World) -> None:
    one = live(street).opened()
    for n in (1, 2, 3, 4):
        one.cast(one.person(f"1380000000{n}"), choice=YES)
    desk, pk = one.desk[0], one.vote.pk
    with clock.at(CLOSES + timedelta(minutes=1)):
        services.close_vote(actor=desk, vote_id=pk)
        services.count_vote(actor=desk, vote_id=pk)
        objection = services.raise_objection(
            actor=one.person("13800000002"), vote_id=pk, ground="ballot", text="2-101 不是本人签的"
        )
        refused("objections_running", services.certify, actor=desk, vote_id=pk)
    with clock.at(CLOSES + 9 * DAY):
        refused("objections_open", services.certify, actor=desk, vote_id=pk)
        services.settle_objection(
            actor=desk, objection_id=objection.pk, outcome="upheld", reply="笔迹不符，该票不算", void_number=4
        )
        refused("stale", services.settle_objection, actor=desk, objection_id=objection.pk, outcome="upheld", reply="x")
        refused("recount_first", services.certify, actor=desk, vote_id=pk)
        services.recount(actor=desk, vote_id=pk, reason="一张票不算")
        services.certify(actor=desk, vote_id=pk)
        refused("late", services.raise_objection, actor=one.person("13800000001"), vote_id=pk, ground="count", text="?")
    stages = [row.stage for row in selectors.certificates(pk)]
    assert stages == ["preliminary", "preliminary", "final"]
    electorate = selectors.certificate(pk)["items"]["1"]["outcome"]["stages"][0]
    assert electorate["parts"]["for"]["heads"] == 3


def test_only_the_body_runs_its_vote(street: World) -> None:
    one = live(street)
    for who in ("worker", "secretary", "head", "watcher", "officer"):
        refused("denied", services.freeze, actor=street.actor(who), vote_id=one.vote.pk)
    refused("unknown", services.freeze, actor=one.desk[0], vote_id=10**9)


def test_erasing_a_person_keeps_the_ballot_and_waits_for_the_result(street: World) -> None:
    one = live(street).opened()
    owner = one.person("13800000003")
    one.cast(owner, choice=YES)
    assert people.ask_erasure(actor=owner, person_id=owner.person_id) is False
    one.result()
    with clock.at(CLOSES + 30 * DAY):
        people.fulfil_wishes(actor=SETUP)
    assert Person.objects.get(pk=owner.person_id).phone == ""
    assert [v.choice for v in selectors.voices(one.fresh())] == [YES]


def test_a_body_says_in_public_what_it_may_do_with_votes(street: World) -> None:
    one = live(street)
    body = organisations.body(one.body_id)
    labels = {
        str(label) for _role, held in organisations.powers_of(body, {"owners_committee_member"}) for label in held
    }
    assert {"办一次投票：定名册、通知、开始、延期、计票、核定、公布", "答复对投票的异议"} <= labels
    head = organisations.powers_of(street.body("building_team", "NYHY3"), {"building_head"})
    said = {str(label) for _role, held in head for label in held}
    assert "上门收纸质票，只登记票号，不看选了什么" in said
    assert "录入纸质票（每张由两个人各录一遍）" not in said


def test_a_cast_asks_few_statements(street: World) -> None:
    """The roll's lock, the voter, the lines, the mark, the ballot, the fact; a savepoint around them in a test."""
    one = live(street, people_roll(3), rule="approval", title="选", options=projects()).opened()
    one.cast(one.resident(1), choice={"picked": ["lamp"]})
    who = one.resident(2)
    with CaptureQueriesContext(connection) as asked:
        one.cast(who, choice={"picked": ["lamp"]})
    most = 8 + connection.features.has_select_for_update  # there, one more shares the vote with who casts beside us
    assert len(asked) <= most, [query["sql"][:60] for query in asked]
