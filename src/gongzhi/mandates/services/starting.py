"""The list that ships with the house, for a place that has none of its own yet."""

from __future__ import annotations

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.mandates import selectors
from gongzhi.mandates.models import Edition
from gongzhi.mandates.selectors.book import LISTS
from gongzhi.mandates.services.lists import import_list, publish


def load_starting_list(actor: Actor) -> Edition:
    """Import and publish the shipped list from today on. Where a list is published already, that one stays.

    RuntimeError when the shipped list is refused: it would be a fault of this package, not of the caller.
    """
    today = clock.today().date()
    there = selectors.editions().first()
    if there is not None:
        return there
    draft = import_list(actor=actor, content=(LISTS / "start.csv").read_bytes(), name="start.csv")
    if draft.edition is None:
        raise RuntimeError(f"the shipped list is refused: {draft.refusals[:5]}")
    return publish(actor=actor, list_id=draft.edition.pk, on=today)
