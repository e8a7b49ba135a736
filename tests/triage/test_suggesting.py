"""Suggestions in the loop: made for what waits, taken or not, sorting by themselves only where a community says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.triage.lessons import rows
from tests.world import MONDAY, SETUP, World

from gongzhi.cases.models import Case
from gongzhi.cases.selectors import story
from gongzhi.cases.selectors.advisers import hints
from gongzhi.flows.sorting import desks, options_for
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.record.models import Fact
from gongzhi.record.services import deliver
from gongzhi.triage import selectors, services
from gongzhi.triage.models import Suggestion
from gongzhi.triage.rules.reading import Message
from gongzhi.triage.rules.training import part_of
from gongzhi.triage.services import models

CLEAR = "三单元楼道灯坏了，路灯也不亮，楼道灯三天没人修"


def about(case: Case) -> Ref:
    return Ref("cases.case", case.pk)


def permille(text: str) -> int:
    options, _source, _routes = options_for(text)
    return int(options[0].probability * 1000)


@pytest.fixture
def waiting(street: World) -> Case:
    """A matter of unknown type, with its suggestion."""
    case = street.report("", text=CLEAR)
    deliver()
    return case


def test_what_waits_has_a_suggestion_with_words_of_its_own_text(street: World, waiting: Case) -> None:
    kept = selectors.suggestion_for(about(waiting))
    assert kept.first == "LJ01" and kept.source == "list"
    assert all(word in waiting.text for word in kept.options[0]["words"])
    assert 0 < kept.permille <= 1000
    assert [hint.code for hint in hints(waiting.text, waiting)][0] == "LJ01"


def test_what_came_with_its_type_needs_no_suggestion(street: World) -> None:
    case = street.report("LJ01")
    deliver()
    assert selectors.suggestion_for(about(case)) is None


@pytest.mark.parametrize("text", ["啊啊", "🙂🙂🙂", "qwerty zxcv", "。。。。", "是的是的"])
def test_words_that_say_nothing_get_no_suggestion(street: World, text: str) -> None:
    case = street.report("", text=text)
    deliver()
    kept = selectors.suggestion_for(about(case))
    assert (kept.first, kept.options, kept.permille) == ("", [], 0)
    assert Case.objects.get(pk=case.pk).state == "sorting"


@pytest.mark.row("E04")
def test_nothing_sorts_itself_until_the_community_says_so(street: World, waiting: Case) -> None:
    assert Case.objects.get(pk=waiting.pk).state == "sorting"


@pytest.mark.row("E04")
@pytest.mark.parametrize("above", [0, 1])
def test_a_sure_one_sorts_itself_exactly_from_the_level_on(street: World, above: int) -> None:
    community = street.places["440305007010"]
    level = max(500, permille(CLEAR) + above)
    services.set_level(actor=street.actor("secretary"), community=community, permille=level)
    case = street.report("", text=CLEAR)
    deliver()
    case.refresh_from_db()
    if permille(CLEAR) >= level:
        assert (case.state, case.matter) == ("filed", "LJ01")
        assert any("自动分办" in str(entry.says) for entry in story(case))
        assert selectors.suggestion_for(about(case)).outcome == "auto"
    else:
        assert case.state == "sorting"


def test_another_communitys_level_sorts_nothing_here(street: World) -> None:
    other = street.places["440305007011"]
    services.set_level(actor=lead(street), community=other, permille=500)
    case = street.report("", text=CLEAR)
    deliver()
    assert Case.objects.get(pk=case.pk).state == "sorting"


def lead(street: World):
    """The street's leader, who may set the level of every community."""

    person = people.reporter(name="lead")
    seat = seats.create_seat(actor=SETUP, body_id=street.body_of("officer").pk, role="street_lead")
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
    return organisations.actor_for(person.pk)


@pytest.mark.parametrize("who", ["worker", "officer", "neighbour", "manager", "grid"])
def test_only_the_secretary_and_the_streets_leader_set_the_level(street: World, who: str) -> None:
    with pytest.raises(Refused) as refused:
        services.set_level(actor=street.actor(who), community=street.places["440305007010"], permille=900)
    assert refused.value.code == "denied"


