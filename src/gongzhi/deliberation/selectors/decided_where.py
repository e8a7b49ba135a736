"""For a body's public page: what the people of its place decide, by the decision table; the body only convenes them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from gongzhi.deliberation import words
from gongzhi.deliberation.selectors.decided import kinds, name_of
from gongzhi.organisations.selectors import Decided, decides

# Which body's page tells of which deciders: who convenes them, or who decides by its own statute.
CONVENES = {
    "owners_committee": ("owners_assembly", "building_owners"),
    "residents_committee": ("residents_assembly", "representatives", "residents", "council", "home_committee"),
    "community_party": ("joint_conference", "council"),
    "building_team": ("households", "building_owners"),
}


def decided_where(body: Any) -> list[Decided]:
    """The lines of the decision table whose deciders this body convenes."""
    wanted = CONVENES.get(body.kind, ())
    return [
        Decided(name_of(line), str(words.DECIDERS[line.decider]), str(words.EFFECTS[line.effect]), _ground(line.ground))
        for line in kinds()
        if line.decider in wanted
    ]


def _ground(ground: str) -> str:
    """Laws are named in Chinese in the table; an English page leaves them to the topic's own page."""
    return "" if (get_language() or "").startswith("en") else ground


decides(decided_where)
