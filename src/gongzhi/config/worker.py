"""The background worker: delivers facts to their reactions and lets the clocks of duties tick. One works at a time."""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from gongzhi.assessments import services as assessments
from gongzhi.deliberation.services.candidates import lapse_appeals
from gongzhi.duties import services as duties
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel.actor import system
from gongzhi.meetings import services as meetings
from gongzhi.opinions import services as opinions
from gongzhi.people import services as people
from gongzhi.projects import services as projects
from gongzhi.record import services as record
from gongzhi.triage import services as triage
from gongzhi.voting import services as voting

log = logging.getLogger("gongzhi.worker")
PAUSE = 1.0  # seconds between two rounds that found nothing
KEEP_HOUSE = 3600.0  # seconds between two clearings of what has served its purpose
GROUP = 60.0  # seconds between two looks at what people say again and again
CLOSE = 5.0  # seconds between two looks for votes whose time is over
DRAW = 0.5  # seconds between two looks for opinion maps that know less than was said
_KEEPER = system("config.worker")
# One number of our own in PostgreSQL's space of advisory locks.
_LOCK_NUMBER = 0x676F6E67


class Busy(Exception):
    """Another worker holds the lock."""


@contextmanager
def only_one() -> Iterator[Callable[[], bool]]:
    """Hold the worker's lock; gives a question "is it still mine?". Busy when another process has it.

    The lock dies with its holder (a session lock of PostgreSQL, or a lock on an open file), so a killed worker
    leaves nothing to clean up.
    """
    with _file_lock() if settings.EMBEDDED else _session_lock() as still_mine:
        yield still_mine


@contextmanager
def _file_lock() -> Iterator[Callable[[], bool]]:
    path = Path(settings.VAR) / "worker.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("another worker is running on this database") from error
        yield lambda: True


@contextmanager
def _session_lock() -> Iterator[Callable[[], bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s), pg_backend_pid()", [_LOCK_NUMBER])
        mine, session = cursor.fetchone()
    if not mine:
        raise Busy("another worker is running on this database")

    def still_mine() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return bool(cursor.fetchone()[0] == session)

    try:
        yield still_mine
    finally:
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_NUMBER])


@dataclass
class Job:
    """Something to do again and again; the pause begins when it has ended."""

    act: Callable[[], object]
    pause: float  # seconds
    due: float = 0.0

    def do_if_due(self) -> None:
        """Do it, unless it was done a moment ago."""
        if time.monotonic() >= self.due:
            try:
                self.act()
            except OperationalError:
                raise  # the database is gone: whoever starts the worker again reconnects
            except Exception as fault:
                # One map that cannot be drawn stops no clock. The fault's words may quote what somebody wrote.
                log.error("a job broke: %s in %s", type(fault).__name__, getattr(self.act, "__name__", "job"))
            self.due = time.monotonic() + self.pause


def one_round() -> int:
    """Tick, then deliver what that and everybody else recorded; returns how much was done."""
    return duties.tick() + record.deliver()


def keep_house() -> None:
    """Erase what its owner or the retention rule wants gone; drop spent counters; ask bodies to meet as planned."""
    people.fulfil_wishes(actor=_KEEPER)
    people.erase_expired(actor=_KEEPER)
    people.forget_descriptions(actor=_KEEPER)
    people.sweep()
    triage.sweep()
    lapse_appeals()
    assessments.warn_due()
    assessments.expire_due()
    meetings.keep_plans()
    projects.return_needs()
    projects.end_resources()
    projects.keep_agreements()
    call_command("clearsessions")


def work(stop: threading.Event) -> int:
    """Work until `stop` is set, or until the lock or the database is lost; returns the exit status.

    A lost database ends the process: whoever started it starts it again with a new connection, and what was not
    committed is found again by its cursor.
    """
    try:
        with only_one() as still_mine:
            log.info("worker started")
            jobs = (
                Job(keep_house, KEEP_HOUSE), Job(group_waiting, GROUP), Job(opinions.redraw_waiting, DRAW),
                Job(voting.close_due, CLOSE),
            )  # fmt: skip
            while not stop.is_set() and still_mine():
                for job in jobs:
                    job.do_if_due()
                if not one_round():
                    stop.wait(PAUSE)
    except Busy as busy:
        log.warning("%s", busy)
        return 3
    except OperationalError:
        log.exception("the database went away")
        return 1
    log.info("worker stopped")
    return 0 if stop.is_set() else 1
