"""Every address of the house, from the resolver itself, so that a new page is walked the day it is added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from gongzhi.organisations.models import Term

from .conftest import Town

Value = Callable[[Town, str], Any]


@dataclass(frozen=True)
class Route:
    """A pattern: its route, its name, and the names of what it takes."""

    route: str
    name: str
    takes: tuple[str, ...]

    def address(self, values: dict[str, Any]) -> str:
        """The route with its parameters filled in."""
        text = f"/{self.route}"
        for converter in ("int", "slug", "str"):
            for name in self.takes:
                text = text.replace(f"<{converter}:{name}>", str(values[name]))
        assert "<" not in text, f"{self.route} takes a converter that the walk does not know"
        return text


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Route]:
    """All patterns, whole."""
    for entry in (resolver or get_resolver()).url_patterns:
        assert isinstance(entry.pattern, RoutePattern), f"{entry.pattern} is no plain route"
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, whole)
        elif isinstance(entry, URLPattern):
            yield Route(whole, entry.name or "", tuple(entry.pattern.converters))


# What a parameter is called → what stands for it in the town. A route may know better.
USUAL: dict[str, Value] = {
    "case_id": lambda town, _: town.case.pk,
    "photo_id": lambda town, _: town.photo.pk,
    "call_id": lambda town, _: town.call.pk,
    "code": lambda town, _: "440305007010",
    "key": lambda town, _: town.case.key,
    "move": lambda town, _: "answer",
    "token": lambda town, _: "0" * 32,
    "body_id": lambda town, _: town.street.body_of("worker").pk,
    "person_id": lambda town, _: town.street.people["head"],
    "place_id": lambda town, _: town.street.places["440305007010"].pk,
    "term_id": lambda town, _: Term.objects.get(person_id=town.people["worker"]).pk,
    "list_id": lambda town, _: 1,
    "version": lambda town, _: 1,
    "form": lambda town, _: "csv",
    "name": lambda town, _: "404",
    "problem_id": lambda town, _: town.problem.pk,
    "month": lambda town, _: 202609,
}
KNOWN: dict[tuple[str, str], Value] = {
    ("mandates_matter", "code"): lambda town, _: "FW01",
    ("problem_act", "move"): lambda town, _: "plan",
    ("meeting_hall_act", "act"): lambda town, _: "hand",
    ("meeting_act", "act"): lambda town, _: "present",
    ("resolution_act", "act"): lambda town, _: "report",
    ("topic_part", "act"): lambda town, _: "speak",
    ("topic_act", "name"): lambda town, _: "investigate",
    ("vote_act", "name"): lambda town, _: "close",
    ("assessment_act", "name"): lambda town, _: "grade",
    ("assessment_stage", "name"): lambda town, _: "file",
    ("need_act", "name"): lambda town, _: "withdraw",
    ("need_desk_act", "name"): lambda town, _: "cannot",
    ("resource_desk_act", "name"): lambda town, _: "end",
    ("fund_act", "act"): lambda town, _: "ask",
    ("payment_act", "move"): lambda town, _: "refuse",
    ("talk_act", "move"): lambda town, _: "take_down",
    ("talk_post_act", "move"): lambda town, _: "take_down",
    ("talk_question_act", "move"): lambda town, _: "answer",
    ("covenant_act", "move"): lambda town, _: "submit",
    ("covenant_changes", "number"): lambda town, _: 1,
    ("budget_part", "act"): lambda town, _: "support",
    ("budget_act", "name"): lambda town, _: "withdraw",
    ("budget_item_act", "name"): lambda town, _: "refuse",
    ("support_act", "name"): lambda town, _: "deny",
    ("project_part", "name"): lambda town, _: "declare",
    ("checkin_act", "name"): lambda town, _: "register",
    ("claim_act", "name"): lambda town, _: "serve",
    ("project_act", "name"): lambda town, _: "evidence",
    ("project_photo", "photo_id"): lambda town, _: town.decided["project_photo"],
    ("purchase_act", "name"): lambda town, _: "close",
    ("venture_act", "name"): lambda town, _: "award",
    ("venture_tranche", "name"): lambda town, _: "accept",
    ("agreement_settle", "name"): lambda town, _: "sign",
    ("agreement_log", "name"): lambda town, _: "shut",
    ("linkage_new", "about"): lambda town, _: "case",
    ("need_from", "label"): lambda town, _: "cases.case",
    ("need_from", "number"): lambda town, _: town.case.pk,
    ("lineage", "label"): lambda town, _: "deliberation.topic",
    ("lineage", "number"): lambda town, _: town.decided["topic_id"],
}


def values(town: Town, route: Route, **other: Any) -> dict[str, Any]:
    """Something real for every parameter; receipts get the code that belongs to the matter."""
    found = {}
    for name in route.takes:
        value = KNOWN.get((route.name, name), USUAL.get(name))
        known = value is not None or name in town.decided
        assert known, f"{route.route}: say in routes.py or decided.py what stands for <{name}>"
        found[name] = value(town, route.name) if value else town.decided[name]
    if route.route.startswith("r/"):
        found["code"] = town.code
    return {**found, **{k: v for k, v in other.items() if k in found}}
