"""Who may stand for a committee: refused only on a listed ground, with an appeal; advice never stops an election."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.voting.living import live, people_roll

from gongzhi.deliberation.models import Candidate, Selection
from gongzhi.deliberation.selectors import candidates as reading
from gongzhi.deliberation.services import candidates as services
from gongzhi.deliberation.services.certified import follow_vote
from gongzhi.deliberation.words import candidates as words
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.people import services as people
from gongzhi.people.models import Person
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import deliver, replay
from gongzhi.voting import services as voting

pytestmark = pytest.mark.django_db
MODEL = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def chosen(street):
    committee = street.body_of("worker")
    return services.open_selection(
        actor=street.actor("worker"), committee="owners_committee", place_id=street.places["NYHY"].pk,
        reviewer_id=committee.pk, seats=5,
    )  # fmt: skip


def _stands(selection) -> Candidate:
    return services.nominate(actor=Actor(person_id=people.reporter(name="某").pk), selection_id=selection.pk)


def _clear(street, candidate, **other):
    for bar in words.BARS_OF["owners_committee"]:
        finding = other.get(bar, "clear")
        services.screen(
            actor=street.actor("worker"), candidate_id=candidate.pk, bar=bar, finding=finding, evidence="登记簿"
        )


def _admitted(street, selection, party=None) -> Candidate:
    one = _stands(selection)
    _clear(street, one)
    if party is not None:
        services.declare_party(actor=Actor(person_id=one.person_id), candidate_id=one.pk, member=party)
    return services.move_candidate(actor=street.actor("worker"), candidate_id=one.pk, move="admit")


def _refused(code, call, **given):
    with pytest.raises(Refused) as refusal:
        call(**given)
    assert refusal.value.code == code
    return refusal.value


@pytest.mark.row("G05")
def test_a_refusal_without_a_listed_reason_is_impossible(street, chosen):
    one, desk = _stands(chosen), street.actor("worker")
    act = {"actor": desk, "candidate_id": one.pk, "move": "refuse"}
    assert _refused("missing", services.move_candidate, **act, evidence="听说的").field == "bar"
    _refused("missing", services.move_candidate, **act, bar="oc_debtor", evidence=" ")
    _refused("not_listed", services.move_candidate, **act, bar="不合适", evidence="大家说的")
    _refused("not_listed", services.move_candidate, **act, bar="rc_relative", evidence="另一种委员会的理由")
    _refused("not_looked", services.move_candidate, **act, bar="oc_debtor", evidence="还没查就定")
    _refused("not_listed", services.screen, actor=desk, candidate_id=one.pk, bar="话多", finding="barred", evidence="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=one.pk).update(state="refused", refused_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=one.pk).update(
            state="refused", refused_at=clock.now(), bar="oc_bylaw", evidence="规则"
        )
    _clear(street, one, oc_debtor="barred")
    _refused("barred", services.move_candidate, actor=desk, candidate_id=one.pk, move="admit")
    done = services.move_candidate(**act, bar="oc_debtor", evidence="失信名单查询单 9 月 7 日")
    assert (done.state, done.bar) == ("refused", "oc_debtor")
    assert not reading.standing(chosen.pk), "who was refused is nowhere public"


@pytest.mark.row("G05")
def test_the_refused_appeals_and_another_body_decides(street, chosen):
    one = _stands(chosen)
    _clear(street, one, oc_interest="barred")
    services.move_candidate(
        actor=street.actor("worker"), candidate_id=one.pk, move="refuse", bar="oc_interest", evidence="社保单位"
    )
    own = Actor(person_id=one.person_id)
    appeal = {"candidate_id": one.pk, "move": "appeal", "text": "去年就离职了，有离职证明"}
    _refused("denied", services.move_candidate, actor=street.actor("head"), **appeal)
    services.move_candidate(actor=own, **appeal)
    answer = {"candidate_id": one.pk, "reason": "离职证明属实"}
    _refused("denied", services.move_candidate, actor=street.actor("worker"), move="overturn", **answer)
    _refused("missing", services.move_candidate, actor=street.actor("officer"), move="uphold", **answer)
    back = services.move_candidate(actor=street.actor("officer"), move="overturn", **answer)
    assert (back.state, back.bar) == ("eligible", "")
    moves = [fact.data["move"] for fact in facts_about(one.ref) if fact.kind == "deliberation.candidate_moved"]
    assert sorted(moves) == ["appeal", "nominate", "overturn", "refuse"]
    assert replay("deliberation.candidate").different == ()


@pytest.mark.row("G05")
def test_an_appeal_has_its_days_and_then_the_refusal_is_closed(street, chosen):
    one = _stands(chosen)
    _clear(street, one, oc_debtor="barred")
    services.move_candidate(
        actor=street.actor("worker"), candidate_id=one.pk, move="refuse", bar="oc_debtor", evidence="查询单"
    )
    assert services.lapse_appeals() == 0
    with clock.at(reading.appeal_until(Candidate.objects.get(pk=one.pk)) + timedelta(minutes=1)):
        own = Actor(person_id=one.person_id)
        _refused("late", services.move_candidate, actor=own, candidate_id=one.pk, move="appeal", text="来晚了")
        assert services.lapse_appeals() == 1
    assert Candidate.objects.get(pk=one.pk).state == "barred"


def test_nobody_reviews_where_they_stand_and_every_ground_is_looked_at(street, chosen):
    desk = street.actor("worker")
    own = services.nominate(actor=desk, selection_id=chosen.pk)
    _refused("denied", services.screen, actor=desk, candidate_id=own.pk, bar="oc_debtor", finding="clear")
    one, other = _stands(chosen), street.actor("secretary")
    _refused("not_looked", services.move_candidate, actor=other, candidate_id=one.pk, move="admit")
    _refused("again", services.nominate, actor=Actor(person_id=one.person_id), selection_id=chosen.pk)
    _refused("denied", services.screen, actor=street.actor("manager"), candidate_id=one.pk, bar="oc_debtor",
             finding="clear")  # fmt: skip


@pytest.mark.row("G05")
def test_the_talk_before_office_is_a_day_and_a_closed_list(street, chosen):
    one, desk = _admitted(street, chosen), street.actor("worker")
    today = clock.today().date()
    _refused("missing", services.talk, actor=desk, candidate_id=one.pk, on=today, points=["思想汇报"])
    _refused("not_yet", services.talk, actor=desk, candidate_id=one.pk, on=today + timedelta(days=1), points=["duty"])
    done = services.talk(actor=desk, candidate_id=one.pk, on=today, points=["duty", "accounts"])
    assert (done.talked_on, done.talk_points) == (today, ["accounts", "duty"])


@pytest.mark.row("A17")
@pytest.mark.parametrize(("party", "others", "flagged"), [(1, 2, True), (2, 2, False), (0, 1, True)])
def test_the_advice_is_written_and_the_election_certified_in_both_cases(street, chosen, party, others, flagged):
    standing = [_admitted(street, chosen, party=True) for _ in range(party)]
    standing += [_admitted(street, chosen) for _ in range(others)]
    done = services.certify(actor=street.actor("worker"), selection_id=chosen.pk, elected=[one.pk for one in standing])
    assert (done.state, done.flagged, done.members, done.party_members) == ("certified", flagged, party + others, party)
    assert reading.tally(chosen.pk) == {"elected": party + others}


def test_only_who_stood_is_certified_and_only_once(street, chosen):
    one, other = _admitted(street, chosen), _stands(chosen)
    desk = street.actor("worker")
    _refused("not_eligible", services.certify, actor=desk, selection_id=chosen.pk, elected=[other.pk])
    _refused("denied", services.certify, actor=street.actor("head"), selection_id=chosen.pk, elected=[one.pk])
    services.certify(actor=desk, selection_id=chosen.pk, elected=[one.pk])
    _refused("over", services.certify, actor=desk, selection_id=chosen.pk, elected=[one.pk])


@pytest.mark.row("G05")
def test_who_is_certified_was_chosen_by_the_vote(street, chosen):
    desk, people_ = street.actor("worker"), [_admitted(street, chosen) for _ in range(3)]
    for one, name in zip(people_, ("甲", "乙", "丙"), strict=True):
        Person.objects.filter(pk=one.person_id).update(name=name)
    wish = {"actor": desk, "selection_id": chosen.pk}
    options = [voting.NewOption(str(n), name) for n, name in enumerate("甲乙丙", 1)]
    given = {"about": chosen.ref, "rule": "approval", "options": options, "charter": {"seats": 2}, "secrecy": "secret"}
    vote = live(street, people_roll(4), title="换届", **given)
    _refused("vote_not_final", services.certify, elected=[people_[0].pk], **wish)
    _refused("other_vote", services.certify, elected=[people_[0].pk], vote_id=vote.vote.pk + 1, **wish)
    vote.opened()
    for number, picked in ((1, "12"), (2, "12"), (3, "13"), (4, "2")):
        vote.cast(vote.resident(number), choice={"picked": list(picked)})
    vote.result()
    assert follow_vote(vote.vote.pk + 1) == "" == _with_two_of_a_name(people_, vote.vote.pk), "a person has to look"
    for wrong in ([0], [0, 2], [2]):
        _refused("not_as_voted", services.certify, elected=[people_[n].pk for n in wrong], **wish)
    deliver()
    done = Selection.objects.get(pk=chosen.pk)
    assert [one.state for one in Candidate.objects.order_by("pk")] == ["elected", "elected", "not_elected"]
    _refused("over", services.certify, elected=[one.pk for one in people_[:2]], **wish)
    assert (done.state, done.vote_id, done.members) == ("certified", vote.vote.pk, 2)


def _with_two_of_a_name(people_, vote_id: int) -> str:
    """What the certificate leads to while two who stand are called the same."""
    Person.objects.filter(pk=people_[2].person_id).update(name="甲")
    found = follow_vote(vote_id)
    Person.objects.filter(pk=people_[2].person_id).update(name="丙")
    return found


@pytest.mark.row("G05")
def test_only_the_candidate_and_the_reviewers_read_why(street, chosen, client):
    stand = client.post(f"/committees/{chosen.pk}/mine/", {"stand": "1"})
    assert stand.status_code == 302
    one = Candidate.objects.get()
    _clear(street, one, oc_debtor="barred")
    services.move_candidate(
        actor=street.actor("worker"), candidate_id=one.pk, move="refuse", bar="oc_debtor", evidence="查询单 12 号"
    )
    own, public = f"/committees/{chosen.pk}/", Client()
    assert "查询单 12 号" in client.get(own).content.decode() and "送出申诉" in client.get(own).content.decode()
    assert "查询单" not in public.get(own).content.decode() and "我要参选" in public.get(own).content.decode()
    review = f"/work/committees/candidates/{one.pk}/"
    assert public.get(review).status_code == 302
    public.force_login(Person.objects.get(pk=street.people["manager"]), backend=MODEL)
    assert public.get(review).status_code == 403
    public.force_login(Person.objects.get(pk=street.people["worker"]), backend=MODEL)
    assert "查询单 12 号" in public.get(review).content.decode()
    client.post(f"/committees/{chosen.pk}/mine/", {"appeal": "1", "text": "已经履行完了"})
    assert Candidate.objects.get().state == "appealed"
    public.force_login(Person.objects.get(pk=street.people["officer"]), backend=MODEL)
    assert "已经履行完了" in public.get(review).content.decode()
    assert public.post(review, {"move": "overturn", "reason": "有履行完毕证明"}).status_code == 302
    assert Candidate.objects.get().state == "eligible"
    desk = f"/work/committees/{chosen.pk}/"
    assert public.post(desk, {"elected": [str(one.pk)]}).status_code == 302
    assert "不影响依法当选" in public.get(desk).content.decode() and "当选" in client.get(own).content.decode()
    assert public.get("/work/committees/").status_code == 200


def test_the_desk_begins_the_making_of_a_committee_on_its_page(street, client):
    wanted = {
        "committee": "owners_committee", "place_id": str(street.places["NYHY"].pk), "seats": "5",
        "reviewer_id": str(street.body("residents_committee").pk),
    }  # fmt: skip
    client.force_login(Person.objects.get(pk=street.people["manager"]), backend=MODEL)
    assert client.post("/work/committees/", wanted).status_code == 200 and not Selection.objects.exists()
    client.force_login(Person.objects.get(pk=street.people["worker"]), backend=MODEL)
    assert client.post("/work/committees/", wanted | {"seats": "0"}).status_code == 422
    assert client.post("/work/committees/", wanted | {"place_id": "1"}).status_code == 422, "not theirs to begin"
    assert client.post("/work/committees/", wanted).status_code == 302
    made = Selection.objects.get()
    assert (made.committee, made.places, made.place) == ("owners_committee", 5, street.places["NYHY"])
