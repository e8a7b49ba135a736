"""Row B14: who speaks, by building, community, age and tenure; how uneven; what is held back; who was not heard."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.world import SETUP, SINCE, World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case, Voice
from gongzhi.indicators.rules.skew import Cell, by_chance, fifths, gini
from gongzhi.indicators.selectors.voices import voices
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.places import services as places
from gongzhi.places.selectors import get as place

NANYOU, HOUHAI, STREET = "440305007010", "440305007011", "440305007"
HOMES = {"NYHY3": 20, "NYHY4": 10, "NYHY5": 10, "HHY1": 40, "HHY2": 0}

cells = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=25).map(
    lambda rows: [Cell(n, homes, said) for n, (homes, said) in enumerate(rows)]
)


@pytest.fixture
def town(street: World) -> World:
    """Five buildings with households; nobody has spoken yet."""
    rows: list[tuple[Any, ...]] = [
        ("NYHY4", "4 栋", "building", "NYHY", None, None, SINCE),
        ("NYHY5", "5 栋", "building", "NYHY", None, None, SINCE),
        ("HHY2", "2 栋", "building", "HHY", None, None, SINCE),
    ]
    rows += [
        (f"{building}-{n:03d}", f"{n}", "household", building, None, None, SINCE)
        for building, homes in HOMES.items()
        for n in range(homes)
    ]
    ids = places.create_many(actor=SETUP, rows=rows)
    street.places |= {row[0]: place(pk) for row, pk in zip(rows, ids, strict=True)}
    return street


def speak(town: World, where: str, phone: str, **more: Any) -> Case:
    person = people.reporter(phone=phone)
    return town.report(place=where, actor=Actor(person_id=person.pk), **more)


def numbers(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{n:06d}" for n in range(count)]


def shown(found: Any) -> dict[str, str | int]:
    """What the reader sees of each place inside: a number, or that it is held back."""
    return {c.place.code: "held" if c.held else c.voices for c in found.inside}


# --- the numbers, by another way


def by_pairs(rows: list[Cell]) -> Fraction | None:
    """Gini as half the mean difference between any two households' voices (each building shares evenly)."""
    rows = [r for r in rows if r.households]
    homes, said = sum(r.households for r in rows), sum(r.voices for r in rows)
    if not homes or not said:
        return None
    rate = {r.key: Fraction(r.voices, r.households) for r in rows}
    apart = sum(abs(rate[a.key] - rate[b.key]) * a.households * b.households for a in rows for b in rows)
    return apart / (2 * homes * homes * Fraction(said, homes))


@pytest.mark.row("B14")
@given(cells)
def test_gini_is_the_mean_difference_between_households(rows: list[Cell]) -> None:
    assert gini(rows) == by_pairs(rows)


@pytest.mark.row("B14")
@given(cells)
def test_fifths_are_the_shares_of_a_row_of_households(rows: list[Cell]) -> None:
    found = fifths(rows)
    lived = [r for r in rows if r.households]
    said = sum(r.voices for r in lived)
    if not said:
        assert found is None
        return
    assert found is not None and sum(found) == 1 and sorted(found, reverse=True) == found
    # Every household five times over, one after another: the borders between fifths then cut nothing.
    line = sorted((Fraction(r.voices, r.households * 5) for r in lived for _ in range(r.households * 5)), reverse=True)
    each = len(line) // 5
    assert found == [sum(line[n * each : (n + 1) * each]) / said for n in range(5)]


def test_known_distributions() -> None:
    assert gini([Cell(n, 7, 3) for n in range(9)]) == 0
    assert gini([Cell(n, 1, 8 * (n == 0)) for n in range(8)]) == Fraction(7, 8)
    assert gini([Cell(1, 10, 10), Cell(2, 30, 30)]) == 0  # a larger building has more voices: that is no skew
    assert gini([]) is gini([Cell(1, 0, 5)]) is gini([Cell(1, 5, 0)]) is None
    assert by_chance(0, 5) == by_chance(5, 0) == 0


