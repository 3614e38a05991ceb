"""All settings, each from the environment; without any, the embedded market: SQLite, files and a broker of files.

A missing or impossible value stops the start with one clear line.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import broker, sqlite

sqlite.install()
broker.install()
django_stubs_ext.monkeypatch()  # lets code name the types inside Django's classes, as in `ModelForm[Order]`

env = environ.Env()


def whole_number(name: str, *, default: int, most: int) -> int:
    given = env.str(name, default=str(default))
    if not given.isdecimal() or int(given) > most:
        raise ImproperlyConfigured(f"{name} must be a whole number up to {most}, not {given!r}.")
    return int(given)


ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / "var"))).resolve()
HOST = env.str("HOST", default="127.0.0.1")
PORT = whole_number("PORT", default=8000, most=65535)
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
DATABASE_URL = env.str("DATABASE_URL", default="")
IS_EMBEDDED = not DATABASE_URL
if DATABASE_URL and not DATABASE_URL.startswith(("postgres://", "postgresql://", "sqlite://")):
    raise ImproperlyConfigured("DATABASE_URL must be an address like postgres://user:password@host/name.")


def kept_secret(path: Path) -> str:
    """The embedded market's own key, made at its first start and kept beside its data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_suffix(f".{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another process made it in the same moment: its key is the one
            path.hardlink_to(made)
        made.unlink()
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not IS_EMBEDDED:
        raise ImproperlyConfigured("SECRET_KEY is missing: set it to a long random text, the same on every machine.")
    try:
        SECRET_KEY = kept_secret(DATA_DIR / "secret-key")
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR can't be used: {error}") from error

site = urlsplit(SITE_URL)
if site.scheme not in {"http", "https"} or not site.hostname:
    raise ImproperlyConfigured(f"SITE_URL must be an http or https address, not {SITE_URL!r}.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[site.hostname, "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Applications and the order in which a request passes through them
INSTALLED_APPS = [
    "config.apps.ConfigApp",
    "orders",
    "catalog",
    "producers",
    "marketplace",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.StaticFiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "knox",
    "phonenumber_field",
    "rest_framework",
    "drf_spectacular",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.media.MediaMiddleware",
    "marketplace.compression.CompressionMiddleware",
    "marketplace.kept.KeptMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.language.LanguageMiddleware",
    "marketplace.http.HeavyBodyMiddleware",
    "marketplace.http.RefusalMiddleware",
    "marketplace.http.OddInputMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
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
                "config.shell.shell",
            ],
            "builtins": ["marketplace.templatetags.market"],
        },
    }
]

