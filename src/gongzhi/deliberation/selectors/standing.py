"""How far a topic has come, as the rules of readiness take it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gongzhi.deliberation.models import MinorityStep, Party, Topic
from gongzhi.deliberation.rules.readiness import Standing, missing
from gongzhi.deliberation.rules.tables import core_seats, decisions, methods
from gongzhi.deliberation.selectors.basis import Basis, basis_of

GONE = ("declined", "replaced")


def standing(topic: Topic, basis: Basis | None = None, **changes: Any) -> Standing:
    """The topic as it stands now; `changes` try out another value of a field."""
    parties = list(topic.parties.values_list("pk", "minority"))
    seats = list(topic.seats.exclude(state__in=GONE).values_list("core", "party_id"))
    met = set(topic.minority_steps.values_list("party_id", flat=True))
    seated = {party for _core, party in seats}
    basis = basis or basis_of(topic)
    found = Standing(
        kind=decisions().kinds.get(topic.kind),
        method=methods().get(topic.method),
        parties=len(parties),
        items=topic.items.count(),
        core_seats=len({core for core, _party in seats if core}),
        core_needed=len(core_seats()),
        unseated=sum(pk not in seated for pk, _minority in parties),
        investigations=topic.investigations.count(),
        unmet=sum(bool(minority) and pk not in met for pk, minority in parties),
        meetings=tuple(topic.sessions.order_by("held_at").values_list("orders", flat=True)),
        vote=basis.state,
        vote_rule=basis.rule,
        published=topic.published_at is not None,
    )
    return replace(found, **changes)


def unmet(topic: Topic) -> list[Party]:
    """The flagged minorities that nobody has compensated, met by an amendment, or heard with reasons."""
    met = MinorityStep.objects.filter(topic=topic).values("party_id")
    return list(topic.parties.exclude(minority="").exclude(pk__in=met).order_by("pk"))


def missing_before(topic: Topic, move: str, found: Standing | None = None) -> tuple[str, ...]:
    """The closed words of what is missing before a move."""
    return missing(found or standing(topic), move)