@pytest.mark.parametrize(("voices_", "buildings"), [(40, 100), (300, 100), (3000, 100)])
def test_chance_alone_gives_what_the_formula_says(voices_: int, buildings: int) -> None:
    rng = Random(5)
    found = []
    for _ in range(60):
        thrown = Counter(rng.randrange(buildings) for _ in range(voices_))
        found.append(float(gini([Cell(n, 1, thrown[n]) for n in range(buildings)]) or 0))
    assert abs(sum(found) / len(found) - by_chance(voices_, buildings)) < 0.02


# --- the street


@pytest.mark.row("B14")
def test_voices_are_people_at_buildings_counted_once(town: World) -> None:
    for phone in numbers("138000", 5):
        speak(town, "NYHY3", phone)
    first = speak(town, "NYHY3", "138000000000", text="电梯又停了")  # the same person again
    speak(town, "NYHY3-001", "138000000001")  # from a household of the same building
    for phone in numbers("139000", 4):
        cases.second(actor=Actor(person_id=people.reporter(phone=phone).pk), case_id=first.pk)
    for phone in numbers("137000", 4):
        speak(town, "HHY1", phone)
    for phone in numbers("136000", 3):
        speak(town, "NYHY", phone)  # an estate, no building named
    found = voices(place(town.places[STREET].pk))
    by_hand = {(c.place.path, c.reporter.phone) for c in Case.objects.select_related("place", "reporter")}
    by_hand |= {(v.case.place.path, v.person.phone) for v in Voice.objects.select_related("case__place", "person")}
    cut = {(path[: len(town.places["NYHY3"].path)], phone) for path, phone in by_hand}
    assert found.total.voices == len(cut) == 9 + 4 + 3
    assert found.people == len({phone for _, phone in by_hand})
    assert shown(found) == {NANYOU: 12, HOUHAI: 4}
    here = voices(place(town.places[NANYOU].pk))
    assert shown(here) == {"NYHY3": 9, "NYHY4": 0, "NYHY5": 0}
    assert here.elsewhere is not None and (here.elsewhere.voices, here.elsewhere.held) == (3, False)
    assert found.gini == by_pairs([Cell(1, 20, 9), Cell(2, 10, 0), Cell(3, 10, 0), Cell(4, 40, 4)])
    assert sum(found.fifths or []) == 1


@pytest.mark.row("B14")
def test_buildings_never_heard_from_are_named_and_nobody_else(town: World) -> None:
    for phone in numbers("138000", 3):
        speak(town, "NYHY4", phone)
    found = voices(place(town.places[STREET].pk))
    assert [c.place.code for c in found.unheard] == ["NYHY3", "NYHY5", "HHY1"]  # nobody lives in HHY2
    with clock.at(clock.now() + timedelta(days=400)):
        later = voices(place(town.places[STREET].pk))
        assert len(later.unheard) == 4 and later.total.voices == 0 and later.gini is None


@pytest.mark.row("B14")
def test_small_counts_are_held_back_and_cannot_be_worked_out(town: World) -> None:
    for building, count, prefix in (("NYHY3", 2, "138000"), ("NYHY4", 6, "139000"), ("HHY1", 9, "137000")):
        for phone in numbers(prefix, count):
            speak(town, building, phone)
    street, here = voices(place(town.places[STREET].pk)), voices(place(town.places[NANYOU].pk))
    assert shown(here)["NYHY3"] == "held"
    open_parts = [v for v in (*shown(here).values(), here.elsewhere.voices) if v != "held"]  # type: ignore[union-attr]
    if not here.total.held:  # what is left over must not be the small count alone
        assert here.total.voices - sum(int(v) for v in open_parts) != 2
    assert list(shown(here).values()).count("held") >= 2 or here.total.held
    assert "held" not in shown(street).values() or street.total.held or list(shown(street).values()).count("held") > 1


@pytest.mark.row("B14")
def test_one_voice_alone_is_held_back_on_every_page(town: World) -> None:
    speak(town, "NYHY3", "13800000000")
    for code in (STREET, NANYOU):
        found = voices(place(town.places[code].pk))
        assert found.total.held
        assert "held" in shown(found).values() and 1 not in shown(found).values()
        assert found.splits == ()


