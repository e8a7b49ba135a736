"""The pages of a conversation as a visitor without an account meets them, without scripts and with them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.opinions.talks import PILES, SEEDS, Talk

from gongzhi.kernel import clock
from gongzhi.opinions import selectors, services
from gongzhi.opinions.models import Opinion, Statement
from gongzhi.opinions.rules.map import draw
from gongzhi.opinions.rules.reading import read
from gongzhi.organisations import visitors
from gongzhi.people.models import Person
from gongzhi.rulebook import selectors as rulebook


def asked(response: Any) -> int:
    """The statement that a page asks about."""
    return int(re.search(r'name="statement" value="(\d+)"', response.content.decode())[1])


@pytest.mark.row("H05")
def test_a_visitor_votes_with_one_tap_changes_their_mind_and_is_done(talk: Talk, client: Client) -> None:
    people, address = Person.objects.count(), f"/talks/{talk.pk}/"
    page = client.get(address)
    assert "还剩 5 句" in page.content.decode() and Person.objects.count() == people, "looking makes nobody"
    for left in range(4, -1, -1):
        said = client.post(f"{address}vote/", {"statement": asked(page), "value": 1}, follow=True)
        page = said
        text = page.content.decode()
        assert "记下了。" in text and (f"还剩 {left} 句" in text or "看完了，不必再来" in text)
    assert Person.objects.count() == people + 1 and Opinion.objects.filter(value=1).count() == 5
    assert 'id="asked-end" tabindex="-1" data-focus' in text
    last = Opinion.objects.latest("pk").statement_id
    again = client.post(f"{address}take-back/", {"statement": last}, follow=True)
    assert asked(again) == last and "还剩 1 句" in again.content.decode()
    client.post(f"{address}vote/", {"statement": last, "value": -1})
    mine = client.get(f"{address}said/").content.decode()
    assert all(text in mine for text in SEEDS) and mine.count("不同意") >= 1
    file = client.get(f"{address}said/file/").content.decode("utf-8-sig")
    assert len(file.splitlines()) == 6
    other = Client().get(f"{address}said/").content.decode()
    assert "您在这里还没有表过态" in other and SEEDS[0] not in other, "nobody reads another's record"


def test_a_piece_for_scripts_says_it_once_and_puts_focus_on_the_next_words(talk: Talk, client: Client) -> None:
    first = asked(client.get(f"/talks/{talk.pk}/"))
    piece = client.post(
        f"/talks/{talk.pk}/vote/", {"statement": first, "value": 0}, headers={"HX-Request": "true"}
    )  # fmt: skip
    text = piece.content.decode()
    assert text.lstrip().startswith("<section") and "data-focus" in text and asked(piece) != first
    assert "\\u8bb0\\u4e0b" in piece["HX-Trigger"]
    wrong = client.post(
        f"/talks/{talk.pk}/vote/", {"statement": first, "value": 7}, headers={"HX-Request": "true"}
    )  # fmt: skip
    assert "请选一个：同意、不同意、跳过。" in wrong.content.decode() and Opinion.objects.get().value == 0


def test_a_closed_conversation_says_so_and_what_is_wrong_is_said_beside_it(talk: Talk, client: Client) -> None:
    said = client.post(f"/talks/{talk.pk}/say/", {"text": "长" * 200})
    assert said.status_code == 422 and "最多 140 个字" in said.content.decode() and "长" * 200 in said.content.decode()
    assert client.post(f"/talks/{talk.pk}/say/", {"text": "装在南门口"}).status_code == 302
    assert Statement.objects.get(text="装在南门口").author_id == client.session["resident"]
    services.close_conversation(actor=talk.world.actor("worker"), conversation_id=talk.pk)
    page = client.post(f"/talks/{talk.pk}/vote/", {"statement": talk.seeds[0].pk, "value": 1}, follow=True)
    assert "已经结束" in page.content.decode() and "这场说完了" in page.content.decode()
    assert client.get("/talks/99999/").status_code == 404
    listed = client.get("/talks/").content.decode()
    assert "说完了的" in listed and "现在没有在问大家的事" in listed


def test_too_many_new_visitors_from_one_address_are_a_machine(talk: Talk, settings: Any, monkeypatch) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setattr(visitors, "rulebook", SimpleNamespace(number=lambda name, on: 2, limit=rulebook.limit))
    given = {"statement": talk.seeds[0].pk, "value": 1}
    for _visitor in range(2):
        Client().post(f"/talks/{talk.pk}/vote/", given)
    page = Client().post(f"/talks/{talk.pk}/vote/", given, follow=True)
    assert "这里点得太密了" in page.content.decode() and Opinion.objects.count() == 2


def test_a_map_before_any_answer_invites_the_first(talk: Talk, client: Client) -> None:
    empty = client.get(f"/talks/{talk.pk}/map/").content.decode()
    assert "还没有人表态" in empty and '<svg viewBox="0 0 420' not in empty


def test_the_map_says_it_in_three_sentences_and_shows_where_one_stands(
    two_camps: tuple[Talk, int, int], client: Client
) -> None:
    talk = two_camps[0]
    for seed, value in zip(talk.seeds, PILES, strict=True):
        client.post(f"/talks/{talk.pk}/vote/", {"statement": seed.pk, "value": value})
    page = client.get(f"/talks/{talk.pk}/map/").content.decode()
    for sentence in (
        "大家都同意的：“电费由用的人出”。每一群都有几乎所有人同意。", "分歧最大的：", "有多准：21 人表过 105 次态。",
        "第 1 群：同意“", "照您的回答，您离这一群最近：第 1 群", "您和第 2 群之间，隔着这几句：",
    ):  # fmt: skip
        assert sentence in page
    assert 'role="img"' in page and "style=" not in page and page.count('class="op-dot') == 21
    assert page.index("<table") < page.index('class="op-picture"'), "the table first, the picture last"
    english = client.get(f"/talks/{talk.pk}/map/", headers={"Accept-Language": "en"}).content.decode()
    assert "How sure: 21 people" in english


def test_the_public_files_hold_everything_and_nobody(two_camps: tuple[Talk, int, int], client: Client) -> None:
    talk = two_camps[0]
    who = talk.neighbour()
    services.say(person_id=who, conversation_id=talk.pk, text="=装在南门口")
    page = client.get(f"/talks/{talk.pk}/export/", follow=True)
    assert "还不到 10 位" in page.content.decode(), "of today nothing is public while people still speak"
    services.close_conversation(actor=talk.world.actor("worker"), conversation_id=talk.pk)
    files = zipfile.ZipFile(io.BytesIO(client.get(f"/talks/{talk.pk}/export/").content))
    comments, votes, people = (
        list(csv.DictReader(io.StringIO(files.read(name).decode())))
        for name in ("comments.csv", "votes.csv", "participants-votes.csv")
    )
    assert [row["comment-body"] for row in comments] == [*SEEDS, "'=装在南门口"]
    assert {row["author-id"] for row in comments} == {""}
    assert len(votes) == 106 and len(people) == 22 and {row["datetime"] for row in votes} == {"2026-09-07"}
    told = {row["participant"]: row for row in people}
    assert set(told) == {str(number) for number in range(1, 23)}
    assert all(told[row["voter-id"]][row["comment-id"]] == row["vote"] for row in votes)
    orders = {tuple(row[str(seed.number)] for row in people for seed in talk.seeds) for people in _drawn(talk)}
    assert len(orders) > 1, "numbers are drawn anew for every file"


def _drawn(talk: Talk) -> list[Any]:
    packed = [zipfile.ZipFile(io.BytesIO(selectors.export(talk.pk))) for _ in range(3)]
    return [list(csv.DictReader(io.StringIO(one.read("participants-votes.csv").decode()))) for one in packed]


def test_anybody_draws_the_same_map_from_the_public_files(two_camps: tuple[Talk, int, int], tmp_path: Path) -> None:
    talk = two_camps[0]
    services.close_conversation(actor=talk.world.actor("worker"), conversation_id=talk.pk)
    zipfile.ZipFile(io.BytesIO(selectors.export(talk.pk))).extractall(tmp_path)
    again = draw(read(tmp_path).votes, smallest=5)
    kept = selectors.map_of(talk.pk).kept.content
    numbers = {str(seed.pk): str(seed.number) for seed in talk.seeds}
    assert [again.people, again.votes, list(again.sizes.values())] == [kept["people"], kept["votes"], kept["sizes"]]
    assert again.group_aware_consensus == pytest.approx({numbers[pk]: share for pk, share in kept["common"].items()})
    assert again.stability == kept["stability"]


def test_yesterdays_answers_are_public_while_people_still_speak(two_camps: tuple[Talk, int, int]) -> None:
    talk = two_camps[0]
    with clock.at(clock.now().replace(day=8)):
        talk.votes(1)
        votes = zipfile.ZipFile(io.BytesIO(selectors.export(talk.pk))).read("votes.csv").decode()
    assert len(votes.splitlines()) == 1 + 105


def test_the_paper_has_the_statements_in_their_order_and_no_names(talk: Talk, client: Client) -> None:
    text = client.get(f"/talks/{talk.pk}/sheet/").content.decode()
    places = [text.index(f"{number}. {seed}") for number, seed in enumerate(SEEDS, 1)]
    assert places == sorted(places) and text.count('class="op-box"') == 15
