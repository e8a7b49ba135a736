"""Resources: never more than there is at any moment, every use accounted for, everything offered in one balance."""

from __future__ import annotations

import random
import threading
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import F

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.people import services as people
from gongzhi.projects.models import Booking, Effect, Need, ReportBack, Resource, Slot
from gongzhi.projects.rules.report_back import ALLOWED, checked
from gongzhi.projects.rules.slots import Flow, flow_of_time, minutes_between
from gongzhi.projects.rules.times import WEEK
from gongzhi.projects.selectors import matching, registering
from gongzhi.projects.selectors import resources as read
from gongzhi.projects.services import matching as matching_services
from gongzhi.projects.services import needs, resources
from gongzhi.projects.services import registering as checkin

pytestmark = pytest.mark.django_db
COMMUNITY = "440305007010"


def day(ahead: int = 0):
    return clock.today().date() + timedelta(days=ahead)


def at(hour: int, ahead: int = 1) -> datetime:
    return datetime.combine(day(ahead), datetime.min.time(), CHINA) + timedelta(hours=hour)


def offer(street, who: str | Actor = "worker", *, body: str = "residents_committee", **more) -> Resource:
    given = {
        "kind": "place", "title": "会议室", "purpose": "children", "amount": 2, "unit": "room", "until": day(60),
    } | more  # fmt: skip
    actor = street.actor(who) if isinstance(who, str) else who
    owner = street.body(body, COMMUNITY).pk if body else None
    return resources.offer_resource(
        actor=actor, place_id=street.places[COMMUNITY].pk, body_id=owner, new=resources.NewOffer(**given)
    )


def need(street, **more) -> Need:
    given = {"title": "放学后写作业的地方", "purpose": "children"} | more
    return needs.raise_need(actor=street.actor("worker"), place_id=street.places[COMMUNITY].pk, **given)


def use(street, row: Resource, begins: int, ends: int, amount: int = 1, *, ahead: int = 1, about=None) -> Booking:
    return resources.use_resource(
        actor=street.actor("worker"), resource_id=row.pk, about=about or Ref("projects.need", 1), amount=amount,
        starts=at(begins, ahead), ends=at(ends, ahead),
    )  # fmt: skip


def refused(code: str):
    return pytest.raises(Refused, match=".") if not code else _Refused(code)


