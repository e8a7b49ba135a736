"""Who sits, who signs, who holds a right, who was heard: seats, tiers, applications, rights, newcomers, figures."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from tests.deliberation.test_topic_life import refused
from tests.deliberation.topics_world import raised, resident
from tests.world import MONDAY

from gongzhi.deliberation import selectors, services, words
from gongzhi.deliberation.models import Decision, Signature, Stay, Topic
from gongzhi.deliberation.permits.topics import scope_matrix
from gongzhi.deliberation.services.sessions import note_session
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.opinions import services as opinions
from gongzhi.people import services as people
from gongzhi.record import selectors as record
from gongzhi.record.services import deliver

DAY = timedelta(days=1)


# --- 3+X (B01) ---


@pytest.mark.row("B01")
def test_the_table_has_three_core_seats_and_every_party_even_where_bodies_are_missing(street):
    live = raised(street).taken_up()
    refused("no_parties", live.do, "seat_council")
    live.seated()
    seats = list(selectors.seats_of(live.topic.pk))
    core = {seat.core: seat for seat in seats if seat.core}
    assert set(core) == set(words.CORE_SEATS)
    assert core["community"].body == street.body("residents_committee") and not core["community"].stand_in
    # This community has no owners' committee and no manager of its own: who sits for them is marked.
    assert core["owners"].stand_in and core["property"].stand_in
    assert {seat.party_id for seat in seats if seat.party_id} == set(live.fresh().parties.values_list("pk", flat=True))
    assert len(live.do("seat_council")) == len(seats)  # worked out again, nobody sits twice
    facts = [f for f in live_facts(live) if f.kind == "deliberation.table_set"]
    assert facts[0].data["core"] == 3 and facts[0].data["invited"] == 3


def live_facts(live):
    return record.facts_about(live.topic.ref)


@pytest.mark.row("B01")
def test_invitations_refusals_and_replacements_stay_on_the_record(street):
    live = raised(street).taken_up().seated()
    row = next(seat for seat in selectors.seats_of(live.topic.pk) if seat.party_id)
    refused("nobody", services.invite, actor=live.desk, seat_id=row.pk)
    guest, other = resident("甲"), resident("乙")
    services.invite(actor=live.desk, seat_id=row.pk, person_id=guest.person_id)
    refused("denied", services.answer_invitation, actor=other, seat_id=row.pk, comes=True)
    services.answer_invitation(actor=guest, seat_id=row.pk, comes=False)
    refused("unseated", live.investigated().do, "choose_method", method="council")
    heir = services.replace_seat(actor=live.desk, seat_id=row.pk, person_id=other.person_id)
    services.answer_invitation(actor=other, seat_id=heir.pk, comes=True)
    assert selectors.my_seat(live.topic.pk, other.person_id) == heir
    refused("stale", services.replace_seat, actor=live.desk, seat_id=row.pk, person_id=guest.person_id)
    states = [seat.state for seat in selectors.table.moves_of_seats(live.topic.pk) if seat.party_id == row.party_id]
    assert states == ["replaced", "accepted"]
    live.deliberating()


@pytest.mark.row("H05")
def test_a_newcomer_takes_part_in_everything_that_is_no_election(street):
    place, me = street.places["440305007010"], resident("外来的人")
    live = raised(street).taken_up().seated()
    tenants = live.party("tenants").pk
    refused("denied", live.do, "take_seat", actor=me, party_id=tenants)
    services.welcome(actor=me, place_id=place.pk)
    services.welcome(actor=me, place_id=place.pk)  # a second tap changes nothing
    assert selectors.pool(place) == [me.person_id]
    seat = live.do("take_seat", actor=me, party_id=tenants)
    assert seat.state == "accepted"
    refused("already", live.do, "take_seat", actor=me, party_id=tenants)
    live.do("minority_statement", actor=me, party_id=tenants, text="租户的钱谁退")
    live.do("note_part", actor=me, building_id=street.places["NYHY3"].pk, way="said")
    mine = raised(street, actor=me, title="公园的灯", signed=True)
    services.sign(actor=resident("另一个"), topic_id=mine.topic.pk)
    services.welcome(actor=me, place_id=place.pk, ready=False)
    assert selectors.pool(place) == []


# --- tiers (B02) ---


@pytest.mark.row("B02")
def test_a_topic_keeps_its_number_through_the_tiers(street):
    live = raised(street, "NYHY3", tier="building").taken_up()
    number = live.topic.pk
    refused("no_way", live.do, "move_tier", tier="street", reason="跳一层")
    refused("missing", live.do, "move_tier", tier="community", reason="")
    refused("denied", live.do, "move_tier", actor=resident(), tier="community", reason="商量不下来")
    live.do("move_tier", tier="community", reason="本楼商量不下来")
    live.do("move_tier", actor=street.actor("officer"), tier="street", reason="两个社区都有")
    assert live.fresh().place == street.places["440305007"] and live.fresh().lead == street.body("street_office")
    outside = street.places["NYHY3"].pk
    officer = street.actor("officer")
    refused("place", live.do, "move_tier", actor=officer, tier="community", reason="范围小", place_id=outside)
    live.do("move_tier", actor=officer, tier="building", reason="只剩一栋", place_id=outside)
    refused("no_way", live.do, "move_tier", actor=officer, tier="online", reason="发到网上")
    ways = Stay.objects.filter(topic_id=number).order_by("since", "pk").values_list("tier", "step")
    assert list(ways) == [("building", ""), ("community", "up"), ("street", "up"), ("building", "down")]
    assert Stay.objects.filter(topic_id=number, until=None).count() == 1


@pytest.mark.row("B02")
def test_opinions_of_all_tiers_stand_in_the_final_record_once(street):
    live = raised(street, tier="online").taken_up()
    source = Ref("opinions.statement", 5)
    note = {"topic_id": live.topic.pk, "actor": live.desk}
    assert services.note_voice(text="离楼远一点", source=source, **note)
    live.do("move_tier", tier="community", reason="转到社区商量")
    assert services.note_voice(text="换个说法：远一点", source=source, **note) is None
    assert services.note_voice(text="离楼 远一点。", tier="building", **note) is None
    assert services.note_voice(text="先装两个试试", tier="building", **note)
    refused("denied", services.note_voice, text="我说", topic_id=live.topic.pk, actor=resident())
    refused("tier", services.note_voice, text="我说", tier="moon", **note)
    assert [(v.tier, v.text) for v in selectors.voices_of(live.topic.pk)] == [
        ("online", "离楼远一点"),
        ("building", "先装两个试试"),
    ]


@pytest.mark.row("B02")
def test_what_was_said_in_the_conversation_goes_into_the_final_record_when_it_is_decided(street):
    live = raised(street).taken_up().seated().investigated().deliberating().minority_met().met()
    talk = live.do("open_opinions")
    for text in ("离楼远一点", "先装两个试试"):
        opinions.say(person_id=resident().person_id, conversation_id=talk.pk, text=text)
    live.do("note_voice", text="先装两个，试试！", tier="building")  # heard at a door before
    live.do("conclude", outcome="adopted", text="先装两个")
    deliver()
    deliver()
    assert sorted(voice.text for voice in selectors.voices_of(live.topic.pk)) == ["先装两个，试试！", "离楼远一点"]


# --- applications (C08) ---


@pytest.mark.row("C08")
def test_an_application_is_signed_once_by_each_and_shows_nobody(street):
    first = raised(street, actor=resident("甲", "13800000001"), title="路口装减速带", signed=True)
    assert first.topic.origin == "request" and str(first.topic.council_on) == "2026-10-15"
    sign = services.sign
    second = resident("乙", "13800000002")
    assert sign(actor=second, topic_id=first.topic.pk) == 2
    assert sign(actor=second, topic_id=first.topic.pk) == 2  # the same person again
    same_phone = Actor(person_id=account(street, "13800000002"))
    assert sign(actor=same_phone, topic_id=first.topic.pk) == 2  # and by another account of theirs
    other = raised(street, actor=second, title="减速带", signed=True)
    sign(actor=resident("丙", "13800000003"), topic_id=other.topic.pk)
    other.do("join_into", into=first.topic.pk)
    assert selectors.signatures(first.topic.pk) == (3, False)
    assert selectors.signatures(first.topic.pk, second.person_id) == (3, True)
    assert services.unsign(actor=second, topic_id=first.topic.pk) == 2
    first.taken_up()
    refused("not_open", sign, actor=resident(), topic_id=first.topic.pk)
    told = [fact.data for fact in live_facts(first) if fact.kind == "deliberation.signed"]
    assert told and all(set(data) == {"topic_id", "signatures"} for data in told)


def account(street, phone: str) -> int:
    return people.register_account(username="second", password="a long and odd one 7", phone=phone).pk


@pytest.mark.row("C08")
def test_what_the_law_or_an_order_settles_is_no_application(street):
    given = {"title": "申请", "actor": resident(), "signed": True}
    refused("not_open", raised, street, matter="GY05", **given)  # a power cut does not wait for a council
    found = refused("excluded", raised, street, matter="HW03", **given)  # nor does a siting that a department permits
    assert "法定职责" in str(found.message)
    assert raised(street, matter="FW01", **given).topic.origin == "request"


@pytest.mark.row("C08")
@pytest.mark.parametrize("kind", ["department", "ordered"])
def test_an_application_that_turns_out_statutory_or_ordered_is_excluded_with_the_reason(street, kind):
    live = raised(street, actor=resident(), title="学区怎么划", signed=True)
    lead = street.body("residents_committee").pk
    found = refused("excluded", live.do, "take_up", kind=kind, title="学区怎么划", lead=lead)
    assert "依据" in str(found.message)
    live.do("drop", reason=str(found.message))
    assert Topic.objects.get(pk=live.topic.pk).state == "dropped" and Signature.objects.count() == 1


# --- the four rights (A28) ---


@pytest.mark.row("A28")
def test_each_right_opens_its_own_act_in_its_scope_until_its_term_ends(street):
    inside, outside = raised(street).taken_up(), raised(street, "440305007011", actor=street.actor("neighbour"))
    other = Topic.objects.select_related("place").get(pk=outside.topic.pk)
    secretary = street.actor("secretary")
    for kind, (name, scope) in product(words.RIGHTS, enumerate(("440305007010", "NYHY3"))):
        able = resident(f"{kind}{name}")
        until = MONDAY + 30 * DAY
        services.grant_right(
            actor=secretary, person_id=able.person_id, kind=kind, place_id=street.places[scope].pk, until=until
        )
        here = scope == "440305007010"  # a right for one building does not reach the whole community
        topic = inside.fresh()
        assert scope_matrix(able, topic) == {right: here and right == kind for right in words.RIGHTS}
        assert not any(scope_matrix(able, other).values())
        with clock.at(until):
            assert not any(scope_matrix(able, topic).values())
    rights = list(selectors.rights_here(street.places["440305007010"]))
    assert len(rights) == 8


@pytest.mark.row("A28")
def test_rights_are_granted_by_who_may_for_no_longer_than_the_rule_and_taken_back(street):
    able, place = resident("能人"), street.places["440305007010"].pk
    given = {"person_id": able.person_id, "kind": "oversee", "place_id": place, "until": MONDAY + 30 * DAY}
    secretary = street.actor("secretary")
    refused("denied", services.grant_right, actor=street.actor("worker"), **given)
    refused("term", services.grant_right, actor=secretary, **{**given, "until": MONDAY})
    refused("term", services.grant_right, actor=secretary, **{**given, "until": MONDAY + 3000 * DAY})
    refused("unknown_right", services.grant_right, actor=secretary, **{**given, "kind": "rule"})
    row = services.grant_right(actor=secretary, **given)
    refused("already", services.grant_right, actor=secretary, **given)
    hidden = raised(street)
    assert may(able, "topic.see", hidden.topic) and not may(resident(), "topic.see", hidden.topic)
    services.end_right(actor=secretary, right_id=row.pk)
    assert not may(able, "topic.see", hidden.topic)
    refused("over", services.end_right, actor=secretary, right_id=row.pk)


@pytest.mark.row("A28")
def test_the_rights_to_propose_to_sit_and_to_appraise_are_used(street):
    live, able = raised(street).taken_up().seated(), resident("能人")
    place, secretary = street.places["440305007010"].pk, street.actor("secretary")
    refused("denied", live.do, "note_voice", actor=able, text="装在北门")
    for kind in words.RIGHTS:
        services.grant_right(
            actor=secretary, person_id=able.person_id, kind=kind, place_id=place, until=MONDAY + 30 * DAY
        )
    assert live.do("note_voice", actor=able, text="装在北门")
    assert live.do("take_seat", actor=able, party_id=live.party("ground").pk).person_id == able.person_id
    live.investigated().deliberating().minority_met().met()
    live.do("conclude", outcome="adopted", text="装在北门")
    live.do("publish")
    live.do("carry_out", result="装了")
    live.do("review", actor=able, verdict="partly", review="还差两个")
    assert live.fresh().verdict == "partly"


# --- the ledger (B16), forks (E11), who took part (Q22) ---


@pytest.mark.row("B16")
def test_the_ledger_counts_what_was_done(street):
    """The figures of one town, 160+ sessions, about 170 problems solved, 110+ by consensus: made, then counted."""
    place = street.places["440305007010"]
    ids = bulk_topics(street, solved=171, consensus=112, open_ones=9)
    for number in range(163):
        for topic in ids[number::163]:
            note_session(topic, number + 1, "council_3x" if number % 3 else "hearing", place.pk, MONDAY - DAY)
    found = selectors.ledger(place)
    assert (found.sessions, found.solved, found.consensus) == (163, 171, 112)
    assert found.topics == 180 and found.following == 9 and found.adopted == 171
    assert sum(many for _orders, many in found.by_orders) == 163 == sum(many for _month, many in found.by_month)
    assert selectors.ledger(place, since=MONDAY).sessions == 0
    assert selectors.ledger(street.places["440305007011"]).sessions == 0


def bulk_topics(street, *, solved: int, consensus: int, open_ones: int) -> list[Topic]:
    place, body = street.places["440305007010"], street.body("residents_committee")
    rows = [
        Topic(
            place=place, tier="community", origin="desk", title=f"第 {n} 件", kind="public_affairs", lead=body,
            state="reviewed" if n < solved else "decided", verdict="solved" if n < solved else "", raised_at=MONDAY,
            decided_at=MONDAY, closed_at=MONDAY if n < solved else None,
        )
        for n in range(solved + open_ones)
    ]  # fmt: skip
    made = Topic.objects.bulk_create(rows)
    Decision.objects.bulk_create(
        Decision(
            topic=topic, outcome="adopted", decider="council", rule="consensus", effect="plan", ground="-",
            consensus=n < consensus, at=MONDAY,
        )
        for n, topic in enumerate(made[:solved])
    )  # fmt: skip
    return made


@pytest.mark.row("E11")
def test_a_fork_joins_back_and_only_one_reply_goes_out(street):
    source, desk = Ref("cases.case", 11), street.actor("worker")
    topic = raised(street, source=source).topic
    urban, housing = street.body("street_urban").pk, street.body("street_housing").pk
    refused("nowhere", services.fork, actor=desk, source=source)
    roads = services.fork(actor=desk, source=source, topic_id=topic.pk, body_ids=(urban, housing))
    assert services.fork(actor=desk, source=source, topic_id=topic.pk) == roads  # the same road is not opened twice
    for road in roads[:2]:
        assert not services.join_branch(actor=desk, branch_id=road.pk, answer="商量好了").final
    refused("joined", services.join_branch, actor=desk, branch_id=roads[0].pk, answer="再说一次")
    assert [road.body_id for road in selectors.fork_of(source).waiting] == [housing]
    assert services.join_branch(actor=desk, branch_id=roads[2].pk, answer="照章办").final
    refused("answered", services.fork, actor=desk, source=source, body_ids=(urban,))
    found = selectors.fork_of(source)
    assert found.final == roads[2] and found.answers == ("商量好了", "商量好了", "照章办")
    assert selectors.fork_of(Ref("cases.case", 12)) is None


@pytest.mark.row("Q22")
def test_who_was_not_heard_are_buildings_and_small_counts_are_hidden(street):
    live = raised(street).taken_up()
    here = street.places["NYHY3"]
    for number in range(3):
        who = resident(f"邻居{number}")
        live.do("note_part", actor=who, building_id=here.pk, way="said")
        live.do("note_part", actor=who, building_id=here.pk, way="signed")
        if number == 1:
            assert [count for _place, count in selectors.participation(live.fresh()).buildings] == [None]
    found = selectors.participation(live.fresh())
    assert found.buildings == ((here, 3),) and found.unheard == () and found.total == 3
    refused("place", live.do, "note_part", actor=resident(), building_id=street.places["HHY1"].pk, way="said")
    refused("unknown_way", live.do, "note_part", actor=resident(), building_id=here.pk, way="sang")
    elsewhere = raised(street).taken_up()
    assert selectors.participation(elsewhere.fresh()).unheard == (here,)
