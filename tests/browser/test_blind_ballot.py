"""A blind-signed ballot in a real browser: taken, saved, cast without a session, and found again among all ballots."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.arriving import sent
from tests.browser.browsing import Browser, words
from tests.browser.town import COMMUNITY, Town, settle
from tests.browser.votes import PROJECTS, ROLL, SOURCE

from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.voting import services
from gongzhi.voting.models import BlindBallot, BlindIssue, Vote
from gongzhi.voting.rules.ballot_log import fault_of, proof_of
from gongzhi.voting.rules.blind_ballots import faults_of
from gongzhi.voting.selectors.blind import ballots_file, leaves
from gongzhi.voting.services import NewOption

DAY = timedelta(days=1)


@pytest.fixture
def vote(street: Town, settings: Any, tmp_path: Path) -> Vote:
    """A vote that runs, with the worker as its first elector."""
    settings.BALLOT_KEYS = (tmp_path / "one", tmp_path / "two")
    worker, now = street.world.actor("worker"), clock.now()
    body = street.world.body_of("worker").pk
    made = services.draw_up(
        actor=worker, about=Ref("organisations.body", body), body_id=body, place_id=street.world.places[COMMUNITY].pk,
        title="先修哪一样", rule="approval", options=[NewOption(key, name) for key, name, _cost in PROJECTS],
        opens=now - DAY, closes=now + DAY, secrecy="blind",
    )  # fmt: skip
    services.import_roll(actor=worker, vote_id=made.pk, data=ROLL.encode(), filename="roll.csv", source=SOURCE)
    services.freeze(actor=worker, vote_id=made.pk)
    services.give_notice(actor=worker, vote_id=made.pk, electors=None, how="by_hand", agenda_told=True,
                         effect_told=True)  # fmt: skip
    services.open_vote(actor=worker, vote_id=made.pk)
    services.link_person(actor=worker, elector_id=made.roll.get(number=1).pk, person_id=street.world.people["worker"])
    settle()
    return made


def _proof_holds(page: Any, vote: Vote) -> None:
    line = page.locator("[data-proof-line]").input_value()
    assert "对不上" not in words(page), "the browser has walked the path from its own leaf to the root"
    assert fault_of(proof_of(line), str(vote.pk), leaves(vote.pk)) == ""  # type: ignore[arg-type]
    page.click("[data-proof-check]")
    page.wait_for_url("**/blind/check/?proof=*")
    assert "在里面，是第 1 张" in words(page)
    page.go_back()


def test_a_ballot_is_taken_cast_without_a_session_and_found_again(browser: Browser, street: Town, vote: Vote) -> None:
    page = browser.open(f"/votes/{vote.pk}/", "worker", bypass_csp=False)
    sent(page, "text=领票和投票")
    page.click("[data-take]")
    page.wait_for_selector("#blind-cast:not([hidden])")
    assert BlindIssue.objects.filter(issuer__vote=vote).count() == 2 and not BlindBallot.objects.exists()
    page.on("dialog", lambda dialog: dialog.accept())
    page.check("input[value=lamp]")
    asked = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/put/") else None)
    page.click("#ballot button")
    page.wait_for_selector("#blind-done:not([hidden])")
    assert len(asked) == 1 and "cookie" not in asked[0].all_headers()
    assert page.locator("[data-digest]").inner_text().strip() and BlindBallot.objects.get().choice == {
        "picked": ["lamp"]
    }
    page.reload()
    page.wait_for_selector("[data-proof]:not([hidden])")
    _proof_holds(page, vote)
    page.wait_for_selector("#blind-done:not([hidden])")
    worker = street.world.actor("worker")
    with clock.at(clock.now() + 2 * DAY):
        services.close_vote(actor=worker, vote_id=vote.pk)
        services.count_vote(actor=worker, vote_id=vote.pk)
    settle()
    assert faults_of(ballots_file(Vote.objects.get(pk=vote.pk)) or {}) == []
    page.reload()
    page.wait_for_selector("[data-found]:not([hidden])")
    assert "您的票在里面，和您投的一样" in words(page)