class _Refused:
    """Expect one code."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace) -> bool:
        assert isinstance(error, Refused), f"not refused: {error!r}"
        assert error.code == self.code, error.code
        return True


@pytest.mark.row("C02")
def test_what_is_offered_is_used_within_what_there_is_and_given_back(street):
    row = offer(street)
    first = use(street, row, 9, 11)
    use(street, row, 10, 12)
    with refused("full"):
        use(street, row, 10, 11)
    use(street, row, 11, 12)
    resources.give_back(actor=street.actor("worker"), booking_id=first.pk)
    use(street, row, 9, 11)
    with refused("over"):
        resources.give_back(actor=street.actor("worker"), booking_id=first.pk)
    assert read.resources_at(street.places[COMMUNITY]).get() == row
    resources.withdraw_resource(actor=street.actor("worker"), resource_id=row.pk)
    with refused("ended"):
        use(street, row, 14, 15)
    assert not read.resources_at(street.places[COMMUNITY]).exists()


@pytest.mark.row("C02")
@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("kind", {"kind": "luck"}), ("unit", {"unit": "piece"}), ("purpose", {"purpose": "fun"}),
        ("amount", {"amount": 0}), ("amount", {"most_each": 3}), ("until", {"until": None}), ("until", {"long": 1}),
        ("bad_times", {"times": [[5, 5]]}), ("missing", {"title": " "}),
        ("fund_needed", {"kind": "money", "unit": "fen"}),
        ("fund_needed", {"fund_id": 3}),
    ],
)  # fmt: skip
def test_offers_that_say_nothing_are_refused(street, code, more):
    if code == "until":
        more = {"until": day(2000) if more.get("long") else day(0)}
    with refused(code):
        offer(street, **more)
    assert not Resource.objects.exists()


def test_limits_of_a_use(street):
    row = offer(street, amount=5, most_each=2, times=[[0, WEEK]])
    for code, given in (
        ("amount", {"amount": 0}), ("most_each", {"amount": 3}), ("slot", {"ahead": 60}), ("slot", {"ahead": -1}),
    ):  # fmt: skip
        with refused(code):
            use(street, row, 9, 10, **given)
    with refused("slot"):
        resources.use_resource(
            actor=street.actor("worker"), resource_id=row.pk, about=Ref("projects.need", 1), amount=1,
            starts=at(9) + timedelta(minutes=10), ends=at(10),
        )  # fmt: skip
    with refused("denied"):
        resources.use_resource(
            actor=street.actor("neighbour"), resource_id=row.pk, about=Ref("projects.need", 1), amount=1,
            starts=at(9), ends=at(10),
        )  # fmt: skip
    evening = offer(street, times=[[d * 1440 + 1080, d * 1440 + 1260] for d in range(7)])
    use(street, evening, 18, 21)
    with refused("slot"):
        use(street, evening, 17, 19)
    own = Actor(person_id=people.reporter().pk)
    with refused("denied"):
        resources.withdraw_resource(actor=own, resource_id=row.pk)
    assert offer(street, own, body="", kind="skill", unit="person", amount=1).sector == "society"
    with refused("denied"):
        offer(street, own)


@pytest.mark.row("C02")
def test_the_table_itself_holds_the_line(street):
    row = offer(street)
    use(street, row, 9, 10)
    for change in (F("used") + 2, F("used") - 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Slot.objects.filter(resource=row).update(used=change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=row.pk).update(kind="money")


@pytest.mark.row("C02")
@pytest.mark.parametrize("seed", range(3))
def test_at_no_moment_is_more_taken_than_there_is(street, seed):
    chance, row, held = random.Random(seed), offer(street, amount=3), {}
    for _step in range(25):
        begins = chance.randrange(8, 14)
        if held and chance.random() < 0.3:
            pk = chance.choice(list(held))
            resources.give_back(actor=street.actor("worker"), booking_id=pk)
            del held[pk]
            continue
        ends, amount = begins + chance.randint(1, 4), chance.randint(1, 3)
        busy = max(sum(m for a, b, m in held.values() if a <= hour < b) for hour in range(begins, ends))
        if busy + amount > 3:
            with refused("full"):
                use(street, row, begins, ends, amount)
        else:
            held[use(street, row, begins, ends, amount).pk] = (begins, ends, amount)
    for slot in Slot.objects.filter(resource=row):
        hour = (slot.number * 30 + 8 * 60) % 1440 / 60
        assert slot.used == sum(m for a, b, m in held.values() if a <= hour < b) <= slot.most


@pytest.mark.row("C02")
@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres_only
def test_two_at_once_get_one_room(street):
    row, worker, codes = offer(street, amount=1), street.actor("worker"), []
    gate, moment, starts, ends = threading.Barrier(2), clock.now(), at(9), at(12)

    def take() -> None:
        gate.wait()
        try:
            with clock.at(moment):
                resources.use_resource(
                    actor=worker, resource_id=row.pk, about=Ref("projects.need", 1), amount=1, starts=starts, ends=ends
                )
            codes.append("taken")
        except Refused as error:
            codes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["full", "taken"]
    assert set(Slot.objects.values_list("used", flat=True)) == {1}


@pytest.mark.row("A31")
@pytest.mark.row("A23")
def test_what_was_offered_is_used_left_or_expired_to_the_last_minute(street):
    room = offer(street, times=[[d * 1440 + 540, d * 1440 + 600] for d in range(7)], until=day(10), alliance=True)
    chairs = offer(street, kind="goods", unit="piece", amount=40, given_away=True, until=day(10))
    booking = use(street, room, 9, 10, 2, ahead=1)
    given = resources.use_resource(
        actor=street.actor("worker"), resource_id=chairs.pk, about=Ref("projects.need", 1), amount=15
    )
    resources.give_back(actor=street.actor("worker"), booking_id=given.pk, amount=5)
    assert read.flows([room, chairs])[chairs.pk] == Flow(40, 10, 30, 0)
    now = read.flows([room])[room.pk]
    assert now.offered == 2 * 60 * 10 and now.used == 120 and now.balanced
    for ahead in (0, 3, 9, 10, 30):
        with clock.at(at(12, ahead)):
            resources.end_resources()
            known = read.flows(Resource.objects.all())
            assert all(flow.balanced for flow in known.values())
    with clock.at(at(12, 30)):
        assert known[room.pk] == Flow(1200, 120, 0, 1080) and known[chairs.pk] == Flow(40, 10, 0, 30)
        rows = read.balances(street.places[COMMUNITY])
        assert {(row.sector, row.unit, row.timed) for row in rows} == {
            ("society", "room", True), ("society", "piece", False),
        }  # fmt: skip
        pledged = read.pledges(street.places[COMMUNITY])
        assert [(one.resource.pk, len(one.uses), one.resource.state) for one in pledged] == [(room.pk, 1, "expired")]
    assert booking.amount == 2


@pytest.mark.parametrize("seed", range(4))
def test_minutes_of_the_week_are_what_counting_says(seed):
    chance = random.Random(seed)
    times = [(start, start + 300) for start in sorted(chance.sample(range(0, WEEK - 300, 400), 4))]
    since = datetime(2026, 9, 1, 3, 17, tzinfo=CHINA) + timedelta(minutes=chance.randrange(5000))
    until = since + timedelta(minutes=chance.randrange(1, 3 * WEEK))
    monday = datetime(2026, 8, 31, tzinfo=CHINA)
    start, long = int((since - monday).total_seconds()) // 60, int((until - since).total_seconds()) // 60
    inside = {minute for begin, end in times for minute in range(begin, end)}
    assert minutes_between(since, until, times) == sum((start + n) % WEEK in inside for n in range(long))
    assert minutes_between(until, since, times) == 0
    assert flow_of_time(100, 40, [(2, 30, 10)]) == Flow(100, 60, 20, 20)


@pytest.mark.row("C10")
def test_whoever_gave_reads_what_each_use_caused_or_not_yet(street):
    row, wanted = offer(street), need(street)
    one = use(street, row, 9, 10, about=wanted.ref)
    use(street, row, 14, 15, about=wanted.ref)
    with refused("denied"):
        resources.note_effect(actor=street.actor("neighbour"), booking_id=one.pk, text="好")
    with refused("missing"):
        resources.note_effect(actor=street.actor("worker"), booking_id=one.pk, text=" ")
    resources.note_effect(actor=street.actor("worker"), booking_id=one.pk, text="二十个孩子放学后有地方去")
    found = read.contributed(body_id=street.body("residents_committee", COMMUNITY).pk)
    assert [(use.title, use.effects, use.waiting) for use in found[0].uses] == [
        ("放学后写作业的地方", ["二十个孩子放学后有地方去"], False), ("放学后写作业的地方", [], True),
    ]  # fmt: skip
    assert read.contributed() == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Effect.objects.update(text="别的")


@pytest.mark.row("C09")
def test_a_person_takes_a_match_and_its_reasons_are_kept(street):
    row, wanted = offer(street, title="写作业的教室"), need(street)
    found = matching.match(street.places[COMMUNITY])
    assert [(one.need.pk, [pair[0].pk for pair in one.pairs]) for one in found] == [(wanted.pk, [row.pk])]
    with refused("missing"):
        matching_services.decline_match(actor=street.actor("worker"), need_id=wanted.pk, resource_id=row.pk, note="")
    with refused("denied"):
        matching_services.accept_match(actor=street.actor("neighbour"), need_id=wanted.pk, resource_id=row.pk)
    kept = matching_services.accept_match(actor=street.actor("worker"), need_id=wanted.pk, resource_id=row.pk)
    assert kept.state == "agreed" and ["place", {"hops": 0}] in kept.reasons
    assert [one.resource_id for one in read.serving(wanted)] == [row.pk]
    matching_services.decline_match(actor=street.actor("worker"), need_id=wanted.pk, resource_id=row.pk, note="装修")
    assert not read.serving(wanted)
    checkin.set_org_role(
        actor=street.actor("worker"), place_id=street.places[COMMUNITY].pk, role="hub", purpose="law",
        body_id=street.body("residents_committee", COMMUNITY).pk,
    )  # fmt: skip
    law = need(street, title="想问问合同", purpose="law")
    ask = matching.match(law.place, [law])[0].ask
    assert [body.pk for body in ask] == [street.body("residents_committee", COMMUNITY).pk]
    gaps = {gap.purpose: gap for gap in matching.gaps(street.places[COMMUNITY])}
    assert (gaps["law"].unmet, gaps["children"].unmet, gaps["children"].idle) == (1, 0, 0)
    resources.withdraw_resource(actor=street.actor("worker"), resource_id=row.pk)
    with refused("ended"):
        matching_services.accept_match(actor=street.actor("worker"), need_id=wanted.pk, resource_id=row.pk)


@pytest.mark.row("A21")
def test_check_in_and_the_rate_from_the_record(street):
    place, worker = street.places[COMMUNITY], street.actor("worker")
    unit = street.body("property_company")
    members = [people.reporter(phone=f"1360000000{n}").pk for n in range(9)]
    joined = checkin.check_in(actor=street.actor("manager"), place_id=place.pk, body_id=unit.pk, alliance=True)
    assert checkin.check_in(actor=worker, place_id=place.pk, body_id=unit.pk).pk == joined.pk
    with refused("denied"):
        checkin.check_in(actor=street.actor("neighbour"), place_id=place.pk, body_id=unit.pk, person_id=members[0])
    rows = [
        checkin.check_in(actor=Actor(person_id=pk), place_id=place.pk, body_id=unit.pk, person_id=pk) for pk in members
    ]
    checkin.set_base(actor=worker, place_id=place.pk, kind="member", many=10, paper="区委组织部名册 2026-08")
    assert registering.rate(place, "member") == registering.recomputed(place, "member")
    assert str(registering.rate(place, "member").share) == "9/10"
    checkin.check_out(actor=worker, registration_id=rows[0].pk)
    assert registering.recomputed(place, "member").registered == 8 == registering.rate(place, "member").registered
    assert registering.rate(place, "unit").share is None


def registered(street, unit, *person_ids: int) -> list:
    place = street.places[COMMUNITY].pk
    return [
        checkin.check_in(actor=Actor(person_id=pk), place_id=place, body_id=unit.pk, person_id=pk) for pk in person_ids
    ]


@pytest.mark.row("A21")
def test_a_claim_is_served_judged_by_another_and_told_to_the_unit(street):
    place, worker, unit = street.places[COMMUNITY], street.actor("worker"), street.body("property_company")
    rows = registered(street, unit, *(people.reporter().pk for _ in range(2)))
    mine, wanted = Actor(person_id=rows[0].person_id), need(street)
    claim = checkin.claim_need(actor=mine, registration_id=rows[0].pk, need_id=wanted.pk)
    with refused("already"):
        checkin.claim_need(actor=mine, registration_id=rows[0].pk, need_id=wanted.pk)
    with refused("denied"):
        checkin.claim_need(actor=mine, registration_id=rows[1].pk, need_id=wanted.pk)
    with refused("stale"):
        checkin.move_claim(actor=worker, claim_id=claim.pk, move="judge", verdict="helped")
    with refused("missing"):
        checkin.move_claim(actor=mine, claim_id=claim.pk, move="serve")
    checkin.move_claim(actor=mine, claim_id=claim.pk, move="serve", note="陪写作业三次")
    with refused("denied"):
        checkin.move_claim(actor=mine, claim_id=claim.pk, move="judge", verdict="helped")
    with refused("verdict"):
        checkin.move_claim(actor=worker, claim_id=claim.pk, move="judge", verdict="100")
    checkin.move_claim(actor=worker, claim_id=claim.pk, move="judge", verdict="helped")
    assert checkin.move_claim(actor=worker, claim_id=claim.pk, move="feed_back").state == "fed_back"
    with refused("period"):
        checkin.report_back(actor=worker, place_id=place.pk, body_id=unit.pk, since=day(-30), until=day(1))
    with clock.at(at(12)):
        row = checkin.report_back(actor=worker, place_id=place.pk, body_id=unit.pk, since=day(-30), until=day())
    assert set(row.data) == ALLOWED and row.data["helped"] == row.data["served"] == 1
    assert row.data["purposes"] == {"children": 1} and row.data["registered"] == 2
    assert ReportBack.objects.count() == len(registering.reports_to(unit.pk)) == 1


@pytest.mark.row("A21")
def test_a_report_holds_allowed_fields_only():
    data = dict.fromkeys(ALLOWED, 0) | {"since": "2026-01-01", "until": "2026-04-01", "purposes": {"law": 2}}
    assert checked(data) == data
    for wrong in ({"persons": [1]}, {"hours": 3}, {"rank": 1}):
        with pytest.raises(ValueError, match="fields"):
            checked(data | wrong)
    for name, value in (("served", "陈某"), ("helped", -1), ("purposes", {"law": "x"}), ("claimed", True)):
        with pytest.raises(ValueError, match="count"):
            checked(data | {name: value})


@pytest.mark.row("D13")
def test_a_street_that_gives_two_communities_the_same_is_told(street):
    for code, person in ((COMMUNITY, "worker"), ("440305007011", "neighbour")):
        place, actor = street.places[code], street.actor(person)
        for number in range(5):
            resources.offer_resource(
                actor=actor, place_id=place.pk, body_id=street.body_of(person).pk,
                new=resources.NewOffer("goods", f"书{number}", "culture", 1, "piece", day(30)),
            )  # fmt: skip
        needs.raise_need(
            actor=actor, place_id=place.pk, title="要", purpose="elderly" if person == "worker" else "parking",
            people=[people.reporter().pk for _ in range(5)],
        )  # fmt: skip
    found = matching.uniformity(street.places["440305007"])
    assert [(one.place.code, two.place.code) for one, two, _flag in found.flags] == [(COMMUNITY, "440305007011")]
