"""A worker process for the tests: works on the test's database and writes every fact that it digested into `probe`."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Any

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = os.environ["GONGZHI_TEST_WORKS_ON"]
settings.DATABASES["default"].pop("TEST", None)
django.setup()

from django.db import connection  # noqa: E402

from gongzhi.config import worker  # noqa: E402
from gongzhi.people.events import AccountOpened  # noqa: E402
from gongzhi.record import services as record  # noqa: E402

record._reactions.clear()
record.BATCH = 20  # several transactions, so that a kill finds some done and one half done


@record.reacts_to(AccountOpened)
def write_down(event: AccountOpened, fact: Any) -> None:
    """Slow enough to be killed in the middle of a batch."""
    time.sleep(0.004)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO probe (fact_id) VALUES (%s)", [fact.id])


stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
sys.exit(worker.work(stop))
