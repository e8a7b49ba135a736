"""What flows join: a problem that becomes a topic, and a matter that forks and comes back with one reply (row E11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.browser.problems import found
from tests.deliberation.topics_world import raised
from tests.world import World

from gongzhi.cases.models import Case
from gongzhi.cases.selectors.advisers import errands
from gongzhi.deliberation import selectors, services
from gongzhi.flows import case_to_council, problem_to_topic
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.people.selectors import person
from gongzhi.record import services as record
from gongzhi.record.selectors import lineage
from gongzhi.triage import services as problems

pytestmark = pytest.mark.django_db
ANSWER = {"answer": "议事会和城管都看过了，九月二十日起夜里停工", "outcome": "solved"}


@pytest.fixture
def held(street: World) -> Case:
    """A case about noise in the hands of the residents' committee."""
    case = street.report(matter="ZS01", text="楼下半夜施工，吵得睡不着")
    street.move("grid", case, "accept")
    street.move("grid", case, "rise")
    street.move("worker", case, "accept")
    return Case.objects.get(pk=case.pk)


def urban(street: World) -> int:
    return int(street.body_of("urban").pk)


@pytest.mark.row("E11")
def test_a_fork_joins_back_and_only_one_reply_goes_out(street: World, held: Case) -> None:
    worker = street.actor("worker")
    case_to_council.send(
        actor=worker, case_id=held.pk, title="夜里能不能施工", text="几点停工，请一起定", body_ids=[urban(street)]
    )
    fork = selectors.fork_of(Ref("cases.case", held.pk))
    assert fork is not None and len(fork.waiting) == 2
    with pytest.raises(Refused) as refusal:
        street.move("worker", held, "answer", **ANSWER)
    assert refusal.value.code == "held" and str(street.body_of("urban").name) in str(refusal.value)

    by_body = next(row for row in fork.branches if row.body_id)
    case_to_council.come_back(
        actor=street.actor("urban"), case_id=held.pk, branch_id=by_body.pk, answer="夜里十点后停工"
    )
    with pytest.raises(Refused):
        street.move("worker", held, "answer", **ANSWER)

    topic = next(row.topic for row in fork.branches if row.topic_id)
    services.move_topic(actor=worker, topic_id=topic.pk, move="drop", reason="已经说好了，不用再开会")
    record.deliver()
    joined = selectors.fork_of(Ref("cases.case", held.pk))
    assert joined is not None and not joined.waiting and joined.final is not None and len(joined.answers) == 2
    street.move("worker", held, "answer", **ANSWER)
    with pytest.raises(Refused):
        street.move("worker", held, "answer", **ANSWER)
    with pytest.raises(Refused) as late:
        case_to_council.send(actor=worker, case_id=held.pk, body_ids=[urban(street)])
    assert late.value.code in ("answered", "denied")


def test_who_may_not_answer_may_not_fork_and_nobody_answers_for_a_department(street: World, held: Case) -> None:
    with pytest.raises(Refused) as refusal:
        case_to_council.send(actor=street.actor("urban"), case_id=held.pk, body_ids=[urban(street)])
    assert refusal.value.code == "denied"
    case_to_council.send(actor=street.actor("worker"), case_id=held.pk, body_ids=[urban(street)])
    fork = selectors.fork_of(Ref("cases.case", held.pk))
    assert fork is not None
    with pytest.raises(Refused) as other:
        case_to_council.come_back(
            actor=street.actor("worker"), case_id=held.pk, branch_id=fork.branches[0].pk, answer="没有问题"
        )
    assert other.value.code == "denied"
    with pytest.raises(Refused) as own:
        case_to_council.send(actor=street.actor("worker"), case_id=held.pk, body_ids=[held.holder_id])
    assert own.value.code == "nowhere"


def confirmed(street: World) -> Any:
    """The plant, as found by the machine and confirmed by the community."""

    class Beside:
        world = street

    problem = found(Beside())  # type: ignore[arg-type]
    lead = street.body_of("worker").pk
    problems.move_problem(
        actor=street.actor("worker"), problem_id=problem.pk, move="confirm", title="搅拌站的粉尘", lead=lead
    )
    return problem


def test_a_problem_becomes_a_topic_once_and_the_record_links_them(street: World) -> None:
    problem = confirmed(street)
    worker = street.actor("worker")
    first = problem_to_topic.propose(problem)
    assert first.place_id in {street.places["NYHY"].pk, problem.community_id}
    topic = problem_to_topic.raise_from_problem(actor=worker, problem_id=problem.pk, title=first.title, text=first.text)
    assert (topic.origin, topic.matter) == ("problem", problem.matter)
    assert any(ref == Ref("triage.problem", problem.pk) for ref, *_ in lineage(topic.ref).causes)
    with pytest.raises(Refused) as again:
        problem_to_topic.raise_from_problem(actor=worker, problem_id=problem.pk, title="又一个", text="同一件事")
    assert again.value.code == "already"
    with pytest.raises(Refused) as stranger:
        problem_to_topic.raise_from_problem(
            actor=street.actor("neighbour"), problem_id=problem.pk, title="别人的", text="不归我管"
        )
    assert stranger.value.code == "denied"


def test_the_staff_find_the_way_on_the_pages(street: World, held: Case, client: Client) -> None:
    client.force_login(street_person(street, "worker"))
    page = client.get(f"/work/m/{held.pk}/council/")
    assert page.status_code == 200 and "分头去问" in page.content.decode()
    sent = client.post(f"/work/m/{held.pk}/council/", {"send": "1", "bodies": [str(urban(street))]})
    assert sent.status_code == 302
    empty = client.post(f"/work/m/{held.pk}/council/", {"send": "1"})
    assert empty.status_code == 200 and "请说转到哪里" in empty.content.decode()


def street_person(street: World, key: str) -> Any:
    """The account behind a key of the world."""
    return person(street.people[key])


def test_the_inbox_names_the_topics_that_wait_and_leads_to_their_desk(street: World, client: Client) -> None:
    raised(street)
    found = [errand for errand in errands(street.actor("worker")) if errand.url == "/work/topics/"]
    assert [errand.count for errand in found] == [1] and "议题" in found[0].text
    assert not [e for e in errands(street.actor("urban")) if e.url == "/work/topics/"], "another body's is not mine"
    client.force_login(street_person(street, "worker"))
    assert "/work/topics/" in client.get("/work/").content.decode()
