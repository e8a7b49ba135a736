"""Two at once for one elector: one mark, one ballot that counts, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import world
from tests.at_once import at_once, codes
from tests.voting.living import CLOSES, DAY, OPENS, live, people_roll, projects

from gongzhi.kernel import clock
from gongzhi.people import services as people
from gongzhi.voting import services
from gongzhi.voting.models import Ballot, Mark, Proxy, UrnBallot

VOTING = OPENS + DAY
YES = {"answers": {"1": "for"}}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_ballot() -> None:
    with clock.at(world.MONDAY):
        town = world.build()
        secret = live(town, people_roll(3), rule="approval", title="选", options=projects()).opened()
        changing = live(town).opened()
    pk, who = secret.vote.pk, secret.resident(1)

    def cast() -> Any:
        return services.cast(actor=who, vote_id=pk, choice={"picked": ["lamp"]})

    assert codes(at_once(cast, cast, cast, when=VOTING)) == ["Receipt", "cast_already", "cast_already"]
    assert Mark.objects.filter(vote=pk).count() == UrnBallot.objects.filter(vote=pk).count() == 1

    owner = changing.person("13800000002")

    def by_phone() -> Any:
        return services.cast(actor=owner, vote_id=changing.vote.pk, choice=YES)

    def on_paper() -> Any:
        return services.hand_in(actor=changing.desk[0], vote_id=changing.vote.pk, sheets=[2])

    results = at_once(by_phone, on_paper, by_phone, when=VOTING)
    mark = Mark.objects.get(vote=changing.vote)
    if mark.channel == "paper":
        assert codes(results) == ["HandedIn", "paper_first", "paper_first"]
        assert not Ballot.objects.filter(mark=mark).exists()
    else:
        handed = next(r for r in results if isinstance(r, services.HandedIn))
        assert handed.void == ((2, "electronic_first"),)
        assert sorted(Ballot.objects.filter(mark=mark).values_list("number", flat=True)) == [1, 2]

    holder = people.reporter(phone="13900001111")
    limited = [
        lambda n=n: services.give_proxy(actor=changing.desk[0], elector_id=changing.elector(n).pk, holder_id=holder.pk)
        for n in (1, 3, 4, 5)
    ]
    assert codes(at_once(*limited, when=VOTING)) == ["Proxy", "Proxy", "Proxy", "proxy_limit"]
    assert Proxy.objects.filter(holder=holder).count() == 3


@pytest.mark.django_db(transaction=True)
def test_who_closes_waits_for_who_casts_and_nobody_comes_after() -> None:
    """Each ballot is either counted or refused: none is taken after the close and forgotten."""
    with clock.at(world.MONDAY):
        one = live(world.build(), people_roll(12), rule="approval", title="选", options=projects()).opened()
    pk = one.vote.pk
    voters = [one.resident(number) for number in range(1, 12)]

    def close() -> Any:
        with clock.at(CLOSES + timedelta(seconds=1)):
            return services.close_vote(actor=one.desk[0], vote_id=pk)

    acts = [lambda who=who: services.cast(actor=who, vote_id=pk, choice={"picked": ["lamp"]}) for who in voters]
    results = codes(at_once(*acts[:5], close, *acts[5:], when=CLOSES))
    assert set(results) <= {"Receipt", "Vote", "closed"} and results.count("Vote") == 1
    taken = results.count("Receipt")
    assert taken == Mark.objects.filter(vote=pk).count() == UrnBallot.objects.filter(vote=pk).count()
