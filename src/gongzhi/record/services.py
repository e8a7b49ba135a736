"""Append a fact inside the transaction that made it true; deliver it afterwards, once to each reaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.event import Event, revive
from gongzhi.kernel.reference import Ref
from gongzhi.record.inserts import insert as insert
from gongzhi.record.models import Cursor, Fact, Line, Link, Parked, Unsealed
from gongzhi.record.selectors import FactView, view_of

Reaction = Callable[[Any, FactView], None]
TRIES = 5
BACK_OFF = timedelta(seconds=2)
BATCH = 200
_SEALER = "record.sealer"
_reactions: dict[str, tuple[tuple[str, ...], Reaction]] = {}


def ref(thing: Ref | models.Model) -> Ref:
    """The reference of a row, or the reference itself."""
    return thing if isinstance(thing, Ref) else Ref(thing._meta.label_lower, thing.pk)


# Facts of the act that gathers them, not yet written.
_gathering: ContextVar[list[Fact] | None] = ContextVar("gongzhi_gathering", default=None)


def append(event: Event, *, actor: Actor, about: Ref | models.Model, seat: Seat | None = None) -> Fact:
    """Write one fact. RuntimeError outside a transaction: a fact belongs to the act that made it true.

    Inside `gathered` the fact is written, and has its id, when the block ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is recorded in the transaction that made it true")
    thing = ref(about)
    fact = Fact(
        at=clock.now(),
        kind=event.kind,
        actor=actor.ref,
        seat_id=seat.id if seat else None,
        body_id=seat.body_id if seat else None,
        about_label=thing.label,
        about_id=thing.id,
        data=event.data(),
    )
    waiting = _gathering.get()
    if waiting is None:
        insert([fact])
    else:
        waiting.append(fact)
    return fact


@contextmanager
def gathered() -> Iterator[None]:
    """Write the facts of one act by one statement, in the order of their `append`; nothing when the block fails.

    RuntimeError outside a transaction. A block inside another one joins it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is recorded in the transaction that made it true")
    if _gathering.get() is not None:
        yield
        return
    waiting: list[Fact] = []
    token = _gathering.set(waiting)
    try:
        yield
    finally:
        _gathering.reset(token)
    insert(waiting)


def link(cause: Ref | models.Model, effect: Ref | models.Model, kind: str) -> None:
    """Say that one matter caused another; saying it twice is saying it once."""
    one, two = ref(cause), ref(effect)
    Link.objects.get_or_create(
        cause_label=one.label,
        cause_id=one.id,
        effect_label=two.label,
        effect_id=two.id,
        kind=kind,
        defaults={"at": clock.now()},
    )


def reacts_to(*events: type[Event]) -> Callable[[Reaction], Reaction]:
    """Register a reaction to kinds of facts; a worker runs it after commit, once for each fact."""

    def register(reaction: Reaction) -> Reaction:
        _reactions[f"{reaction.__module__}.{reaction.__qualname__}"] = (tuple(e.kind for e in events), reaction)
        return reaction

    return register


def reactions() -> dict[str, tuple[str, ...]]:
    """Every registered reaction and the kinds it reads."""
    return {name: kinds for name, (kinds, _) in _reactions.items()}


@transaction.atomic
def seal(limit: int = 1000) -> int:
    """Give committed facts their place in the line; returns how many. Only one sealer works at a time."""
    cursor = _locked_cursor(_SEALER)
    if cursor is None:
        return 0
    waiting = list(Unsealed.objects.order_by("fact_id").values_list("fact_id", "fact__kind")[:limit])
    lines = [Line(seq=cursor.seq + n, fact_id=fact, kind=kind) for n, (fact, kind) in enumerate(waiting, start=1)]
    Line.objects.bulk_create(lines)
    Unsealed.objects.filter(fact_id__in=[fact for fact, _ in waiting]).delete()
    if lines:
        Cursor.objects.filter(pk=_SEALER).update(seq=lines[-1].seq)
    return len(lines)


def deliver(rounds: int = 1000) -> int:
    """Seal, and let every reaction digest what it has not seen; returns how many deliveries were made."""
    total = 0
    for _ in range(rounds):
        sealed = seal() if Unsealed.objects.exists() else 0
        end, behind = _behind()
        done = [_deliver_to(name, end) for name in behind]
        total += sum(done)
        # Whoever took less than a batch has read to the end; another round only if they recorded something.
        if not (sealed or any(done)) or (max(done, default=0) < BATCH and not Unsealed.objects.exists()):
            break
    return total


def _behind() -> tuple[int, list[str]]:
    """The end of the line, and the reactions for which something stands in it that they have not read.

    Those for which nothing does are moved to the end together, so that a fact costs only whom it concerns.
    """
    end = Line.objects.aggregate(end=Max("seq"))["end"] or 0
    read = {name: 0 for name in _reactions} | dict(Cursor.objects.values_list("reaction", "seq"))
    late = [name for name in _reactions if read[name] < end]
    if not late:
        return end, []
    since = Line.objects.filter(seq__gt=min(read[name] for name in late), seq__lte=end)
    newest = dict(since.order_by().values_list("kind").annotate(newest=Max("seq")))
    waiting = [name for name in late if any(newest.get(kind, 0) > read[name] for kind in _reactions[name][0])]
    idle = Cursor.objects.filter(reaction__in=set(late) - set(waiting), seq__lt=end, next_try=None)
    if len(waiting) < len(late):
        idle.update(seq=end)
    return end, waiting


def _locked_cursor(name: str) -> Cursor | None:
    """The reader's cursor under a lock, or None while another worker holds it."""
    skip = connection.features.has_select_for_update_skip_locked
    mine = Cursor.objects.select_for_update(skip_locked=skip).filter(pk=name)
    found = mine.first()
    if found is None and not Cursor.objects.filter(pk=name).exists():
        Cursor.objects.get_or_create(pk=name)
        found = mine.first()
    return found


