"""All settings. Nothing else in Zhinan reads the environment; docs/design/settings.md lists them.

Three modes (``ZHINAN_MODE``): ``demo`` (one-click sign-ins on loopback, sample key),
``test``, and ``production``, which refuses to start with a sample key or demonstration accounts.
"""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
HOME = PACKAGE.parent.parent if PACKAGE.parent.name == "src" else Path.cwd()

MODE = os.environ.get("ZHINAN_MODE", "demo")
if MODE not in ("demo", "test", "production"):
    raise ImproperlyConfigured(f"ZHINAN_MODE must be demo, test or production, got {MODE!r}")
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
IS_TEST = MODE == "test"

SAMPLE_KEY = "sample-key-for-demonstration-only-never-for-a-real-office"
VAR = Path(os.environ.get("ZHINAN_VAR", HOME / "var"))


def _key(name: str) -> str:
    value = os.environ.get(name, "" if IS_PRODUCTION else SAMPLE_KEY)
    if IS_PRODUCTION and (len(value) < 32 or value == SAMPLE_KEY):
        raise ImproperlyConfigured(
            f"{name} must hold at least 32 random characters in production; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return value


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path).removeprefix("/") if parts.netloc == "" else parts.netloc
        name = (
            ":memory:"
            if name == ":memory:"
            else str(Path("/") / name if url.startswith("sqlite:////") else VAR / name)
        )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                # The default, DEFERRED, loses most concurrent submits to "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA foreign_keys=ON;"
                f"PRAGMA synchronous={'OFF' if IS_TEST else 'FULL'}",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.removeprefix("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": {} if IS_TEST else {"pool": {"min_size": 2, "max_size": 8, "timeout": 20}},
        }
    raise ImproperlyConfigured(
        f"ZHINAN_DATABASE_URL must start with sqlite:/// or postgres://, got {parts.scheme!r}"
    )


SECRET_KEY = _key("ZHINAN_SECRET_KEY")
DATA_KEY = _key("ZHINAN_DATA_KEY")  # encrypts identity numbers, phones and bank cards
OLD_DATA_KEYS = os.environ.get("ZHINAN_OLD_DATA_KEYS", "").split()  # still open what they sealed
DATABASES = {
    "default": _database(os.environ.get("ZHINAN_DATABASE_URL", "sqlite:///zhinan.sqlite3"))
}
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ZHINAN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ZHINAN_ORIGINS", "").split(",") if o]
BEHIND_TLS = os.environ.get("ZHINAN_BEHIND_TLS", "1" if IS_PRODUCTION else "0") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "zhinan.apps.records",
    "zhinan.apps.accounts",
    "zhinan.apps.registry",
    "zhinan.apps.integrity",
    "zhinan.apps.programmes",
    "zhinan.apps.readings",
    "zhinan.apps.applications",
    "zhinan.apps.screening",
    "zhinan.apps.awards",
    "zhinan.apps.projects",
]

MIDDLEWARE = [
    "zhinan.config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "zhinan.config.middleware.ActingRole",
    "zhinan.config.middleware.Doorstep",
    "zhinan.config.middleware.Exports",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhinan.config.urls"
WSGI_APPLICATION = "zhinan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "environment": "zhinan.config.pages.environment",
            "context_processors": ["zhinan.config.pages.page_context"],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in hundreds of times
    if IS_TEST
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "public:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "zhinan.config.middleware.address_of"
AXES_LOCKOUT_CALLABLE = "zhinan.desks.accounts.views.sign_in.locked_out"
TRUSTED_PROXIES = [a for a in os.environ.get("ZHINAN_TRUSTED_PROXIES", "").split(",") if a]
OTP_TOTP_ISSUER = "指南"
_second = os.environ.get(
    "ZHINAN_SECOND_FACTOR_ROLES",
    "system_admin,security_admin,audit_admin,office" if IS_PRODUCTION else "",
)
SECOND_FACTOR_ROLES = [role for role in _second.split(",") if role]
SEPARATION_BASIS = os.environ.get(
    "ZHINAN_SEPARATION_BASIS", "GB/T 22239-2019 8.1.5（系统管理、审计管理、安全管理三员分立）"
)
INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 3600  # seconds
ATTEMPT_LIMITS = {  # what: (most, seconds), per address
    "sign_in": (60, 600),
    "second_step": (30, 600),
    "register": (10, 3600),
    "reset": (10, 3600),
    "invite": (60, 3600),
    "objection_status": (30, 600),
    "self_check": (300, 600),
}

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR / "files")},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = IS_TEST
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if IS_TEST
        else "django_tasks_db.DatabaseBackend"
    }
}

_mail = urlsplit(os.environ.get("ZHINAN_EMAIL_URL", ""))
if _mail.scheme in ("smtp", "smtps"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or ""
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        unquote(_mail.username or ""),
        unquote(_mail.password or ""),
    )
    EMAIL_USE_SSL = _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("ZHINAN_EMAIL_FROM", "zhinan@localhost")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["axes.W003"]  # the standalone backend is enough; see django-axes docs
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SITE_NAME = _("指南")
OFFICE_NAME = os.environ.get("ZHINAN_OFFICE", "" if IS_PRODUCTION else "连云港市科学技术局")
LEXICON_FILE = os.environ.get("ZHINAN_LEXICON", "")
MODEL_URL = os.environ.get("ZHINAN_MODEL_URL", "")
MODEL_NAME = os.environ.get("ZHINAN_MODEL_NAME", "")
MODEL_KEY = os.environ.get("ZHINAN_MODEL_KEY", "")
MODEL_SECONDS = float(os.environ.get("ZHINAN_MODEL_SECONDS", "60"))
HELP_FOLDER = HOME / "docs" / "guide" if (HOME / "docs" / "guide").is_dir() else PACKAGE / "help"
