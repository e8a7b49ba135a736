"""A residents' covenant that can be lived through: from the first draft to the day on which it holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.voting.living import people_roll
from tests.world import MONDAY, World

from gongzhi.deliberation.models import Edition
from gongzhi.deliberation.services import covenant_check, covenant_votes, covenants
from gongzhi.deliberation.services.covenant_moves import move_covenant
from gongzhi.deliberation.services.covenants import NewClause
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.voting import services as voting

DAY = timedelta(days=1)
TEXT = (
    NewClause("晚上十点以后不放大声的音响。", "楼里有上早班的人", subject="quiet", modality="must_not",
              bound="at_least", amount=22, unit="点"),
    NewClause("电动车在充电棚充电，不推进楼道。", "楼道是逃生的路", subject="charging", modality="must"),
    NewClause("遛狗牵绳，随手清理。"),
)  # fmt: skip
CONSULTED = MONDAY + 8 * DAY
OPENS, CLOSES = CONSULTED + 12 * DAY, CONSULTED + 20 * DAY
DECIDED = CLOSES + 9 * DAY


def drafted(world: World, *clauses: NewClause, **given: Any) -> Edition:
    """A draft that stands open for proposals."""
    committee = world.body_of("worker")
    wish: dict[str, Any] = {
        "rule_kind": "residents_covenant", "place_id": committee.place_id, "keeper_id": committee.pk,
        "title": "南油社区居民公约", **given,
    }  # fmt: skip
    return covenants.open_covenant(actor=world.actor("worker"), clauses=clauses or TEXT, **wish)


def move(world: World, who: str, edition: Edition, name: str, at: datetime | None = None, **given: Any) -> Edition:
    """One move by a member of staff, at a moment."""
    with clock.at(at or clock.now()):
        return move_covenant(actor=world.actor(who), edition_id=edition.pk, move=name, **given)


def reviewed(world: World, edition: Edition) -> None:
    """Sent to the review; the party organisation and the adviser agree."""
    move(world, "worker", edition, "submit", CONSULTED)
    with clock.at(CONSULTED):
        for who in ("party", "adviser"):
            covenant_check.review(actor=world.actor("secretary"), edition_id=edition.pk, by_whom=who, outcome="agree")


def voted(world: World, edition: Edition, *, came: int = 6, against: int = 0, of: int = 10) -> Edition:
    """The residents' assembly votes: `came` of ten, `against` of them no; the result is certified."""
    desk = world.actor("worker")
    with clock.at(CONSULTED):
        edition = covenant_votes.call_vote(
            actor=desk, edition_id=edition.pk, rule="residents_assembly", opens=OPENS, closes=CLOSES
        )
        roll = {"data": people_roll(of), "filename": "roll.csv", "source": "居民名册"}
        voting.import_roll(actor=desk, vote_id=edition.vote_id, **roll)
        voting.freeze(actor=desk, vote_id=edition.vote_id)
        told = {"how": "by_hand", "agenda_told": True, "effect_told": True}
        voting.give_notice(actor=desk, vote_id=edition.vote_id, electors=None, **told)
    with clock.at(OPENS):
        voting.open_vote(actor=desk, vote_id=edition.vote_id)
        for number in range(1, came + 1):
            voter = Actor(person_id=people.reporter(phone=f"139{number:08d}").pk)
            answer = "against" if number <= against else "for"
            voting.cast(actor=voter, vote_id=edition.vote_id, choice={"answers": {"1": answer}})
    with clock.at(CLOSES + timedelta(minutes=1)):
        voting.close_vote(actor=desk, vote_id=edition.vote_id)
        voting.count_vote(actor=desk, vote_id=edition.vote_id)
    with clock.at(DECIDED):
        voting.certify(actor=desk, vote_id=edition.vote_id)
    return edition


def in_force(world: World, edition: Edition) -> Edition:
    """A text that was voted: passed, filed, posted long enough, started."""
    move(world, "worker", edition, "pass", DECIDED)
    move(world, "worker", edition, "send", DECIDED)
    move(world, "officer", edition, "receive", DECIDED, receipt="粤海备〔2026〕7 号")
    move(world, "worker", edition, "post", DECIDED, posted_on=DECIDED.date())
    started = DECIDED + 16 * DAY
    return move(world, "worker", edition, "start", started, in_force_from=started.date())
