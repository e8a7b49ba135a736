"""Who may do what: every permit of the house with its public sentence, printed from the permits themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongzhi.organisations import selectors, words
from gongzhi.organisations.models import Body
from gongzhi.organisations.selectors import Sentence

FACES = ("residents_committee", "owners_committee", "property_company", "community_party", "street_office")
MOST = 60


@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """The sentences in three lists: what everybody may do, what an office gives, what a relation gives."""
    found = selectors.sentences()
    context = {
        "everybody": [one for one in found if one.everybody],
        "offices": _by_subject([one for one in found if one.holders]),
        "relations": [one for one in found if one.relation and not one.everybody],
        "nobody": [one for one in found if not (one.everybody or one.holders or one.relation)],
        "bodies": [(body, words.BODY_KINDS[body.kind]) for kind in FACES for body in _standing(kind)],
    }  # fmt: skip
    return render(request, "organisations/powers.html", context)


def _by_subject(found: list[Sentence]) -> list[tuple[str, list[Sentence]]]:
    """The sentences under the subject that the first part of the permit's name stands for."""
    groups: dict[str, list[Sentence]] = {}
    for one in found:
        groups.setdefault(str(words.POWER_SUBJECTS.get(one.permit.partition(".")[0], words.OTHER_POWERS)), []).append(
            one
        )
    return list(groups.items())


def _standing(kind: str) -> list[Body]:
    return list(selectors.bodies_of_kind(kind)[: MOST // len(FACES)])


def of_body(body: Body, roles: set[str]) -> dict[str, Any]:
    """For a body's own page: what its offices may do, what is decided where it stands, and what it may not do."""
    return {
        "powers": selectors.powers_of(body, roles),
        "decided": selectors.decided_at(body),
        "withheld": selectors.withheld(body, roles),
    }
