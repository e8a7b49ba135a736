"""The only readers of organisations: who holds what, which body serves a place, areas, trees, the register, powers."""

from __future__ import annotations

from gongzhi.organisations.selectors.areas import lead_seat, responsible, spans_of, uncovered_days
from gongzhi.organisations.selectors.bodies import (
    bodies,
    bodies_at,
    bodies_for,
    bodies_of_kind,
    bodies_within,
    body,
    body_for,
)
from gongzhi.organisations.selectors.held import (
    actor_for,
    fresh,
    holders,
    holds_a_seat,
    seat,
    seats,
    seats_of,
    term,
    terms_of,
)
from gongzhi.organisations.selectors.powers import (
    Decided,
    Sentence,
    by_relation,
    decided_at,
    decides,
    example,
    held_by,
    powers_of,
    sentences,
    unexplained,
    withheld,
)
from gongzhi.organisations.selectors.register import Entry, Face, demonstration_faces, entries, register, register_seats
from gongzhi.organisations.selectors.trees import faults, relations_of, tree, uppers

__all__ = [
    "Decided",
    "Entry",
    "Face",
    "Sentence",
    "actor_for",
    "bodies",
    "bodies_at",
    "bodies_for",
    "bodies_of_kind",
    "bodies_within",
    "body",
    "body_for",
    "by_relation",
    "decided_at",
    "decides",
    "demonstration_faces",
    "entries",
    "example",
    "faults",
    "fresh",
    "held_by",
    "holders",
    "holds_a_seat",
    "lead_seat",
    "powers_of",
    "register",
    "register_seats",
    "relations_of",
    "responsible",
    "seat",
    "seats",
    "seats_of",
    "sentences",
    "spans_of",
    "term",
    "terms_of",
    "tree",
    "uncovered_days",
    "unexplained",
    "uppers",
    "withheld",
]