def _deliver_to(name: str, end: int) -> int:
    """One batch for one reaction, in one transaction with its cursor; `end` was the end of the line before."""
    kinds, reaction = _reactions[name]
    with transaction.atomic():
        cursor = _locked_cursor(name)
        if cursor is None or (cursor.next_try and cursor.next_try > clock.now()):
            return 0
        waiting = Line.objects.filter(kind__in=kinds, seq__gt=cursor.seq).order_by("seq").select_related("fact")
        lines, done = list(waiting[:BATCH]), 0
        for line in lines:
            if not _digest(reaction, line, cursor):
                break
            cursor.seq, cursor.attempts, cursor.next_try = line.seq, 0, None
            done += 1
        if done == len(lines) < BATCH:
            cursor.seq = max(cursor.seq, end)  # nothing for it up to there: it need not look again
        cursor.save()
        return done


def _digest(reaction: Reaction, line: Line, cursor: Cursor) -> bool:
    """Run the reaction in a savepoint. False: try again later. After TRIES the fact is parked and passed."""
    try:
        with transaction.atomic():
            reaction(revive(line.kind, line.fact.data), view_of(line.fact))
    except Exception as error:  # one bad reaction stops nobody else
        cursor.attempts += 1
        if cursor.attempts < TRIES:
            cursor.next_try = clock.now() + BACK_OFF * 2**cursor.attempts
            return False
        Parked.objects.get_or_create(
            reaction=cursor.reaction,
            line=line,
            defaults={"error": type(error).__name__, "parked_at": clock.now()},
        )
    return True


def retry_parked() -> int:
    """Give every parked fact to its reaction again; returns how many were digested this time."""
    done = 0
    for parked in Parked.objects.filter(resolved_at=None, reaction__in=_reactions).select_related("line__fact"):
        with transaction.atomic():
            Parked.objects.select_for_update().get(pk=parked.pk)
            event = revive(parked.line.kind, parked.line.fact.data)
            _reactions[parked.reaction][1](event, view_of(parked.line.fact))
            parked.resolved_at = clock.now()
            parked.save(update_fields=["resolved_at"])
            done += 1
    return done


@transaction.atomic
def start_from_here(name: str) -> int:
    """Let a reaction begin at the end of the line, when its effect is built by other means (a rebuild).

    Returns that end. Until the caller commits, the reaction rests: its cursor is locked.
    """
    Cursor.objects.get_or_create(pk=name)
    Cursor.objects.select_for_update().get(pk=name)
    end = Line.objects.aggregate(end=Max("seq"))["end"] or 0
    Cursor.objects.filter(pk=name).update(seq=end, attempts=0, next_try=None)
    return int(end)


@dataclass(frozen=True)
class Replay:
    """How one package rebuilds its things from facts: `fold` a fact into a state, compare with `current`."""

    label: str
    fold: Callable[[Any, Event, FactView], Any]
    current: Callable[[list[int]], dict[int, Any]]


_replays: dict[str, Replay] = {}


def replays(replay: Replay) -> Replay:
    """Register how the things with this label are rebuilt from their facts."""
    _replays[replay.label] = replay
    return replay


@dataclass(frozen=True)
class Compared:
    """The outcome of a replay: how many things were rebuilt, and which differ from their table."""

    label: str
    count: int
    different: tuple[int, ...]
    at: datetime


def replay(label: str, progress: Callable[[int], None] = lambda n: None) -> Compared:
    """Rebuild every thing with this label from its facts and compare with what its table says."""
    plan, count = _replays[label], 0
    different: list[int] = []
    batch: dict[int, Any] = {}

    def compare() -> None:
        nonlocal count
        now = plan.current(list(batch))
        different.extend(i for i, state in batch.items() if now.get(i) != state)
        count += len(batch)
        progress(len(batch))
        batch.clear()

    facts = Fact.objects.filter(about_label=label).order_by("about_id", "id")
    for fact in facts.iterator(chunk_size=2000):
        if fact.about_id not in batch and len(batch) >= 500:
            compare()
        seen = batch.get(fact.about_id)
        batch[fact.about_id] = plan.fold(seen, revive(fact.kind, fact.data), view_of(fact))
    compare()
    return Compared(label, count, tuple(different), clock.now())


def replay_labels() -> list[str]:
    """Every kind of thing that can be rebuilt."""
    return sorted(_replays)
