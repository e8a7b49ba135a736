"""An owners' certificate for all: sums that count to the same, no odd area on a row; the exact one for the roll."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.voting.living import DAY, OPENS, live
from tests.voting.test_casting_pages import client_of
from tests.voting.test_certificate import LAW
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.record.models import Fact
from gongzhi.voting.rules import certificate as c
from gongzhi.voting.rules.certificate import Unreadable
from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import CHOICES, TORN, Unit

ODD, USUAL = 31_257, Charter()


def certified(units: list[Unit], charter: Charter = USUAL, stated: int | None = None) -> dict[str, Any]:
    inputs = c.owners_inputs(units, LAW, charter, b"secret", stated_area=stated)
    made = c.certificate([c.Item("owners", inputs)], vote={"id": 7}, base={"source": "roll"})
    return json.loads(json.dumps(made))


UNITS = st.lists(
    st.builds(
        Unit, key=st.uuids().map(str), area=st.integers(1, 99_999), head=st.sampled_from("abcdefgh"),
        choice=st.sampled_from([*CHOICES, TORN]), proofs=st.integers(0, 7), kind=st.just("dwelling"),
    ),
    max_size=24, unique_by=lambda unit: unit.key,
)  # fmt: skip
CHARTERS = st.builds(
    Charter, silence=st.sampled_from(["not_participating", "participates", "with_majority"]),
    abstention=st.sampled_from(["neither", "with_majority"]), conflict=st.sampled_from(["void", "abstain"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(UNITS, CHARTERS, st.booleans())
def test_the_sums_count_to_the_same_outcome_in_every_number(units: list[Unit], charter: Charter, stated: bool):
    exact = certified(units, charter, 12_345 if stated else None)
    open_ = json.loads(json.dumps(c.public(exact, 3)))
    assert c.differences(open_) == [] and c.recount(open_).as_dict() == c.recount(exact).as_dict()
    inputs = open_["items"][""]["inputs"]
    assert "rows" not in inputs and open_["exact_sha256"] == exact["sha256"] != open_["sha256"]
    assert len(inputs["sums"]) == len({part for part, _heads, _area in inputs["sums"]})
    assert all((heads < 3) == (part in inputs["small"]) for part, heads, _area in inputs["sums"])


def street_roll() -> list[Unit]:
    usual = [Unit(f"u{n}", 8_000 + n % 3, f"h{n}", "for" if n % 3 else "against", 7) for n in range(30)]
    return [*usual, Unit("odd", ODD, "odd", "against", 7)]


def test_a_known_odd_area_stands_on_no_row_and_is_no_sum():
    exact, open_ = certified(street_roll()), c.public(certified(street_roll()), 3)
    assert str(ODD) in json.dumps(exact["items"][""]["inputs"]["rows"]) and str(ODD) not in json.dumps(open_)
    assert open_["items"][""]["inputs"]["small"] == []
    assert c.rows_of(open_, "odd", c.opening(b"secret", "odd")) == {}
    assert c.rows_of(exact, "odd", c.opening(b"secret", "odd"))[""]["choice"] == "against"


@pytest.mark.parametrize("change", [
    lambda i: i["sums"][0].__setitem__(1, i["sums"][0][1] - 1), lambda i: i["sums"][0].__setitem__(2, 1),
    lambda i: i["sums"][0].__setitem__(0, "abstain"), lambda i: i.__setitem__("units", i["units"] + 1),
])  # fmt: skip
def test_a_changed_sum_is_found_even_with_a_new_digest(change: Any):
    open_ = copy.deepcopy(c.public(certified(street_roll()), 3))
    change(open_["items"][""]["inputs"])
    assert "sha256" in {one.where for one in c.differences(open_)}
    open_["sha256"] = c.digest(open_)
    assert c.differences(open_)


@pytest.mark.parametrize("sums", [
    [["maybe", 1, 1]], [["for", 1, 1], ["for", 1, 1]], [["for", 0, 1]], [["for", 1.5, 1]], [["for", True, 1]], [[]],
    [["for", 1, -1]], None, [["for", 99, 1]],
])  # fmt: skip
def test_sums_that_no_roll_can_have_are_unreadable(sums: Any):
    open_ = copy.deepcopy(c.public(certified(street_roll()), 3))
    open_["items"][""]["inputs"]["sums"] = sums
    with pytest.raises(Unreadable):
        c.recount(open_)


# --- lived through ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_everybody_gets_the_sums_and_the_roll_the_rows_which_is_noted(street: World, tmp_path: Path) -> None:
    one = live(street).opened()
    for phone, answer in (("13800000001", "for"), ("13800000002", "for"), ("13800000003", "against")):
        one.cast(one.person(phone), choice={"answers": {"1": answer}})
    one.result()
    pk = one.vote.pk
    with clock.at(OPENS + 30 * DAY):
        open_ = Client().get(reverse("vote_certificate", args=[pk])).json()
        assert "rows" not in open_["items"]["1"]["inputs"] and c.differences(open_) == []
        rows_at = reverse("vote_certificate_rows", args=[pk])
        for stranger in (Client(), client_of(one.world.actor("neighbour")), client_of(one.world.actor("worker"))):
            assert stranger.get(rows_at).status_code == 403
        assert "逐行" in Client().get(reverse("vote_result", args=[pk])).content.decode()
        assert not Fact.objects.filter(kind="voting.rows_read").exists()
        for entitled in (one.person("13800000002"), one.desk[0], one.world.actor("watcher")):
            exact = client_of(entitled).get(rows_at).json()
            assert exact["sha256"] == open_["exact_sha256"] and c.differences(exact) == []
            page = client_of(entitled).get(reverse("vote_result", args=[pk])).content.decode()
            assert "下载逐行的结果文件" in page and open_["sha256"] in page
        assert Fact.objects.filter(kind="voting.rows_read").count() == 3
    for name, data in (("open", open_), ("exact", exact)):
        file, out = tmp_path / f"{name}.json", io.StringIO()
        file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        call_command("votes_recount", str(file), "--json", stdout=out)
        assert json.loads(out.getvalue())["agrees"]
