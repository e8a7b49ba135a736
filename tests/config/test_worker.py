"""The worker: one at a time, told to stop it stops, killed in the middle it loses and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from gongzhi.config import worker
from gongzhi.kernel.actor import system
from gongzhi.kernel.reference import Ref
from gongzhi.people.events import AccountOpened
from gongzhi.record import services as record

ROOT = Path(__file__).resolve().parents[2]
FACTS = 400
KILLS = 3


def _start() -> subprocess.Popen[bytes]:
    """A worker of its own on this test's database, with one slow reaction that writes down what it saw."""
    base = {**settings.DATABASES["default"], **connection.settings_dict}
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
        "DJANGO_SETTINGS_MODULE": "settings_for_tests",
        "GONGZHI_TEST_WORKS_ON": str(base["NAME"]),
    }
    return subprocess.Popen([sys.executable, str(Path(__file__).with_name("slow_worker.py"))], env=environment)


def _seen() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fact_id FROM probe ORDER BY fact_id")
        return [fact for (fact,) in cursor.fetchall()]


@pytest.fixture
def probe(transactional_db):
    """A table without any constraint: a fact that is digested twice stands there twice."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE probe (fact_id bigint)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE probe")


def _wait_until(reached, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "the worker did not get there"
        time.sleep(0.02)


def test_a_killed_worker_loses_nothing_and_does_nothing_twice(probe):
    with transaction.atomic():
        for person in range(1, FACTS + 1):
            record.append(AccountOpened(person), actor=system("tests"), about=Ref("people.person", person))
    for kill in range(1, KILLS + 1):
        process = _start()
        _wait_until(lambda want=kill * 60: len(_seen()) >= want)
        assert process.poll() is None, "the worker ended by itself"
        process.send_signal(signal.SIGKILL)
        process.wait()
    process = _start()
    _wait_until(lambda: len(_seen()) >= FACTS)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    seen = _seen()
    assert len(seen) == len(set(seen)) == FACTS


@pytest.mark.django_db
def test_one_worker_at_a_time():
    """The lock of a second process; a thread stands for it, because both locks belong to a connection or a file."""
    outcome: list[int] = []

    def second() -> None:
        try:
            outcome.append(worker.work(threading.Event()))
        finally:
            connection.close()

    with worker.only_one() as still_mine:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=30)
        assert still_mine()
    assert outcome == [3]


@pytest.mark.django_db
def test_the_lock_is_free_again_afterwards():
    for _ in range(2):
        with worker.only_one() as still_mine:
            assert still_mine()


@pytest.mark.django_db
def test_a_worker_that_is_told_to_stop_ends_well():
    stop = threading.Event()
    stop.set()
    assert worker.work(stop) == 0


@pytest.mark.django_db
def test_a_round_ticks_and_delivers(monkeypatch):
    with transaction.atomic():
        record.append(AccountOpened(1), actor=system("tests"), about=Ref("people.person", 1))
    heard = []
    monkeypatch.setitem(
        record._reactions, "tests.heard", ((AccountOpened.kind,), lambda event, fact: heard.append(event))
    )
    assert worker.one_round() >= 1
    worker.one_round()
    assert heard == [AccountOpened(1)]


@pytest.mark.django_db
def test_house_is_kept_on_an_empty_database():
    worker.keep_house()


def test_a_job_that_breaks_stops_no_other_and_says_nothing_of_what_was_written(caplog):
    def broken():
        raise ValueError("三单元的王阿姨")

    job = worker.Job(broken, 60.0)
    with caplog.at_level("ERROR", logger="gongzhi.worker"):
        job.do_if_due()
    assert "ValueError in broken" in caplog.text and "王阿姨" not in caplog.text
    assert job.due > 0, "it is tried again after its pause, not at once"


def test_a_lost_database_ends_the_worker(caplog):
    def lost():
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        worker.Job(lost, 60.0).do_if_due()
