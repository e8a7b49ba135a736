"""Every switch of a deployment, read from the environment; the defaults serve one machine without any preparation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from gongzhi.config.secret import read_or_make_key

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("GONGZHI_VAR", ROOT / "var"))
DEBUG = False


def _switch(name: str, default: bool = False) -> bool:
    """An on/off switch of the environment: 1, true, yes or on."""
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


def _listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list of the environment, without empty members."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DEMO = _switch("GONGZHI_DEMO")
HTTPS = _switch("GONGZHI_HTTPS")
RATE_LIMITS = _switch("GONGZHI_RATE_LIMITS", default=True)
# "required" sends staff through setting up a one-time code before their first page; the demonstration asks nothing.
STAFF_SECOND_FACTOR = os.environ.get("GONGZHI_STAFF_SECOND_FACTOR", "optional" if DEMO else "required")
# How many of our own proxies stand in front; 0: X-Forwarded-For is not believed and limits count the socket's address.
PROXIES = int(os.environ.get("GONGZHI_PROXIES", "0"))
# The telephone number that every page prints for whoever would rather speak.
PHONE = os.environ.get("GONGZHI_PHONE", "12345")
# A tile source such as 天地图, as a URL with {z} {x} {y}; empty means that maps are drawn from our own outlines only.
TILES = os.environ.get("GONGZHI_TILES", "")

# --- the database: embedded SQLite, or what DATABASE_URL names

DATABASES: dict[str, Any] = {"default": dj_database_url.config(default=f"sqlite:///{VAR / 'gongzhi.sqlite3'}")}
_database = DATABASES["default"]
EMBEDDED = _database["ENGINE"].endswith("sqlite3")
if EMBEDDED:
    _database["CONN_MAX_AGE"] = None  # opening the file and its pragmas costs more than most requests
    Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    _database["OPTIONS"] = {
        # A transaction that will write takes the lock at its start: no "database is locked" half way through.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA busy_timeout=20000; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
    }
else:
    _most = int(os.environ.get("GONGZHI_POOL", "8"))
    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": _most, "timeout": 15},
    }
    # Values go to the database beside the statement, so that it can keep the plan of those that every page asks
    # (record/kept.py): planning was four fifths of its work. A pooler between that changes connections inside a
    # session, and does not know prepared statements, wants 0. Off until the whole suite has passed with it.
    if _switch("GONGZHI_PREPARED"):
        _database["OPTIONS"]["server_side_binding"] = True

# --- secrets

SECRET_KEY = os.environ.get("GONGZHI_SECRET_KEY", "")
if not SECRET_KEY:
    if not (DEMO or EMBEDDED):
        raise ImproperlyConfigured(
            "GONGZHI_SECRET_KEY is empty: a deployment with its own database server names its key"
        )
    SECRET_KEY = read_or_make_key(VAR / "secret_key")
SECRET_KEY_FALLBACKS = _listed("GONGZHI_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = _listed("GONGZHI_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _listed("GONGZHI_ORIGINS")

# --- what the house is made of

PACKAGES = (
    "rulebook", "record", "people", "places", "organisations", "mandates", "duties", "cases", "triage",
    "meetings", "voting", "opinions", "ledger", "assessments", "deliberation", "projects", "indicators", "flows",
    "exchange", "web", "config",
)  # fmt: skip
INSTALLED_APPS = [
    *(f"gongzhi.{name}" for name in PACKAGES),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "gongzhi.config.front.Front",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gongzhi.config.nulls.NoNulls",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongzhi.config.looking.Looking",
    "gongzhi.organisations.pages.middleware.StaffSecondFactor",
    "gongzhi.people.pages.middleware.LentPassword",
]
ROOT_URLCONF = "gongzhi.config.urls"
WSGI_APPLICATION = "gongzhi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "gongzhi.web.frame.frame",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who signs in, and how

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_ADAPTER = "gongzhi.people.pages.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "gongzhi.people.pages.forms.SignInForm",
    "reauthenticate": "gongzhi.people.pages.forms.PasswordAgainForm",
}
MFA_ADAPTER = "gongzhi.people.pages.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "gongzhi.people.pages.forms.CodeForm",
    "reauthenticate": "gongzhi.people.pages.forms.CodeAgainForm",
    "activate_totp": "gongzhi.people.pages.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "共治"
SESSION_ENGINE = "gongzhi.config.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a browser is told

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False  # the TLS front redirects; the health check speaks plain HTTP inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # a receipt code in an address must not travel to another site
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_tile_hosts = ["/".join(TILES.split("/")[:3]).replace("{s}", "*")] if TILES else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_tile_hosts],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Where each of the two issuers of blind-signed ballots keeps its keys: a folder of its own, mounted by its own body.
BALLOT_KEYS = tuple(Path(os.environ.get(f"GONGZHI_BALLOT_KEYS_{n}") or VAR / f"ballot_keys/{n}") for n in (1, 2))

# --- language, time, words

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src/gongzhi/kernel/locale"]  # the kernel is no Django app; every other package brings its own
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["gongzhi.config.formats"]

# --- files: ours and npm's as static, people's under var/

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "gongzhi.config.assets.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gongzhi.config.assets.Collected"},
}
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Three photographs of 10 MiB each are sent as files, which these limits do not count; text is.
MOST_BYTES = 64 * 2**20  # of a whole request; more is not even read
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- what is written down about a request: its route and outcome, never an address, a query or what somebody typed

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route_only": {"()": "gongzhi.config.logs.RouteOnly"}},
    "formatters": {"plain": {"()": "gongzhi.config.logs.WithoutValues"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["route_only"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gongzhi": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
