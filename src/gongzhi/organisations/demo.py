"""The demonstration's bodies of every kind, the two trees, and about two thousand seats with people in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from gongzhi.kernel.actor import Actor
from gongzhi.organisations import services, words
from gongzhi.organisations.services import NewBody, NewSeat

SINCE = date(2020, 1, 1)
# Which kinds of bodies stand at places of a level, the upper ones before the lower.
AT = {
    "district": (
        "district_party", "district_government", "district_urban", "district_housing", "district_market",
        "district_police", "district_traffic", "district_ecology", "district_health", "district_education",
        "district_civil", "district_labour", "district_water", "district_emergency", "district_hotline",
        "power_company", "gas_company", "water_company",
    ),
    "street": (
        "street_party", "street_office", "street_urban", "street_order", "street_housing", "street_civil",
        "street_safety", "street_service",
    ),
    "community": (
        "community_party", "residents_committee", "service_station", "police_post", "residents_supervision",
        "volunteer_team", "social_org", "resident_unit",
    ),
    "big_grid": ("big_grid_branch",),
    "mid_grid": ("mid_grid_branch",),
    "small_grid": ("small_grid_group", "grid_team"),
    "estate": ("property_company", "owners_committee"),
    "building": ("building_team",),
}  # fmt: skip
# Who sits in a body of a kind: role, how many, title.
SEATS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "street_office": (("street_lead", 2, "街道办主任"), ("street_officer", 6, ""), ("operator", 1, "")),
    "street_party": (("party_secretary", 1, "街道党工委书记"), ("street_lead", 1, "")),
    "street_service": (("street_officer", 4, ""), ("desk", 2, "")),
    "community_party": (("party_secretary", 1, "社区党委书记"), ("org_member", 2, "党委委员")),
    "residents_committee": (("community_secretary", 1, ""), ("community_worker", 5, "")),
    "service_station": (("community_worker", 6, ""),),
    "police_post": (("desk", 2, "社区民警"),),
    "residents_supervision": (("supervisor", 3, ""),),
    "volunteer_team": (("volunteer_lead", 1, ""),),
    "social_org": (("org_member", 1, "项目负责人"),),
    "resident_unit": (("org_member", 1, "联络员"),),
    "big_grid_branch": (("party_secretary", 1, "大网格党总支书记"),),
    "mid_grid_branch": (("party_secretary", 1, "中网格党支部书记"),),
    "small_grid_group": (("party_secretary", 1, "小网格党小组组长"),),
    "grid_team": (("grid_worker", 2, ""),),
    "property_company": (("property_manager", 2, ""),),
    "owners_committee": (("owners_committee_member", 3, ""),),
    "building_team": (("building_head", 1, ""),),
}
TARGET = 2_000
# The accounts that visitors try: user name, what it is for, and its seats as (kind of body, role, level of the place).
FACES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("demo-head", "楼栋长", (("building_team", "building_head"),)),
    ("demo-grid", "网格员", (("grid_team", "grid_worker"),)),
    ("demo-property", "物业负责人", (("property_company", "property_manager"),)),
    (
        "demo-community",
        "社区工作者",
        (("residents_committee", "community_worker"), ("service_station", "community_worker")),
    ),
    (
        "demo-secretary",
        "社区书记",
        (("residents_committee", "community_secretary"), ("community_party", "party_secretary")),
    ),
    ("demo-street", "街道科员", (("street_office", "street_officer"),)),
    ("demo-lead", "街道负责人", (("street_office", "street_lead"),)),
    ("demo-desk", "街道城管科经办", (("street_urban", "desk"),)),
    ("demo-district", "区城管局", (("district_urban", "district_officer"),)),
    ("demo-supervisor", "监督员", (("residents_supervision", "supervisor"),)),
    ("demo-operator", "系统管理员", (("street_office", "operator"),)),
)


@dataclass(frozen=True)
class Post:
    """A seat with its holder, as those who play the demonstration's cases need it."""

    body: Any
    role: str
    person_id: int


@dataclass
class Staff:
    """Every seat that was filled, and the bodies by kind."""

    posts: list[Post] = field(default_factory=list)
    bodies: dict[str, list[Any]] = field(default_factory=dict)


def create_bodies(actor: Actor, ground: Any) -> Staff:
    """One body of every kind at every place where its kind stands; the two trees form by themselves."""
    estates = {place.pk: place.name for place in ground["estate"]}
    plans = [
        NewBody(kind, _name(kind, place, estates.get(place.parent_id, "")), place, SINCE, source="演示")
        for level, kinds in AT.items()
        for place in ground[level]
        for kind in kinds
    ]
    staff = Staff()
    for body in services.create_bodies(actor=actor, plans=plans):
        staff.bodies.setdefault(body.kind, []).append(body)
    return staff


def _name(kind: str, place: Any, estate: str) -> str:
    label = str(words.BODY_KINDS[kind])
    if kind in ("power_company", "gas_company", "water_company"):
        return f"{place.name}{label}"
    if kind.startswith(("district_", "street_")):
        return place.name + label.removeprefix("街道").removeprefix("区")
    if kind == "building_team":
        return f"{estate} {place.name}共治小组".strip()
    if kind == "grid_team":
        return place.name
    return (place.name.removesuffix("社区") if label.startswith("社区") else place.name) + label


def seats_wanted(staff: Staff, rng: Random, target: int) -> list[NewSeat]:
    """The seats of every body; then more members of owners' committees until there are `target`."""
    found: list[NewSeat] = []
    for kind, bodies in staff.bodies.items():
        for body in bodies:
            found += [NewSeat(body, role, title) for role, many, title in _seats_of(kind) for _ in range(many)]
    committees = staff.bodies.get("residents_committee", [])
    found += [NewSeat(body, "area_lead", "片区负责人", body.place) for body in committees]
    while len(found) < target:
        found.append(NewSeat(rng.choice(staff.bodies["owners_committee"]), "owners_committee_member"))
    return found


def _seats_of(kind: str) -> tuple[tuple[str, int, str], ...]:
    usual = (
        ("district_officer", 4, "") if kind.startswith("district_") or kind.endswith("_company") else ("desk", 4, "")
    )
    return SEATS.get(kind, (usual,))


def fill(
    actor: Actor,
    staff: Staff,
    wanted: Sequence[NewSeat],
    persons: Sequence[int],
    faces: dict[str, int],
    home: Any,
) -> None:
    """Set up the seats with their holders: the accounts sit around `home` as FACES says, the others everywhere."""
    given = dict(_faces_sit(wanted, faces, home))
    plans = [
        NewSeat(s.body, s.role, s.title, s.place, given.get(n, persons[n % len(persons)]), "演示")
        for n, s in enumerate(wanted)
    ]
    services.create_seats(actor=actor, plans=plans)
    staff.posts = [Post(plan.body, plan.role, int(plan.person_id or 0)) for plan in plans]


def _faces_sit(wanted: Sequence[NewSeat], faces: dict[str, int], home: Any) -> Iterator[tuple[int, int]]:
    """The first free seat of each wanted kind in the home community, or above it: (number of the seat, person)."""
    taken: set[int] = set()
    for username, _what, sits in FACES:
        for kind, role in sits:
            number = next(n for n, seat in enumerate(wanted) if n not in taken and _fits(seat, kind, role, home.path))
            taken.add(number)
            yield number, faces[username]


def _fits(seat: NewSeat, kind: str, role: str, home: str) -> bool:
    path = seat.body.place.path
    return (seat.body.kind, seat.role) == (kind, role) and (path.startswith(home) or home.startswith(path))
