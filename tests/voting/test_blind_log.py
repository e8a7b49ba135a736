"""A blind-signed ballot enters the public log as it is cast; its proof holds after the count; keys lie apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from tests.voting.living import ABOUT, CLOSES, DAY, OPENS, Live, people_roll, projects
from tests.voting.test_blind import held as held
from tests.voting.test_blind import took

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.voting import services
from gongzhi.voting.models import BlindLeaf
from gongzhi.voting.rules.ballot_log import Proof, leaf_of, leaves_of, proof_of
from gongzhi.voting.rules.ballot_log import fault_of as fault_of_proof
from gongzhi.voting.rules.blind_ballots import faults_of, record_of, unpacked
from gongzhi.voting.rules.merkle import node_hash


@pytest.mark.django_db
def test_each_ballot_is_in_the_public_log_at_once_and_its_proof_holds_after_the_count(held: Live):
    log_at, ballots_at = (reverse(f"vote_blind_{name}", args=[held.vote.pk]) for name in ("log", "ballots"))
    proofs: list[Proof] = []
    with clock.at(OPENS + DAY):
        for number in (1, 2, 3):
            browser = took(held, number)
            given = browser.record({"picked": ["lamp"]})
            told = browser.put(given)[1]
            kept, record = proof_of(told["proof"]["line"]), record_of(given)
            assert kept is not None and record is not None and kept.leaf == leaf_of(unpacked(browser.mask), record)
            assert (kept.index, kept.size) == (number - 1, number) and told["picture"].startswith("data:image/svg+xml")
            assert Client().get(log_at).json()["size"] == number
            proofs.append(kept)
    held.result()
    log, ballots = leaves_of(Client().get(log_at).json()), Client().get(ballots_at).json()
    assert [fault_of_proof(kept, str(held.vote.pk), log) for kept in proofs] == ["", "", ""]
    assert ballots["log"]["size"] == 3 and faults_of(ballots) == []
    assert "log: 3 entered, 2 published" in faults_of(ballots | {"ballots": ballots["ballots"][1:]})


@pytest.mark.django_db
def test_the_check_page_holds_a_kept_line_against_the_log(held: Live):
    where = reverse("vote_blind_check", args=[held.vote.pk])

    def page(**given: str) -> tuple[int, str]:
        answer = Client().get(where, given)
        return answer.status_code, answer.content.decode()

    with clock.at(OPENS + DAY):
        lines = []
        for number in (1, 2):
            browser = took(held, number)
            lines.append(browser.put(browser.record({"picked": ["lamp"]}))[1]["proof"]["line"])
        assert "在里面，是第 2 张" in page(proof=lines[1])[1] and page()[0] == 200
        for bad in ("", "x", lines[0][:-1], "x" * 30_000):
            assert page(proof=bad)[0] == 422
        other = lines[0].replace(f".{held.vote.pk}.", f".{held.vote.pk + 1}.", 1)
        assert "另一次投票" in page(proof=other)[1]
        assert "自己就对不上" in page(proof=lines[1].replace(".1.2.", ".0.2.", 1))[1]
        forged = Proof(str(held.vote.pk), 0, 1, b"x" * 32, b"x" * 32, ())
        assert "已经是另一张票" in page(proof=forged.line)[1]
        assert (
            "比您投票时还短" in page(proof=Proof(forged.vote, 2, 3, b"x" * 32, node(b"y" * 32), (b"y" * 32,)).line)[1]
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        BlindLeaf.objects.filter(number=0).update(leaf="x")


def node(beside: bytes) -> bytes:
    return node_hash(beside, b"x" * 32)


@pytest.mark.django_db
def test_two_keys_in_one_folder_open_no_vote_outside_a_demonstration(held: Live, settings: Any, tmp_path: Path):
    wish = {"about": ABOUT, "body_id": held.body_id, "place_id": held.vote.place_id, "title": "树", "rule": "approval",
            "options": projects(), "opens": OPENS, "closes": CLOSES, "secrecy": "blind"}  # fmt: skip
    for other in (tmp_path / "one", tmp_path / "two/../one", tmp_path / "one/inside", tmp_path):
        settings.BALLOT_KEYS, settings.DEMO = (tmp_path / "one", other), False
        with pytest.raises(Refused) as refusal:
            services.draw_up(actor=held.desk[0], **wish)
        assert refusal.value.code == "keys_together"
    settings.BALLOT_KEYS = (tmp_path / "one", tmp_path / "two")
    made = services.draw_up(actor=held.desk[0], **wish)
    services.import_roll(actor=held.desk[0], vote_id=made.pk, data=people_roll(2), filename="r.csv", source="登记")
    settings.BALLOT_KEYS = (tmp_path / "one", tmp_path / "one")
    with pytest.raises(Refused) as refusal:
        Live(held.world, held.body_id, held.desk, made).opened()
    assert refusal.value.code == "keys_together"
    settings.DEMO = True
    with clock.at(OPENS):
        assert services.open_vote(actor=held.desk[0], vote_id=made.pk).state == "open"
        assert "放在同一个文件夹" in Client().get(reverse("vote_blind", args=[made.pk])).content.decode()
