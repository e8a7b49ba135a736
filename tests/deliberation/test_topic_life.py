"""A topic from its raising to its appraisal: every refusal beside the step that it guards, one clock in every state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.deliberation.topics_world import GROUND, ITEMS, PARTIES, RIDERS, Live, raised, resident
from tests.world import MONDAY

from gongzhi.deliberation import selectors, services
from gongzhi.deliberation.lifecycle import TOPIC, TOPIC_DUTIES
from gongzhi.deliberation.models import Decision
from gongzhi.deliberation.services import NewItem, NewParty
from gongzhi.duties import selectors as duties
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.record import selectors as record
from gongzhi.record.services import replay


def refused(code: str, act, *args, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*args, **given)
    assert caught.value.code == code, caught.value.code
    assert str(caught.value.message)
    return caught.value


def clocks(live: Live) -> list[str]:
    return [duty.kind for duty in duties.open_of(live.topic.ref)]


def ready(street) -> Live:
    return raised(street).taken_up().seated().investigated().deliberating()


def test_a_topic_is_lived_through_with_one_clock_in_every_state(street):
    live = raised(street)
    steps = (
        ("raised", live.taken_up),
        ("taken_up", lambda: live.seated().investigated()),
        ("investigating", live.deliberating),
        ("deliberating", lambda: concluded(live)),
        ("decided", lambda: carried_out(live)),
        ("carried_out", lambda: reviewed(live)),
    )
    for state, step in steps:
        assert live.fresh().state == state and clocks(live) == [TOPIC_DUTIES[state]], state
        step()
    assert live.fresh().state == "reviewed" and clocks(live) == []
    assert replay("deliberation.topic").different == ()
    kinds = [fact.kind for fact in record.facts_about(live.topic.ref) if fact.kind.startswith("deliberation.")]
    assert kinds[0] == "deliberation.raised" and kinds.count("deliberation.moved") == 6
    assert {
        "deliberation.decision",
        "deliberation.published",
        "deliberation.minority_met",
        "deliberation.investigated",
    } <= set(kinds)


def concluded(live: Live) -> None:
    given = {"outcome": "adopted", "text": "装在北门，一楼装防火墙。"}
    refused("minority", live.do, "conclude", **given)
    live.minority_met().met("residents_forum")
    refused("forum_decides_not", live.do, "conclude", **given)
    live.met("council_3x", 2)
    refused("outcome", live.do, "conclude", **{**given, "outcome": "perhaps"})
    live.do("conclude", **given)
    found = selectors.decision_of(live.topic.pk)
    assert (found.rule, found.decider, found.consensus, found.meeting_id) == ("consensus", "council", True, 2)


def carried_out(live: Live) -> None:
    refused("publish", live.do, "carry_out", result="装好了十个")
    live.do("publish")
    live.do("carry_out", result="装好了十个")


def reviewed(live: Live) -> None:
    refused("denied", live.do, "review", verdict="solved", review="好用")  # who led it does not appraise it
    watcher = live.world.actor("watcher")
    refused("unknown_verdict", live.do, "review", actor=watcher, verdict="fine", review="好用")
    live.do("review", actor=watcher, verdict="solved", review="楼道里没有车了")


@pytest.mark.row("B06")
def test_no_conclusion_without_an_investigation(street):
    live = raised(street).taken_up().seated()
    live.do("move_topic", move="investigate")
    found = refused("investigation", live.do, "choose_method", method="council")
    assert "调查" in str(found.message)
    refused("unknown_kind", live.do, "record_investigation", kind="guess", text="听说")
    refused("missing", live.do, "record_investigation", kind="site", text="  ")
    refused("denied", live.do, "record_investigation", actor=resident(), kind="site", text="看过")
    live.investigated().deliberating()
    assert live.fresh().state == "deliberating"
    assert [row.kind for row in selectors.topics.investigations_of(live.topic.pk)] == ["site"]


@pytest.mark.row("B08")
def test_a_flagged_minority_cannot_be_passed_over(street):
    live = ready(street).met()
    assert [party.title for party in selectors.unmet(live.fresh())] == [GROUND.title]
    refused("minority", live.do, "conclude", outcome="adopted", text="装在北门")
    assert not Decision.objects.exists()
    ground = live.party("ground").pk
    refused("missing", live.do, "minority_step", party_id=ground, kind="compensation", text="给钱", fen=0)
    refused("unknown_step", live.do, "minority_step", party_id=ground, kind="ignored", text="不管")
    refused("denied", live.do, "minority_step", actor=resident(), party_id=ground, kind="amendment", text="离楼十米")
    # Somebody whom the table had not flagged speaks up, and must be met as well.
    live.do(
        "minority_statement", actor=resident(), party_id=live.party("tenants").pk, text="押金已经交了，没人问过我们。"
    )
    live.minority_met()
    refused("minority", live.do, "conclude", outcome="adopted", text="装在北门")
    live.do("minority_step", party_id=live.party("tenants").pk, kind="heard", text="租户同价，房东不加价。")
    live.do("conclude", outcome="adopted", text="装在北门")
    assert live.fresh().state == "decided"
    refused("late", live.do, "minority_statement", actor=resident(), party_id=ground, text="晚了")


@pytest.mark.row("B10")
def test_a_major_matter_with_a_forum_only_is_refused(street):
    live = raised(street, text="改共有的地").taken_up("owners_change_use").seated().investigated()
    live.deliberating("forum").minority_met().met("residents_forum")
    found = refused("forum_only", live.do, "conclude", outcome="adopted", text="座谈会上都说好")
    assert "座谈会" in str(found.message)
    refused("stale", live.do, "move_topic", move="carry_out", result="装了")


@pytest.mark.row("B09")
def test_the_line_of_the_matter_decides_and_nobody_picks_another(street):
    body = street.body("residents_committee").pk
    live = raised(street, matter="LJ01")  # of the short list's group of buildings
    assert selectors.kind_of("LJ01").code == "building_rules"
    given = {"title": "楼道灯", "lead": body}
    refused("wrong_kind", live.do, "take_up", kind="owners_other", **given)
    refused("wrong_kind", live.do, "take_up", kind="nothing", **given)
    refused("unknown_body", live.do, "take_up", kind="building_rules", title="灯", lead=street.body_of("neighbour").pk)
    refused("missing", live.do, "take_up", kind="building_rules", title="", lead=body)
    refused("denied", live.do, "take_up", actor=resident(), kind="building_rules", **given)
    live.do("take_up", kind="building_rules", **given)
    urgent = raised(street, title="另一件")
    found = refused("not_open", urgent.do, "take_up", kind="urgent", **given)
    assert "急事" in str(found.message)


@pytest.mark.row("B19")
def test_the_table_of_interests_balances_or_is_refused(street):
    live = raised(street).taken_up()
    wrong = NewItem("cost", "装桩", 100, {"riders": 60, "ground": 39})
    found = refused("unbalanced", live.do, "set_interests", parties=PARTIES, items=(wrong,))
    assert "装桩" in str(found.message)
    refused("missing", live.do, "set_interests", parties=(), items=())
    refused("missing", live.do, "set_interests", parties=(RIDERS, RIDERS), items=())
    refused("unknown_party", live.do, "set_interests", parties=(RIDERS,), items=(wrong,))
    refused("unknown_party", live.do, "set_interests", parties=(NewParty("x", "aliens", "谁"),), items=())
    live.do("set_interests", parties=PARTIES, items=ITEMS)
    table = selectors.interests_of(live.topic.pk)
    assert (table.costs, table.benefits, table.balance) == (1_200_001, 2_000_000, 799_999)
    assert sum(net.net for net in table.nets.values()) == table.balance
    assert [party.minority for party in table.parties] == ["", "bears_risk", ""]
    live.do("minority_statement", actor=resident(), party_id=live.party("ground").pk, text="我们怕")
    refused("spoken_for", live.do, "set_interests", parties=(RIDERS,), items=())


def test_two_at_once_one_wins_and_a_source_has_one_topic(street):
    source = Ref("triage.problem", 7)
    live = raised(street, source=source)
    assert live.topic.origin == "problem" and selectors.by_source(source) == [live.topic]
    refused("already", raised, street, source=source)
    seen = live.fresh().version
    live.do("drop", reason="已经装好了", seen=seen)
    refused("stale", live.do, "drop", reason="再来一次", seen=seen)
    assert clocks(live) == []
    again = raised(street, source=source)  # the first was dropped, so the matter may be raised again
    lineage = record.lineage(again.topic.ref)
    assert [str(ref) for ref, _kind, _far in lineage.causes] == ["triage.problem:7"]


def test_what_waits_is_not_public_and_a_stranger_is_told_why(street):
    me = resident()
    live = raised(street, actor=me, title="我家楼下", origin="resident")
    place = street.places["440305007010"]
    assert not selectors.near(place).exists() and live.topic in selectors.mine(me.person_id)
    live.taken_up()
    assert list(selectors.near(place)) == [live.topic]
    assert list(selectors.near(street.places["NYHY3"])) == [live.topic]  # also for a building inside it
    refused("tier", raised, street, tier="street")
    refused("tier", raised, street, tier="cloud")
    refused("missing", raised, street, title=" ")
    refused("too_long", raised, street, title="长" * 61)
    refused("unknown", services.move_topic, actor=live.desk, topic_id=10**9, move="drop", reason="x")


def test_every_move_is_refused_from_every_other_state(street):
    live, other = raised(street), raised(street, title="别的")
    topic = live.fresh()
    topic.kind, topic.lead = "public_affairs", street.body("residents_committee")
    for state in TOPIC.states:
        topic.state, topic.into_id = state, other.topic.pk if state == "joined" else None
        topic.save()
        for move in TOPIC.moves:
            if state not in move.sources:
                refused("stale", live.do, "move_topic", move=move.name, **dict.fromkeys(move.needs, 1))


@pytest.mark.row("B06")
def test_what_bodies_pledge_becomes_their_duty_until_they_keep_it(street):
    live, due = raised(street).taken_up(), MONDAY + timedelta(days=20)
    manager = street.actor("manager")
    refused("no_body", live.do, "pledge", actor=resident(), kind="things", text="两根电缆", due=due)
    refused("unknown_kind", live.do, "pledge", actor=manager, kind="money", text="出钱", due=due)
    refused("past", live.do, "pledge", actor=manager, kind="things", text="两根电缆", due=MONDAY)
    row = live.do("pledge", actor=manager, kind="money", text="电缆钱", due=due, fen=80_000)
    ref = Ref("deliberation.pledge", row.pk)
    assert [(duty.kind, duty.body_id, duty.due_at) for duty in duties.open_of(ref)] == [("fulfil", row.body_id, due)]
    refused("denied", services.keep_pledge, actor=resident(), pledge_id=row.pk)
    services.keep_pledge(actor=manager, pledge_id=row.pk)
    assert not duties.open_of(ref).exists()
    refused("kept", services.keep_pledge, actor=manager, pledge_id=row.pk)


@pytest.mark.row("B09")
def test_what_a_department_decides_by_law_is_only_handed_on(street):
    live = raised(street).taken_up("department").seated().investigated().deliberating("hearing").minority_met()
    live.met("hearing")
    refused("outcome", live.do, "conclude", outcome="adopted", text="就这么办")
    live.do("conclude", outcome="handed_on", text="大家的意见转给区住建局")
    assert selectors.decision_of(live.topic.pk).effect == "advice"
    refused("past", live.do, "set_effect", body_id=street.body_of("housing").pk, due=MONDAY)
    live.do("set_effect", body_id=street.body_of("housing").pk, due=MONDAY + timedelta(days=9))
    assert [duty.kind for duty in duties.open_of(live.topic.ref)] == ["carry_out", "carry_out"]
