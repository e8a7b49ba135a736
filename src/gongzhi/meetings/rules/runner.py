"""The rule runner: a meeting held against its standing orders, one finding for each rule (row B03)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongzhi.kernel.worktime import Calendar
from gongzhi.meetings.rules import motions as order_of
from gongzhi.meetings.rules import notice, quorum, speaking
from gongzhi.meetings.rules.orders import HANDS, NO
from gongzhi.meetings.rules.story import MotionTold, Story, draft

# What makes a meeting's decisions doubtful; the others are told, and no more.
GRAVE = frozenset(
    {"notice", "agenda", "core", "quorum", "unlisted", "decides", "order", "while_open", "counts", "outcome",
     "minutes_whole", "signed", "published"}
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One rule: whether it was kept, and (if not) by which rows; `kinds` are seat types or lines that are missing."""

    code: str
    kept: bool
    rows: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def grave(self) -> bool:
        """Whether a decision of the meeting is in doubt by it."""
        return not self.kept and self.code in GRAVE


def verify(story: Story, calendar: Calendar) -> list[Finding]:
    """Every finding that the story is ready for: minutes are checked once they are written."""
    found = [_notice(story, calendar), _agenda(story)]
    for check in _ROOM if story.sittings else ():
        found.append(check(story))
    for check in _PAPER if story.minutes else ():
        found.append(check(story))
    return found


def _finding(code: str, wrong: Iterator[int]) -> Finding:
    rows = tuple(wrong)
    return Finding(code, not rows, rows)


def _notice(story: Story, calendar: Calendar) -> Finding:
    limit = story.terms.urgent if story.urgent and story.terms.urgent else story.terms.notice
    return Finding("notice", notice.in_time(story.called_at, story.starts, limit, calendar))


def _agenda(story: Story) -> Finding:
    return Finding("agenda", any(item.listed for item in story.items))


def _core(story: Story) -> Finding:
    standings = [quorum.standing(story.orders, story.terms.shares, sitting.chairs) for sitting in story.sittings]
    missing = tuple(dict.fromkeys(kind for one in standings for kind in one.core_missing))
    return Finding("core", not missing, kinds=missing)


def _quorum(story: Story) -> Finding:
    standings = [quorum.standing(story.orders, story.terms.shares, sitting.chairs) for sitting in story.sittings]
    return _finding("quorum", (n for n, one in enumerate(standings) if not one.quorate))


def _decided(story: Story) -> list[MotionTold]:
    return [motion for motion in story.motions if motion.decided_at is not None]


def _unlisted(story: Story) -> Finding:
    votable = {item.id for item in story.items if item.listed and item.kind == "decide"}
    return _finding("unlisted", (motion.id for motion in _decided(story) if motion.item not in votable))


def _decides(story: Story) -> Finding:
    """By hands only where hands decide; a resolution rests on a motion that was carried, or on a named other basis."""
    wrong = [] if story.orders.decides == HANDS else [motion.id for motion in _decided(story)]
    passed = {motion.id for motion in story.motions if motion.state == "passed"}
    for number, motion, other in story.decisions:
        if story.orders.decides == NO or not (other or motion in passed):
            wrong.append(number)
    return _finding("decides", iter(wrong))


def _order(story: Story) -> Finding:
    def wrong() -> Iterator[int]:
        for motion in _decided(story):
            then = [_as_of(other, motion) for other in story.motions if other.item == motion.item]
            if order_of.before(motion.id, then):
                yield motion.id

    return _finding("order", wrong())


def _as_of(other: MotionTold, motion: MotionTold) -> order_of.Put:
    """How another motion stood when this one was decided: proposed before, and not settled yet."""
    assert motion.decided_at is not None
    here = other.proposed_at <= motion.decided_at and other.state != "withdrawn"
    settled = other.decided_at is not None and other.decided_at <= motion.decided_at
    return order_of.Put(other.id, other.amends, here and not settled)


def _while_open(story: Story) -> Finding:
    def inside(motion: MotionTold) -> bool:
        when = motion.decided_at
        return when is not None and any(
            s.opened_at <= when and (s.ended_at is None or when <= s.ended_at) for s in story.sittings
        )

    return _finding("while_open", (motion.id for motion in _decided(story) if not inside(motion)))


def _counts(story: Story) -> Finding:
    return _finding(
        "counts", (m.id for m in _decided(story) if m.counts is None or m.counts.cast > m.present or m.present == 0)
    )


def _outcome(story: Story) -> Finding:
    passing = story.terms.passing

    def fits(motion: MotionTold) -> bool:
        if passing is None or motion.counts is None:
            return False
        return passing.passes(motion.counts, motion.present, motion.everybody) is (motion.state == "passed")

    return _finding("outcome", (motion.id for motion in _decided(story) if not fits(motion)))


def _speaking_order(story: Story) -> Finding:
    return _finding("speaking_order", (row for turns in story.turns.values() for row in speaking.out_of_turn(turns)))


def _speaking_time(story: Story) -> Finding:
    ended = [turn for turns in story.turns.values() for turn in turns if turn.given_at and turn.ended_at]
    allowed = story.terms.speaking
    return _finding(
        "speaking_time", (t.id for t in ended if t.ended_at and speaking.remaining(t, allowed, t.ended_at) < 0)
    )


def _minutes_whole(story: Story) -> Finding:
    have = set(story.minutes.lines) if story.minutes else set()
    missing = [line for line in draft(story) if line not in have]
    return Finding("minutes_whole", not missing, tuple(n for _kind, n in missing), tuple(k for k, _n in missing))


def _signed(story: Story) -> Finding:
    written = story.minutes
    if written is None or written.signed_at is None:
        return Finding("signed", written is None or written.published_at is None)
    strangers = tuple(seat for seat in written.signers if seat not in story.attended)
    enough = story.terms.approval.holds(len(set(written.signers) - set(strangers)), len(story.attended))
    return Finding("signed", enough and not strangers, strangers)


def _published(story: Story) -> Finding:
    written = story.minutes
    if written is None or written.published_at is None:
        return Finding("published", True)
    return Finding("published", written.signed_at is not None and written.signed_at <= written.published_at)


Check = Callable[[Story], Finding]
_ROOM: tuple[Check, ...] = (
    _core, _quorum, _unlisted, _decides, _order, _while_open, _counts, _outcome, _speaking_order, _speaking_time,
)  # fmt: skip
_PAPER: tuple[Check, ...] = (_minutes_whole, _signed, _published)
