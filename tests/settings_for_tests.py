"""The settings of the deployment, with what tests need otherwise: a throw-away database and a cheap hasher."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# One folder a test run, shared by its parallel processes and removed by the first of them.
if "GONGZHI_TEST_VAR" not in os.environ:
    os.environ["GONGZHI_TEST_VAR"] = tempfile.mkdtemp(prefix="gongzhi-test-")
    atexit.register(shutil.rmtree, os.environ["GONGZHI_TEST_VAR"], ignore_errors=True)
os.environ["GONGZHI_VAR"] = os.environ["GONGZHI_TEST_VAR"]
os.environ.setdefault("GONGZHI_SECRET_KEY", "only-for-tests")
for _name in ("GONGZHI_DEMO", "GONGZHI_HTTPS", "GONGZHI_TILES", "GONGZHI_STAFF_SECOND_FACTOR"):
    os.environ.pop(_name, None)

from gongzhi.config.settings import *  # noqa: E402, F403
from gongzhi.config.settings import DATABASES, EMBEDDED, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["*"]
RATE_LIMITS = False  # tests of the limits switch them on
STAFF_SECOND_FACTOR = "optional"  # tests of the second factor require it
ACCOUNT_RATE_LIMITS = False
if EMBEDDED:
    # A file, not memory: threads that race for one row need a connection each.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["GONGZHI_TEST_VAR"]) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["OPTIONS"].pop("pool")
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
