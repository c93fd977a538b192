"""Settings of the site, from the environment; safe by default, for one's own machine.

WIJKWERK_EDITIONS   folder with editions              (build/editions)
WIJKWERK_VAR        folder for what can be made again (build/site)
WIJKWERK_SECRET_KEY required unless on 127.0.0.1 only
WIJKWERK_SECRET_KEY_FILE, WIJKWERK_DATABASE_PASSWORD_FILE
                    files that hold the key and the database's password, instead
WIJKWERK_HOSTS      host names, with commas           (127.0.0.1, localhost)
DATABASE_URL        postgresql://…                    (SQLite in WIJKWERK_VAR)
WIJKWERK_THEME_CSS  file with a municipality's own design tokens, in a folder of its own
WIJKWERK_THEME_CLASS class on <html> that a theme may ask for
WIJKWERK_TILES      template address of outside map tiles; none when empty
WIJKWERK_HTTPS      1 when a proxy with TLS stands before the site (it sets X-Forwarded-Proto)
WIJKWERK_WORKERS    processes that answer (2)
WIJKWERK_CACHE_MB   megabytes of answers that each worker keeps (32)
WIJKWERK_API_RATE   questions a second per visitor of the API (50); 0 for no limit
WIJKWERK_DEBUG      1 for Django's own error pages; never on a server
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from wijkwerk.shared.problems import InputError

HERE = Path(__file__).parent

EDITIONS = Path(os.environ.get("WIJKWERK_EDITIONS", "build/editions")).resolve()
VAR = Path(os.environ.get("WIJKWERK_VAR", "build/site")).resolve()
SERVING = VAR / "serving"


def secret(name: str) -> str:
    """A secret from the environment, or from the file that ``name``_FILE names; '' for none.

    Raises InputError when the file can't be read.
    """
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as fault:
        raise InputError.of(
            f"{name}_FILE", "the file can't be read", "a file with the secret", value=path
        ) from fault


DEBUG = os.environ.get("WIJKWERK_DEBUG") == "1"
# Nothing is signed for longer than a process lives: no sessions, no cookies. A key of its own for
# each start is therefore right on one machine; several machines behind a proxy share one.
SECRET_KEY = secret("WIJKWERK_SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = os.environ.get("WIJKWERK_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django_htmx",
    "wijkwerk.site",
    "wijkwerk.monitor",
]
MIDDLEWARE = [
    "wijkwerk.site.middleware.access_log",
    "wijkwerk.site.rest.api_answers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wijkwerk.site.middleware.permissions",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wijkwerk.site.middleware.clear_errors",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wijkwerk.site.middleware.compress",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "wijkwerk.site.urls"
WSGI_APPLICATION = "wijkwerk.site.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE.parent / "monitor" / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "wijkwerk.site.context.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "string_if_invalid": "",
        },
    }
]

try:
    DATABASES = {
        "default": dj_database_url.config(
            default=f"sqlite:///{VAR / 'wijkwerk.sqlite3'}",
            conn_max_age=600,
            conn_health_checks=True,  # a database that was away for a while is found again
        )
    }
except ValueError as fault:
    # Its own text repeats the address, and so the password.
    raise InputError.of(
        "DATABASE_URL", "can't be understood", "postgresql://user:password@host:5432/name"
    ) from fault
if database_password := secret("WIJKWERK_DATABASE_PASSWORD"):
    DATABASES["default"]["PASSWORD"] = database_password
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "wijkwerk.site.kept.KeptAnswers",
        "OPTIONS": {"BYTES": int(os.environ.get("WIJKWERK_CACHE_MB", "32")) * 1_000_000},
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
THEME_CSS = os.environ.get("WIJKWERK_THEME_CSS", "")
THEME_CLASS = os.environ.get("WIJKWERK_THEME_CLASS", "")
# The whole folder goes along, so that the theme may refer to fonts and pictures beside it.
STATICFILES_DIRS = [("theme", Path(THEME_CSS).resolve().parent)] if THEME_CSS else []
TILES = os.environ.get("WIJKWERK_TILES", "")


def tile_hosts(template: str) -> list[str]:
    """The host of a template address of tiles as a CSP source; ``{s}.`` stands for any subdomain."""
    parts = urlsplit(template)
    if parts.scheme not in ("https", "http") or not parts.netloc:
        return []
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *tile_hosts(TILES)],
        "font-src": [SELF],
        "connect-src": [SELF, *tile_hosts(TILES)],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("WIJKWERK_HTTPS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31_536_000

# No upload exists on this site; a body is never needed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Questions a second that one visitor may ask of the API, in the long run; 0 for no limit.
API_RATE = float(os.environ.get("WIJKWERK_API_RATE", "50"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "wijkwerk.site.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "wijkwerk": {"level": "INFO"},
        # Django writes full addresses of faulty requests; our own log has the route instead.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["wijkwerk.site.permissions.ReadOnly"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_CLASSES": ["wijkwerk.site.limits.PerVisitor"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "wijkwerk.site.rest.problem_response",
    "URL_FORMAT_OVERRIDE": "format",
}
SPECTACULAR_SETTINGS = {"OAS_VERSION": "3.1.0", "POSTPROCESSING_HOOKS": []}
