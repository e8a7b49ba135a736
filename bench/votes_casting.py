"""Casting over HTTP: 5,000 voters who open, look over and cast, none lost; and casts a second with two processes.

    PYTHONPATH=src:. python bench/votes_casting.py [--postgresql] [--voters 5000] [--connections 16]

A fresh database and the server of a deployment with two processes. Every voter is linked to the roll and has a session
of their own. Afterwards the vote is closed and counted: the certificate must hold every ballot, each choice included.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "tests")]

from bench.databases import fresh  # noqa: E402

KEYS = ("lamp", "ramp", "tree", "bench", "gate")
LONGEST = 900.0


def measured(voters: int, casting: int, connections: int) -> dict[str, object]:
    """Fill the database, load the server, close and count; what came of it."""
    from bench import load  # noqa: PLC0415  (the settings are named by now)
    from bench.over_http import server  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from gongzhi.config import translations, upgrade  # noqa: PLC0415

    translations.compile_all()
    upgrade.upgrade()
    _say(f"filling {voters + casting} electors")
    one, cookies = _filled(voters + casting)
    chance, sent = random.Random(3), Counter[str]()
    whole, casts = cookies[:voters], cookies[voters:]
    _say("loading")
    with server() as port:
        load.run(port, iter([load.request("GET", "/votes/", port)] * 8), connections=4, seconds=20)
        way = load.run(port, _way(port, one, whole, chance, sent), connections=connections, seconds=LONGEST)
        _say(f"whole way: {way.seconds:.1f} s")
        fast = load.run(port, _casts(port, one, casts, chance, sent), connections=connections, seconds=LONGEST)
    _say(f"casts: {fast.rate:.0f} a second; counting")
    return {
        "database": connection.vendor,
        "voters_open_look_over_cast": len(whole),
        "seconds": round(way.seconds, 1),
        "voters_a_second": round(len(whole) / way.seconds, 1),
        "statuses": dict(way.statuses),
        "casts": len(casts),
        "casts_a_second": round(fast.rate, 1),
        "cast_p50_ms": round(sorted(fast.took)[len(fast.took) // 2]),
        "cast_p95_ms": round(sorted(fast.took)[int(len(fast.took) * 0.95)]),
        "cast_statuses": dict(fast.statuses),
        **_counted(one, sent),
    }


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _filled(voters: int) -> tuple[int, list[str]]:
    """An open vote with so many electors, each linked to a person; the cookies of their sessions."""
    from tests import world  # noqa: PLC0415
    from tests.voting.living import committee  # noqa: PLC0415

    from gongzhi.kernel import clock  # noqa: PLC0415
    from gongzhi.kernel.reference import Ref  # noqa: PLC0415
    from gongzhi.people.models import Person  # noqa: PLC0415
    from gongzhi.voting import services  # noqa: PLC0415
    from gongzhi.voting.models import Elector, Vote, Voter  # noqa: PLC0415

    now = clock.now()
    with clock.at(world.MONDAY):
        street = world.build()
        body, desk = committee(street)
    options = [services.NewOption(key, key) for key in KEYS]
    made = services.draw_up(
        actor=desk[0], about=Ref("organisations.body", body), body_id=body, place_id=street.places["NYHY"].pk,
        title="measure", rule="approval", options=options, opens=now, closes=now + timedelta(hours=2),
        secrecy="secret",
    )  # fmt: skip
    Person.objects.bulk_create([Person(joined_at=now) for _ in range(voters)], batch_size=500)
    people = list(Person.objects.order_by("-id").values_list("pk", flat=True)[:voters])
    Elector.objects.bulk_create(
        [Elector(vote=made, number=n, key=str(n)) for n in range(1, voters + 1)], batch_size=500
    )
    roll = list(Elector.objects.filter(vote=made).values_list("pk", flat=True))
    Voter.objects.bulk_create(
        [Voter(vote=made, elector_id=e, person_id=p, how="desk", at=now) for e, p in zip(roll, people, strict=True)],
        batch_size=500,
    )
    Vote.objects.filter(pk=made.pk).update(roll_source="measure")
    services.freeze(actor=desk[0], vote_id=made.pk)
    services.give_notice(
        actor=desk[0], vote_id=made.pk, electors=None, how="electronic", agenda_told=True, effect_told=True
    )
    services.open_vote(actor=desk[0], vote_id=made.pk)
    return made.pk, _sessions(people)


def _sessions(people: list[int]) -> list[str]:
    """A session for each of these people, as a browser without an account has one; their cookies."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    from gongzhi.kernel import clock  # noqa: PLC0415

    store, until = SessionStore(), clock.now() + timedelta(days=1)
    rows = [
        Session(session_key=secrets.token_hex(16), session_data=store.encode({"resident": person}), expire_date=until)
        for person in people
    ]
    Session.objects.bulk_create(rows, batch_size=500)
    return [f"{settings.SESSION_COOKIE_NAME}={row.session_key}" for row in rows]


