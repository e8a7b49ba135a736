"""One of everything that is decided together, so that all its addresses are walked by those whom they must refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from tests.deliberation import covenants as rule_texts
from tests.deliberation.topics_world import raised
from tests.opinions import talks
from tests.world import MONDAY, SETUP, World

from gongzhi.assessments import services as assessments
from gongzhi.deliberation.models import AwarenessSurvey, Finding, Remedy
from gongzhi.deliberation.services import candidates, covenants
from gongzhi.deliberation.services.covenant_findings import check
from gongzhi.deliberation.services.covenants import NewClause
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.meetings.models import Item, Resolution, Slot
from gongzhi.meetings.services import plan_year
from gongzhi.opinions import services as opinions
from gongzhi.opinions.models import Post
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.voting import services as voting
from gongzhi.voting.models import Elector
from gongzhi.voting.services import NewOption

from .budgeted import budgeted
from .built import built
from .funded import funded
from .needed import needed
from .partnered import partnered

# What stands on the roll: for the organiser's desk alone.
ELECTOR, ELECTOR_PHONE, ROOM = "裴素心", "13655556666", "9-0909"
ROLL = f"编号,姓名,电话,地址\n1,{ELECTOR},{ELECTOR_PHONE},{ROOM}\n2,乙,13655557777,9-0910\n"
POSTS = "赵六 2026-09-06 09:00\n充电桩什么时候装？\n"


def everything(street: World) -> dict[str, int]:
    """The numbers by the names that addresses give them."""
    topic = raised(street).taken_up().seated().investigated().deliberating("panel")
    meeting = topic.do("call_meeting", starts=MONDAY + timedelta(days=5), orders="council_3x")
    found = {"topic_id": topic.topic.pk, "meeting_id": meeting.pk}
    found |= _assessed(street) | needed(street)
    found |= budgeted(street, ELECTOR) | built(street)
    found |= partnered(street, found["project_id"]) | funded(street, ELECTOR)
    return found | _followed(street, meeting) | _vote(street, topic) | _talk(street) | _rules(street) | _choice(street)


def _followed(street: World, meeting: Any) -> dict[str, int]:
    body, worker = street.body_of("worker"), street.actor("worker")
    item = Item.objects.filter(meeting=meeting).first()
    due = MONDAY + timedelta(days=30)
    made = Resolution.objects.create(
        meeting=meeting, item=item, kind="opinion", text="请物业报价", owner=body, made_at=MONDAY, due_at=due
    )
    plan = plan_year(actor=worker, body_id=body.pk, orders="home_committee", year=2026, every="quarterly")
    return {"resolution_id": made.pk, "slot_id": Slot.objects.filter(plan=plan).latest("pk").pk}


def _vote(street: World, topic: Any) -> dict[str, int]:
    worker, number = street.actor("worker"), 0
    options = [NewOption("a", "北门"), NewOption("b", "东门")]
    with clock.at(MONDAY):
        vote = voting.draw_up(
            actor=worker, about=topic.topic.ref, body_id=street.body_of("worker").pk,
            place_id=street.places["440305007010"].pk, title="装在哪个门", rule="approval", options=options,
            opens=MONDAY, closes=MONDAY + timedelta(days=9), secrecy="roll",
        )  # fmt: skip
        number = vote.pk
        voting.import_roll(actor=worker, vote_id=number, data=ROLL.encode(), filename="roll.csv", source="居民登记")
        voting.freeze(actor=worker, vote_id=number)
        voting.give_notice(
            actor=worker, vote_id=number, electors=None, how="notice", agenda_told=True, effect_told=True
        )
        voting.open_vote(actor=worker, vote_id=number)
        elector = Elector.objects.get(vote=vote, number=1)
        voting.hand_in(actor=worker, vote_id=number, sheets=[2])
        said = Actor(person_id=people.reporter(phone=ELECTOR_PHONE).pk)
        objection = voting.raise_objection(actor=said, vote_id=number, ground="roll", text="名册上少了一户")
    return {"vote_id": number, "number": 2, "objection_id": objection.pk, "elector_id": elector.pk}


def _talk(street: World) -> dict[str, int]:
    talk, worker = talks.start(street), street.actor("worker")
    opinions.import_posts(actor=worker, conversation_id=talk.pk, data=POSTS.encode(), filename="posts.txt")
    question = opinions.ask(person_id=talk.neighbour(), conversation_id=talk.pk, text="谁来付电费？")
    post = Post.objects.get(conversation_id=talk.pk)
    return {"talk_id": talk.pk, "statement_id": talk.seeds[0].pk, "post_id": post.pk, "question_id": question.pk}


def _rules(street: World) -> dict[str, int]:
    edition = rule_texts.drafted(street, NewClause("乱停车的罚款二百元。"), NewClause("晚上十点以后安静。"))
    neighbour = Actor(person_id=people.reporter().pk)
    proposal = covenants.propose(actor=neighbour, edition_id=edition.pk, asks="add", text="楼道不堆物。")
    survey = AwarenessSurvey.objects.create(
        edition=edition, seed="03 11 17", households=9, sample=3, drawn_at=clock.now()
    )
    with transaction.atomic():
        assert check(covenants.last_draft(edition)) == 1, "a fine is found"
    finding = Finding.objects.get(draft__edition=edition)
    talked = Remedy.objects.create(edition=edition, key=1, place=street.places["NYHY3"], remedy="talk", at=clock.now())
    return {
        "edition_id": edition.pk, "covenant_id": edition.covenant_id, "proposal_id": proposal.pk,
        "survey_id": survey.pk, "finding_id": finding.pk, "remedy_id": talked.pk,
    }  # fmt: skip


def _choice(street: World) -> dict[str, int]:
    made = candidates.open_selection(
        actor=street.actor("worker"), committee="owners_committee", place_id=street.places["NYHY"].pk,
        reviewer_id=street.body_of("worker").pk, seats=3,
    )  # fmt: skip
    stands = candidates.nominate(actor=Actor(person_id=people.reporter().pk), selection_id=made.pk)
    return {"selection_id": made.pk, "candidate_id": stands.pk}


def _assessed(street: World) -> dict[str, int]:
    """An organisation that is assessed, with a paper of its own that nobody has checked."""
    officer, place = street.actor("officer"), street.places["440305007010"].pk
    house = seats.create_body(actor=SETUP, kind="social_org", name="邻里互助社", place_id=place)
    seat = seats.create_seat(actor=SETUP, body_id=house.pk, role="org_member")
    member = people.reporter(name="社员")
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=member.pk)
    scheme = assessments.publish_scheme(
        actor=officer, body_id=street.body_of("officer").pk, key="pilot", title="评估方案",
        content=assessments.starting_content(lower=[("3A", 801)]),
    )  # fmt: skip
    period = (date(2025, 9, 1), date(2026, 8, 31))
    row = assessments.open_assessment(actor=officer, body_id=house.pk, scheme_id=scheme.pk, period=period)
    shown = assessments.put_evidence(
        actor=organisations.actor_for(member.pk), assessment_id=row.pk, indicator="base.papers", kind="document",
        text="章程",
    )  # fmt: skip
    bar = assessments.note_bar(actor=officer, body_id=house.pk, reason="penalty", paper="〔2026〕3号")
    return {"assessment_id": row.pk, "scheme_id": scheme.pk, "evidence_id": shown.pk, "bar_id": bar.pk}