@pytest.mark.parametrize("permille", [0, 499, 1001, -5])
def test_a_level_below_one_half_is_refused(street: World, permille: int) -> None:
    with pytest.raises(Refused) as refused:
        services.set_level(actor=street.actor("secretary"), community=street.places["440305007010"], permille=permille)
    assert refused.value.code == "out_of_range"


@pytest.mark.parametrize(("matter", "outcome"), [("LJ01", "accepted"), ("ZS01", "other")])
def test_the_desks_decision_is_kept_as_a_lesson(street: World, waiting: Case, matter: str, outcome: str) -> None:
    street.move("worker", waiting, "sort", matter=matter)
    deliver()
    kept = selectors.suggestion_for(about(waiting))
    assert (kept.outcome, kept.chosen) == (outcome, matter)
    month = selectors.taken_in_month([waiting.community_id], MONDAY - timedelta(days=7), MONDAY + timedelta(days=24))
    assert (month.accepted, month.other, month.asked) == (int(outcome == "accepted"), int(outcome == "other"), 1)


def test_a_corrected_sorting_counts_by_its_last_decision(street: World, waiting: Case) -> None:
    street.move("worker", waiting, "sort", matter="LJ01")
    street.move("worker", waiting, "reclassify", matter="ZS01")
    deliver()
    assert selectors.suggestion_for(about(waiting)).outcome == "other"
    assert Suggestion.objects.count() == 1


def test_an_undone_sorting_waits_for_a_decision_again(street: World, waiting: Case) -> None:
    street.move("worker", waiting, "sort", matter="LJ01")
    deliver()
    with clock.at(MONDAY + timedelta(seconds=5)):
        street.move("worker", waiting, "undo_to_sorting")
        deliver()
    assert selectors.suggestion_for(about(waiting)).outcome == ""


# --- a model for the desks


@pytest.fixture
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def lessons_of(code_of: dict[str, str], many: int = 600) -> list[models.Row]:
    """Made-up labelled messages with the codes of this street's list."""
    return [(message, code_of[label]) for message, label in rows(many)]


def test_a_model_for_the_desks_suggests_there_and_is_on_the_record(street: World, var: Path) -> None:
    taught = lessons_of({"校": "FW01", "水": "RQ01", "路": "ZS01"})
    done = models.train(taught, actor=SETUP, source="tests", desk=desks())
    assert done.taken and done.facts["desk"]
    options, source, routes = options_for("半夜停水，水压太低")
    assert (options[0].code, source, routes) == ("RQ01", done.version, True)
    assert Fact.objects.filter(kind="triage.model", data__taken=True).count() == 1


def test_a_model_of_other_labels_never_stands_in_the_desks_way(street: World, var: Path) -> None:
    desk_model = models.train(
        lessons_of({"校": "FW01", "水": "RQ01", "路": "ZS01"}), actor=SETUP, source="tests", desk=desks()
    )
    other = models.train(rows(600), actor=SETUP, source="tests", desk=desks())
    assert other.taken and models.in_use().version == other.version
    assert options_for("半夜停水，水压太低")[1] == desk_model.version


def test_a_model_that_does_worse_than_the_lists_own_words_is_not_taken(street: World, var: Path) -> None:
    said = {"LJ01": "楼道灯不亮", "ZS01": "夜间施工噪声", "FW01": "外墙渗水"}
    codes = list(said)
    wrong = [(Message(body=f"{said[codes[n % 3]]}，第{n}次说"), codes[(n * 7 // 3) % 3]) for n in range(300)]
    held = [row for row in wrong if not part_of(row[0], 10)]
    right = [(m, next(c for c, words in said.items() if words in m.body)) for m, _wrong in held]
    learnt = [row for row in wrong if part_of(row[0], 10)]
    done = models.train([*learnt, *right], actor=SETUP, source="tests", desk=desks())
    assert (done.taken, done.reason) == (False, "list")
    assert models.usable(models.DESK) is None
    assert options_for("楼道灯不亮")[1] == "list"


def test_a_damaged_desk_model_leaves_the_lists_words_to_suggest(street: World, var: Path) -> None:
    done = models.train(
        lessons_of({"校": "FW01", "水": "RQ01", "路": "ZS01"}), actor=SETUP, source="tests", desk=desks()
    )
    (var / "models" / done.version / "model.npz").write_bytes(b"broken")
    case = street.report("", text=CLEAR)
    deliver()
    assert selectors.suggestion_for(about(case)).source == "list"