# Database
DATABASES: dict[str, Any] = {"default": env.db_url_config(DATABASE_URL or f"sqlite:///{DATA_DIR / 'market.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Cache: sign-in limits and throttles; it must be shared by all processes
CACHES: dict[str, Any]
if env.str("CACHE_URL", default=""):
    CACHES = {"default": env.cache_url("CACHE_URL")}
else:
    CACHES = {
        "default": {
            "BACKEND": "marketplace.file_cache.FileCache",
            "LOCATION": DATA_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }
    }
if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    # A Redis that does not answer must not hold up an order.
    CACHES["default"]["OPTIONS"] = {
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        **CACHES["default"].get("OPTIONS", {}),
    }

# So much of what visitors are shown, each process keeps in its memory; with 0, all is made anew for each of them
KEPT_MEGABYTES = whole_number("KEPT_MEGABYTES", default=16, most=1024)

# Celery
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or f"{broker.SCHEME}://localhost"
if not broker.is_known(CELERY_BROKER_URL):
    raise ImproperlyConfigured("CELERY_BROKER_URL must be an address like amqp://user:password@host// or redis://host.")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if CELERY_BROKER_URL.startswith(broker.SCHEME):
    CELERY_BROKER_TRANSPORT_OPTIONS = broker.options(DATA_DIR / "broker")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "dispatch owed notices": {
        "task": "marketplace.tasks.dispatch_notices",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "render waiting pictures": {
        "task": "marketplace.tasks.render_pictures",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "end certificates": {
        "task": "producers.tasks.end_certificates",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "tidy pictures": {"task": "marketplace.tasks.tidy_pictures", "schedule": 3600.0, "options": {"expires": 3000}},
    "work on sheets": {"task": "catalog.tasks.work_on_sheets", "schedule": 2.0, "options": {"expires": 4}},
    "tidy sheets": {"task": "catalog.tasks.tidy_sheets", "schedule": 86400.0, "options": {"expires": 80000}},
    "end claims": {"task": "catalog.tasks.end_claims", "schedule": 3600.0, "options": {"expires": 3000}},
    "tidy share cards": {"task": "catalog.tasks.tidy_cards", "schedule": 86400.0, "options": {"expires": 80000}},
    "worker heartbeat": {"task": "marketplace.tasks.beat_heart", "schedule": 10.0, "options": {"expires": 30}},
}

# Mail and text messages: without EMAIL_URL each message is a file in DATA_DIR/mail
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "marketplace.notices.files.FileBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default=f"Pasar Karya <pasar@{site.hostname}>")
PHONE_MAIL_DOMAIN = env.str("PHONE_MAIL_DOMAIN", default="telepon.localhost" if IS_EMBEDDED else "")

# Files
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# People and sign-in
AUTH_USER_MODEL = "marketplace.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "marketplace.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone", "email"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the one-time code proves the address, at sign-up as at every sign-in
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "marketplace.accounts.display_name"
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 600
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# A market's visitors share one address, so the limits per address are wide and those per person are narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "signup": "120/m/ip,600/h/ip",
    "request_login_code": "120/m/ip,3/m/key,10/h/key,30/d/key",
    "change_phone": "5/m/user,20/d/user",
    "verify_phone": "120/m/ip,3/m/key,10/h/key,30/d/key",
    "manage_email": "5/m/user,20/d/user",
    "confirm_email": "1/m/key,10/h/key",
}
# Neither a phone number nor an e-mail address is required, but one of them is: the sign-up form sees to it.
SILENCED_SYSTEM_CHECKS = ["account.W001"]

# Languages and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Makassar"
USE_THOUSAND_SEPARATOR = False
PHONENUMBER_DEFAULT_REGION = "ID"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# Safety
IS_HTTPS = site.scheme == "https"
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from nearby, behind whoever speaks https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = IS_HTTPS
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXY_COUNT", default=0, most=9)
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Logs: to standard error, for whoever keeps the process. Pages that are not there are no news.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_secrets": {"()": "marketplace.logs.WithoutSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"level": "INFO", "handlers": []}, "django.request": {"level": "ERROR"}},
}

# API
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "marketplace.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["marketplace.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "marketplace.keyset.Keyset",
    "DEFAULT_SCHEMA_CLASS": "marketplace.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "marketplace.http.api_error",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
}
KNOX_TOKEN_MODEL = "marketplace.ApiToken"
MIGRATION_MODULES = {"knox": None}  # the token is ours: its own table would stay empty for ever
REST_KNOX: dict[str, Any] = {
    "TOKEN_TTL": timedelta(days=90),
    "AUTO_REFRESH": False,
    "TOKEN_LIMIT_PER_USER": 20,
    "TOKEN_PREFIX": "karya_",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Pasar Karya",
    "VERSION": "1",
    "DESCRIPTION": (
        "Buy from, sell on and run the market. Buying needs no account: the token of a cart or an order is the right to"
        " it. Selling and the desk need `Authorization: Token karya_...`, made at `/account/tokens/`. Money is in whole"
        " rupiah. Errors are `{code, message, fields?}`, the message in the language of `Accept-Language`."
    ),
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "OrderStatus": "orders.models.Order.Status",
        "SubOrderStatus": "orders.models.SubOrder.Status",
        "PaymentStatus": "orders.models.Payment.Status",
        "ProductStatus": "catalog.models.Product.Status",
        "SheetStatus": "catalog.models.Sheet.Status",
        "Unit": "catalog.models.Variant.Unit",
        "CaseKind": "catalog.review.Kind",
        "ReviewReason": "catalog.models.ReviewReason",
        "ClaimKind": "catalog.models.Claim.Kind",
        "ClaimStatus": "catalog.models.Claim.Status",
        "ProducerStatus": "producers.models.Producer.Status",
        "CertificateKind": "producers.models.Certificate.Kind",
        "CertificateStatus": "producers.models.Certificate.Status",
        "PersonRole": "producers.models.ProducerPerson.Role",
        "NoticeStatus": "marketplace.models.Notice.Status",
        "Channel": "marketplace.models.Channel",
    },
}
