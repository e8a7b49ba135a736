"""Certificates: every rule from ballots to a file that one command counts again and finds the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.voting.living import DAY, OPENS, Live, live, people_roll, projects
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.record.services import replay
from gongzhi.voting import services
from gongzhi.voting.rules import certificate
from gongzhi.voting.services import NewOption

pytestmark = pytest.mark.django_db
THREE = [NewOption("a", "甲"), NewOption("b", "乙"), NewOption("c", "丙")]


def agrees(data: dict[str, Any], folder: Path) -> None:
    """The file as published is counted again by the command, and differs nowhere; one ballot less, and it does."""
    file = folder / "certificate.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert certificate.differences(certificate.read(file.read_text("utf-8"))) == []
    call_command("votes_recount", str(file))


@pytest.mark.parametrize(
    ("rule", "choices", "given", "winners"),
    [
        ("approval", [{"picked": ["a", "b"]}, {"picked": ["b"]}, {"picked": ["b", "c"]}], {}, ["b"]),
        ("single", [{"picked": ["a"]}, {"picked": ["c"]}, {"picked": ["c"]}], {}, ["c"]),
        ("score", [{"scores": {"a": 5, "b": 1}}, {"scores": {"a": 0, "b": 3}}, {"scores": {"b": 5}}], {}, ["b"]),
        ("ranked", [{"ranking": ["a", "b"]}, {"ranking": ["b"]}, {"ranking": ["b", "a"]}], {}, ["b"]),
    ],
)
def test_each_free_rule_ends_in_a_certificate(street: World, tmp_path: Path, rule, choices, given, winners) -> None:
    one = live(street, people_roll(5), rule=rule, title="选一个", options=THREE, charter=given).opened()
    for number, choice in enumerate(choices, 1):
        one.cast(one.resident(number), choice=choice)
    data = one.result()
    assert data["items"][""]["outcome"]["winners"] == winners
    assert data["base"]["cast"] == 3 and data["base"]["electors"] == 5
    agrees(data, tmp_path)


def test_a_budget_stands_beside_the_usual_way(street: World, tmp_path: Path) -> None:
    one = live(street, people_roll(9), rule="equal_shares", title="微实事", options=projects(),
               charter={"budget": 80_000}).opened()  # fmt: skip
    for number in range(1, 10):
        one.cast(one.resident(number), choice={"picked": ["ramp"] if number < 6 else ["lamp", "tree"]})
    data = one.result()
    assert data["items"]["beside"]["rule"] == "greedy"
    assert data["items"][""]["outcome"]["spent"] <= 80_000
    agrees(data, tmp_path)


@pytest.mark.row("B05")
@pytest.mark.parametrize(
    ("rule", "came", "state"),
    [
        ("residents_assembly", 6, "passed"),
        ("residents_assembly", 5, "no_decision"),
        ("representatives", 7, "passed"),
        ("representatives", 6, "no_decision"),
    ],
)
def test_an_assembly_by_the_law_of_its_day(street: World, tmp_path: Path, rule: str, came: int, state: str) -> None:
    """Of ten: more than half must come to the residents' assembly, two thirds to the representatives'."""
    one = live(street, people_roll(10), rule=rule, title="居民公约", matter="").opened()
    for number in range(1, came + 1):
        one.cast(one.resident(number), choice={"answers": {"1": "for" if number > 2 else "against"}})
    data = one.result()
    verdict = data["items"]["1"]["outcome"]["verdict"]
    assert verdict["state"] == state
    assert verdict["reasons"][0]["ground"].startswith("中华人民共和国城市居民委员会组织法（2025 年修订）")
    agrees(data, tmp_path)


@pytest.mark.row("B15")
def test_the_owners_certificate_names_nobody_and_finds_its_holder(street: World, tmp_path: Path) -> None:
    one = live(street).opened()
    for phone in ("1", "2", "3", "4"):
        one.cast(one.person(f"1380000000{phone}"), choice={"answers": {"1": "for" if phone != "2" else "against"}})
    data = one.result()
    text = json.dumps(data, ensure_ascii=False)
    for secret in ("张一", "李二", "1-101", "2-101", "1380000", "D + E"):
        assert secret not in text
    points = {point["code"]: point["finding"] for point in data["items"]["1"]["points"]}
    assert points["service_proven"] == points["notice_days"] == points["window_days"] == "kept"
    opened = certificate.opening(services.row_secret(one.vote), "1-102")
    assert certificate.rows_of(data, "1-102", opened)["1"]["choice"] == "against"
    agrees(data, tmp_path)


def test_a_short_notice_is_said_in_the_verdict(street: World) -> None:
    one = live(street)
    desk, pk = one.desk[0], one.vote.pk
    services.freeze(actor=desk, vote_id=pk)
    with clock.at(OPENS - 3 * DAY):
        services.give_notice(
            actor=desk, vote_id=pk, electors=[one.elector(1).pk], how="notice", agenda_told=True, effect_told=False
        )
    with clock.at(OPENS):
        services.open_vote(actor=desk, vote_id=pk)
    verdict = one.result()["items"]["1"]["outcome"]["verdict"]
    codes = {reason["code"] for reason in verdict["reasons"]}
    assert verdict["valid"] is False and {"notice_days_broken", "service_proven_broken", "participation_short"} <= codes


def test_a_tie_and_nobody(street: World, tmp_path: Path) -> None:
    tied = live(street, people_roll(2), rule="single", title="选一个", options=THREE).opened()
    tied.cast(tied.resident(1), choice={"picked": ["a"]})
    tied.cast(tied.resident(2), choice={"picked": ["b"]})
    data = tied.result()
    assert data["items"][""]["outcome"]["verdict"]["state"] == "tied"
    agrees(data, tmp_path)


def test_nobody_votes(street: World, tmp_path: Path) -> None:
    data = live(street).opened().result()
    assert data["items"]["1"]["outcome"]["verdict"]["state"] == "no_decision"
    agrees(data, tmp_path)


def test_votes_are_rebuilt_from_their_facts(street: World) -> None:
    one: Live = live(street).opened()
    one.cast(one.person("13800000001"), choice={"answers": {"1": "for"}})
    one.result()
    found = replay("voting.vote")
    assert (found.count, found.different) == (1, ())


@pytest.mark.row("B05")
def test_an_election_takes_its_shares_and_proxies_from_the_law(street: World, tmp_path: Path) -> None:
    """Two of three candidates, ten voters: more than half must take part, more than half of the votes elect."""
    one = live(
        street, people_roll(10), rule="election", title="居委会选举", options=THREE, charter={"seats": 2}
    ).opened()
    holder = one.resident(1)
    for number in (8, 9, 10):
        services.give_proxy(actor=one.desk[0], elector_id=one.elector(number).pk, holder_id=holder.person_id)
    with pytest.raises(Refused, match="3 份委托"):
        services.give_proxy(actor=one.desk[0], elector_id=one.elector(7).pk, holder_id=holder.person_id)
    with pytest.raises(Refused, match="最多选 2 项"):
        one.cast(holder, choice={"picked": ["a", "b", "c"]})
    one.cast(holder, choice={"picked": ["a", "b"]})
    one.cast(holder, choice={"picked": ["a"]}, on_behalf=one.elector(8).pk)
    for number in range(2, 6):
        one.cast(one.resident(number), choice={"picked": ["a", "c"] if number > 3 else ["a", "b"]})
    data = one.result()
    outcome = data["items"][""]["outcome"]
    assert (outcome["winners"], outcome["verdict"]["state"]) == (["a"], "elected")
    assert {reason["code"] for reason in outcome["verdict"]["reasons"]} >= {"share_reached", "seats_left"}
    agrees(data, tmp_path)