@pytest.mark.row("B14")
def test_age_and_tenure_are_totals_of_those_who_said_so(town: World) -> None:
    bands = ["60_74"] * 4 + ["18_34"] * 3 + ["75"] + [""] * 5
    for phone, band in zip(numbers("138000", len(bands)), bands, strict=True):
        case = speak(town, "NYHY3", phone)
        if band:
            who = Actor(person_id=case.reporter_id)
            people.describe_oneself(actor=who, person_id=case.reporter_id, age_band=band)
    found = voices(place(town.places[STREET].pk))
    age, tenure = found.splits
    counts = Counter(bands)
    assert age.counts["75"] is None
    assert sum(n is None for n in age.counts.values()) >= 2
    for band, n in age.counts.items():
        assert n is None or n == counts[band]
    assert age.total == 13 and tenure.counts[""] == 13
    assert voices(place(town.places[NANYOU].pk)).splits == ()  # never cut so small
    first = Case.objects.order_by("pk").first()
    assert first is not None
    people.withdraw_consent(actor=Actor(person_id=first.reporter_id), person_id=first.reporter_id, purpose="statistics")
    again = voices(place(town.places[STREET].pk)).splits[0]
    assert again.counts["60_74"] in (None, 3)


@pytest.mark.row("B14")
def test_the_flag_stands_where_the_stated_limit_is_passed(town: World) -> None:
    for phone in numbers("138000", 29):
        speak(town, "NYHY4", phone)
    found = voices(place(town.places[STREET].pk))
    assert not found.enough and not found.skewed
    speak(town, "NYHY4", "13811111111")
    found = voices(place(town.places[STREET].pk))
    assert found.enough and found.skewed
    assert found.gini is not None and float(found.gini) - found.chance > float(found.limit)


def test_evenly_spread_voices_raise_no_flag(town: World) -> None:
    for building, prefix in (("NYHY3", "138000"), ("NYHY4", "139000"), ("NYHY5", "137000"), ("HHY1", "136000")):
        for phone in numbers(prefix, HOMES[building]):
            speak(town, building, phone)
    found = voices(place(town.places[STREET].pk))
    assert found.gini == 0 and found.enough and not found.skewed
    assert found.fifths == [Fraction(1, 5)] * 5


def test_where_no_household_is_registered_buildings_weigh_the_same(street: World) -> None:
    for phone in numbers("138000", 3):
        speak(street, "NYHY3", phone)
    found = voices(place(street.places[STREET].pk))
    assert not found.by_homes and found.gini == Fraction(1, 2)
    assert [c.place.code for c in found.unheard] == ["HHY1"]


def test_only_streets_and_communities_have_such_a_page(street: World) -> None:
    for code in ("440305", "NYHY3", "NY1"):
        with pytest.raises(ValueError, match="voices of a"):
            voices(place(street.places[code].pk))


def test_the_window_begins_on_the_first_day_of_a_month(town: World) -> None:
    speak(town, "NYHY3", "13800000000")
    found = voices(place(town.places[STREET].pk))
    assert found.since.date() == date(2025, 10, 1)


@pytest.mark.row("B14")
@pytest.mark.parametrize("split", [(2, 4), (1, 5)])
def test_no_further_figure_tells_what_the_table_holds_back(town: World, split: tuple[int, int]) -> None:
    """Gini and fifths are made of what may be seen: two splits of the same hidden sum look alike."""
    for building, count, prefix in (
        ("NYHY3", split[0], "138000"),
        ("NYHY4", split[1], "139000"),
        ("HHY1", 40, "137000"),
    ):
        for phone in numbers(prefix, count):
            speak(town, building, phone)
    for code in (NANYOU, STREET):
        found = voices(place(town.places[code].pk))
        cells = {cell.key: cell for cell in found.cells}
        shares = [cells[town.places[b].pk].voices for b in ("NYHY3", "NYHY4")]
        assert shares == [Fraction(3), Fraction(3)]
        assert found.gini == by_pairs(list(found.cells))
    here = voices(place(town.places[NANYOU].pk))
    assert [shown(here)[b] for b in ("NYHY3", "NYHY4")] == ["held", "held"]
    assert here.gini == by_pairs([Cell(1, 20, 3), Cell(2, 10, 3), Cell(3, 10, 0)])
