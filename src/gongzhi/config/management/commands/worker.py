"""`gongzhi worker`: keep facts and clocks moving until told to stop."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gongzhi.config import worker


class Command(BaseCommand):
    """Runs the worker in the foreground; SIGTERM and SIGINT let it finish its round."""

    help = "Deliver recorded facts and let deadlines tick (runs until stopped)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` for a single round."""
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; the exit status says why it ended."""
        if options["once"]:
            worker.one_round()
            return
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        status = worker.work(stop)
        if status:
            sys.exit(status)
