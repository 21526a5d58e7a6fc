"""All settings, read from the environment, with defaults that work on one machine.

Every variable is described in docs/settings.md; a test keeps the two equal.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.utils.csp import CSP

from dekkend.config.environment import (
    boolean,
    clamd,
    listing,
    master_keys,
    secret_key,
    text,
    tile_layer,
    whole,
)

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(text("DEKKEND_VAR", str(BASE_DIR / "var")))
DATA = Path(text("DEKKEND_DATA", str(BASE_DIR / "../shared/data")))
PUBLISHED_ROOT = VAR / "published"
DEFINITIONS = BASE_DIR / "definitions"

DEBUG = boolean("DEBUG", False)
DEMO = boolean("DEKKEND_DEMO", False)
SECRET_KEY = secret_key(VAR, generate=DEMO or DEBUG)
MASTER_KEYS = master_keys(VAR, generate=DEMO or DEBUG)
ALLOWED_HOSTS = listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = text("SITE_URL", "http://localhost:8000")
HTTPS = SITE_URL.startswith("https://")
# On these hosts Dekkend shows its own face, without asking whose they are.
OWN_HOSTS = {urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1", "[::1]"}

INSTALLED_APPS = [
    "dekkend.demo",
    "dekkend.website",
    "dekkend.profiles",
    "dekkend.cases",
    "dekkend.questionnaires",
    "dekkend.workflow",
    "dekkend.organisations",
    "dekkend.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "dekkend.core.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dekkend.core.middleware.language_of_address",  # before what looks up addresses: they have a prefix
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "dekkend.organisations.middleware.PersonOfSession",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dekkend.core.middleware.addresses_without_nul",  # last: its page has a frame and a language
]

ROOT_URLCONF = "dekkend.config.urls"
WSGI_APPLICATION = "dekkend.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dekkend.core.context.frame",
                "dekkend.organisations.faces.face_here",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{VAR / 'dekkend.sqlite3'}"),
        conn_max_age=whole("DATABASE_CONN_MAX_AGE", 600),
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE takes the write lock at BEGIN: a read that becomes a write can then not fail halfway.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000;"
        ),
    }

# Signing in counts attempts across processes, so the cache is shared: the database. Django's own 300 entries
# are soon too few: of what is over, it throws counts away that still hold. Ours have a table (`Tally`).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "dekkend.organisations.sessions"
SESSION_COOKIE_AGE = whole("SESSION_HOURS", 12) * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 24 * 3600

ACCOUNT_ADAPTER = "dekkend.organisations.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up: accounts come from invitations
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address, a link proves a new one
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "dekkend.organisations.forms.SignInForm",
    "add_email": "dekkend.organisations.forms.NewEmailForm",
    "change_password": "dekkend.organisations.forms.ChangePasswordForm",
    "reset_password": "dekkend.organisations.forms.ForgottenPasswordForm",
    "reset_password_from_key": "dekkend.organisations.forms.NewPasswordForm",
    "reauthenticate": "dekkend.organisations.forms.PasswordAgainForm",
}
MFA_ADAPTER = "dekkend.organisations.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Dekkend"
MFA_TOTP_TOLERANCE = 1  # a code that changed while someone typed it still works (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # for http://localhost
MFA_FORMS = {
    "authenticate": "dekkend.organisations.forms.CodeForm",
    "reauthenticate": "dekkend.organisations.forms.CodeAgainForm",
    "activate_totp": "dekkend.organisations.forms.ActivateAppForm",
    "add_webauthn": "dekkend.organisations.forms.AddPasskeyForm",
    "edit_webauthn": "dekkend.organisations.forms.RenamePasskeyForm",
}
# Throttling counts per address; behind nginx the client's own address is in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = whole("TRUSTED_PROXIES", 0)

LANGUAGE_CODE = "nl"
LANGUAGES = [
    ("nl", "Nederlands"),
    ("nl-simple", "Eenvoudig Nederlands"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("pl", "Polski"),
    ("uk", "Українська"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [
    BASE_DIR / "locale",
    *sorted(DEFINITIONS.glob("*/locale")),
]  # our pages, and each form's words
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"


def stored_in(folder: Path) -> dict[str, Any]:
    """Files in a folder that is outside the web root, and for the user of this program only."""
    modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "dekkend.core.files.folder.FilesInFolder", "OPTIONS": {"location": folder} | modes}


STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "papers": stored_in(VAR / "papers"),
    "sealed": stored_in(VAR / "sealed"),  # files about children: ciphertext only
}
if bucket := text("PAPERS_S3_BUCKET", ""):
    _s3 = {
        "bucket_name": bucket,
        "endpoint_url": text("PAPERS_S3_ENDPOINT", "") or None,
        "region_name": text("PAPERS_S3_REGION", "") or None,
        "access_key": text("PAPERS_S3_KEY", "") or None,
        "secret_key": text("PAPERS_S3_SECRET", "") or None,
    }
    for _alias, _location in (("papers", ""), ("sealed", "sealed")):
        _options = _s3 | {"location": _location}
        STORAGES[_alias] = {"BACKEND": "dekkend.core.files.s3.FilesOnS3", "OPTIONS": _options}
# Where a scanner for viruses listens; None where the operator has none.
CLAMD = clamd(text("DEKKEND_CLAMD", ""))
# What `cases` shows of a school: see cases.offer.
SCHOOL_OFFER = "dekkend.config.wiring.school_offer"
MEDIA_ROOT = VAR / "media"
# Every chosen file goes straight to disk, and none further than the largest paper we take.
FILE_UPLOAD_HANDLERS = ["dekkend.core.files.receiving.LimitedUpload"]

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": text("EMAIL_HOST", "localhost"),
            "port": whole("EMAIL_PORT", 25),
            "username": text("EMAIL_HOST_USER", ""),
            "password": text("EMAIL_HOST_PASSWORD", ""),
            "use_tls": boolean("EMAIL_USE_TLS", False),
            "timeout": 20,
        },
    }
}
# Who runs this site, and must know what no one else can mend.
OPERATORS = listing("OPERATORS", "")
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "Dekkend <dekkend@localhost>")

SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# Of the one page that a school's own website shows within a page of its own.
CSP_FRAMED = SECURE_CSP | {"frame-ancestors": ["*"]}
# The one thing that a page of ours may fetch elsewhere, and only where the operator says so.
MAP_TILES, MAP_TILES_CREDIT = tile_layer(text("DEKKEND_MAP_TILES", ""), text("DEKKEND_MAP_TILES_CREDIT", ""))
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "dekkend.core.views.csrf_failure"

# A fault is told by where it happened: what was posted or stood in variables may be about a child.
DEFAULT_EXCEPTION_REPORTER = "dekkend.core.reports.DiscreetReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "dekkend.core.reports.DiscreetFormatter",
            "format": "%(levelname)s %(name)s: %(message)s",
        }
    },
    # The worker of tasks asks for two lines a page; they would bury who one can be in the demo.
    "handlers": {"journal": {"class": "logging.StreamHandler", "formatter": "discreet", "level": "WARNING"}},
    # Addresses that were not found may hold the link of a parent.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["journal"], "level": "WARNING"},
}