def _choice(chance: random.Random, sent: Counter[str]) -> list[tuple[str, str]]:
    picked = chance.sample(KEYS, chance.randint(1, 3))
    sent.update(picked)
    return [("pick", key) for key in picked]


def _way(port: int, pk: int, cookies: list[str], chance: random.Random, sent: Counter[str]) -> Iterator[bytes]:
    """Each voter: the ballot, what was filled in, the cast."""
    from bench import load  # noqa: PLC0415

    token = secrets.token_hex(16)
    for cookie in cookies:
        whose = f"{cookie}; csrftoken={token}"
        form = urlencode([("csrfmiddlewaretoken", token), *_choice(chance, sent)]).encode()
        yield load.request("GET", f"/votes/{pk}/ballot/", port, cookie=whose)
        yield load.request("POST", f"/votes/{pk}/ballot/", port, cookie=whose, form=form)
        yield load.request("POST", f"/votes/{pk}/cast/", port, cookie=whose, form=form)


def _casts(port: int, pk: int, cookies: list[str], chance: random.Random, sent: Counter[str]) -> Iterator[bytes]:
    """The last step alone."""
    from bench import load  # noqa: PLC0415

    token = secrets.token_hex(16)
    for cookie in cookies:
        form = urlencode([("csrfmiddlewaretoken", token), *_choice(chance, sent)]).encode()
        yield load.request("POST", f"/votes/{pk}/cast/", port, cookie=f"{cookie}; csrftoken={token}", form=form)


def _counted(pk: int, sent: Counter[str]) -> dict[str, object]:
    """Close, count, and hold what the certificate says against what was sent."""
    from gongzhi.kernel import clock  # noqa: PLC0415
    from gongzhi.kernel.actor import system  # noqa: PLC0415
    from gongzhi.voting import selectors, services  # noqa: PLC0415
    from gongzhi.voting.models import Mark, UrnBallot, Vote  # noqa: PLC0415

    vote = Vote.objects.get(pk=pk)
    with clock.at(vote.closes + timedelta(minutes=1)):
        services.close_due()
        services.count_vote(actor=system("bench.casting"), vote_id=pk)
    data = selectors.certificate(pk) or {}
    totals = {stage["option"]: stage["total"] for stage in data["items"][""]["outcome"]["stages"]}
    return {
        "marks": Mark.objects.filter(vote=pk).count(),
        "ballots": UrnBallot.objects.filter(vote=pk).count(),
        "counted": data["base"]["cast"],
        "every_choice_counted": totals == {key: sent[key] for key in totals},
    }


def main() -> None:
    """One database, one line of JSON."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of the embedded database")
    asked.add_argument("--voters", type=int, default=5000, help="how many go the whole way")
    asked.add_argument("--casts", type=int, default=2000, help="how many more only cast")
    asked.add_argument("--connections", type=int, default=16, help="at the same time")
    options = asked.parse_args()
    with fresh("postgresql" if options.postgresql else "sqlite") as environment:
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="gongzhi.config.settings")
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        django.setup()
        found = measured(options.voters, options.casts, options.connections)
        django.db.connections.close_all()
        print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
