"""Settings of the site, from the environment; safe by default, for one's own machine. A variable that
is empty counts as not set.

WIJKWERK_EDITIONS   folder with editions              (build/editions)
WIJKWERK_LISTS      folder with lists of areas        (build/lists)
WIJKWERK_VAR        folder for what can be made again (build/site)
WIJKWERK_DATA       folder for what can't be made again: accounts, procedures, the audit trail
                    (build/data); back it up
WIJKWERK_SECRET_KEY required unless on 127.0.0.1 only; there it is kept in WIJKWERK_DATA
WIJKWERK_SECRET_KEY_FILE, WIJKWERK_DATABASE_PASSWORD_FILE, WIJKWERK_MAIL_PASSWORD_FILE,
WIJKWERK_OIDC_SECRET_FILE
                    files that hold these secrets, instead
WIJKWERK_SECRET_KEY_BEFORE the key before this one: what was signed or sealed with it is still read
WIJKWERK_PUBLICATION_KEY, WIJKWERK_PUBLICATION_KEY_FILE
                    the key of digests of what went into an edition or a list; else one is made once
                    in WIJKWERK_DATA (publication-key). The site itself doesn't need it
WIJKWERK_HOSTS      host names, with commas           (127.0.0.1, localhost)
DATABASE_URL        postgresql://…                    (SQLite in WIJKWERK_DATA)
WIJKWERK_THEME_CSS  file with a municipality's own design tokens, in a folder of its own
WIJKWERK_THEME_CLASS class on <html> that a theme may ask for
WIJKWERK_TILES      template address of outside map tiles; none when empty
WIJKWERK_HTTPS      1 when a proxy with TLS stands before the site (it sets X-Forwarded-Proto)
WIJKWERK_WORKERS    processes that answer (2)
WIJKWERK_CACHE_MB   megabytes of answers that each worker keeps (32)
WIJKWERK_API_RATE   questions a second per visitor of the API (50); 0 for no limit
WIJKWERK_IDLE_MINUTES, WIJKWERK_SESSION_HOURS
                    after how long one is logged out: without doing anything (30), and at most (10)
WIJKWERK_ADDRESS    address of the site, as https://programme.example.org, for links in mails and for an
                    identity provider; required with either of them
WIJKWERK_MAIL_HOST  server that mail for forgotten passwords and reminders goes through; none when empty
WIJKWERK_MAIL_PORT, WIJKWERK_MAIL_USER, WIJKWERK_MAIL_PASSWORD, WIJKWERK_MAIL_FROM
                    of that server (587, with STARTTLS; 465 is TLS from the start, 25 is neither)
WIJKWERK_OIDC_ISSUER address of an OpenID Connect provider; with it people can log in through that
WIJKWERK_OIDC_CLIENT, WIJKWERK_OIDC_SECRET, WIJKWERK_OIDC_NAME
                    what the provider calls this site, their shared secret, the name on the button
WIJKWERK_OIDC_AUTHORIZE, WIJKWERK_OIDC_TOKEN, WIJKWERK_OIDC_USERINFO, WIJKWERK_OIDC_KEYS
                    addresses of the provider, when they aren't below the issuer as usual
WIJKWERK_OIDC_SECOND_FACTOR 1 when the provider itself asks everybody for a second factor
WIJKWERK_DATABASE_EXISTS 1 when the database in WIJKWERK_DATA must be there already (`wijkwerk serve` sets it
                    for its workers: a database that vanished is told, never begun anew)
WIJKWERK_DEBUG      1 for Django's own error pages; never on a server

What a capability reads by itself stands in its README.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from wijkwerk.publication.api import data_folder, read_key_file, secret
from wijkwerk.registry.config import installed_apps
from wijkwerk.registry.discovery import packages
from wijkwerk.registry.environment import decimal_number, is_on, variable, variables, whole_number
from wijkwerk.shared.problems import InputError

HERE = Path(__file__).parent

EDITIONS = Path(variable("WIJKWERK_EDITIONS", "build/editions")).resolve()
LISTS = Path(variable("WIJKWERK_LISTS", "build/lists")).resolve()
VAR = Path(variable("WIJKWERK_VAR", "build/site")).resolve()
SERVING = VAR / "serving"
DATA = data_folder()
KEY_FILE = DATA / "secret-key"


def hosts_of(template: str) -> list[str]:
    """The host of an address, or of a template for tiles, as a CSP source; ``{s}.`` stands for any subdomain."""
    parts = urlsplit(template)
    if parts.scheme not in ("https", "http") or not parts.netloc:
        return []
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]


DEBUG = is_on("WIJKWERK_DEBUG")


def secret_key() -> str:
    """The key that sessions and links are signed with: the same for every process and start.

    From the environment, or from the file that `wijkwerk serve` makes in WIJKWERK_DATA; without
    either, as in a test, one for this process alone. Raises InputError when others can read the file.
    """
    configured = secret("WIJKWERK_SECRET_KEY")
    if configured or not KEY_FILE.exists():
        return configured or secrets.token_urlsafe(50)
    return read_key_file(
        KEY_FILE, "everybody then logs in again, and sets up the second step anew."
    )


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = [key for key in [secret("WIJKWERK_SECRET_KEY_BEFORE")] if key]
# Whether it outlives this process, so that something may be sealed with it.
SECRET_KEY_LASTS = bool(secret("WIJKWERK_SECRET_KEY")) or KEY_FILE.exists()
ALLOWED_HOSTS = [
    host.strip() for host in variable("WIJKWERK_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django_htmx",
    "wijkwerk.ui",
    "wijkwerk.site",
    # What is packaged with Wijkwerk and what is installed beside it: registry/README.md.
    *installed_apps(),
]
MIDDLEWARE = [
    "wijkwerk.site.middleware.access_log",
    "wijkwerk.site.middleware.own_address",
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
    "wijkwerk.audit.context.numbered",
    # Only views that ask for an account touch these; a public page has no cookie.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "wijkwerk.access.middleware.visitor",
    "wijkwerk.access.middleware.enforce",
]
ROOT_URLCONF = "wijkwerk.site.urls"
WSGI_APPLICATION = "wijkwerk.site.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            *filter(Path.is_dir, (folder / "web" / "templates" for folder in packages().values())),
            HERE.parent / "workflow" / "templates",
            HERE.parent / "ui" / "templates",
        ],
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
        "default": dj_database_url.parse(
            variable("DATABASE_URL", f"sqlite:///{DATA / 'wijkwerk.sqlite3'}"),
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
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Who writes waits for who writes already, instead of failing halfway; readers wait for nobody.
    if is_on("WIJKWERK_DATABASE_EXISTS"):
        # A worker opens the database that `wijkwerk serve` prepared and never makes an empty one.
        DATABASES["default"]["NAME"] = f"file:{quote(str(DATABASES['default']['NAME']))}?mode=rw"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        # What replaces a row fires the triggers that guard append-only tables too.
        "PRAGMA recursive_triggers=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "wijkwerk.site.response_cache.ResponseCache",
        "OPTIONS": {"BYTES": whole_number("WIJKWERK_CACHE_MB", 32, 100_000, least=0) * 1_000_000},
    }
}

AUTH_USER_MODEL = "access.User"
LOGIN_REDIRECT_URL = "site:work"
AUTHENTICATION_BACKENDS = ["wijkwerk.access.backends.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "wijkwerk.access.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
SESSION_ENGINE = "wijkwerk.access.sessions"
ACCESS_IDLE_SECONDS = 60 * whole_number("WIJKWERK_IDLE_MINUTES", 30, 1440)
ACCESS_WHOLE_SECONDS = 3600 * whole_number("WIJKWERK_SESSION_HOURS", 10, 168)
# With TLS the names bind the cookies to this very host.
_START = "__Host-" if is_on("WIJKWERK_HTTPS") else ""
SESSION_COOKIE_NAME = f"{_START}wijkwerk-session"
ACCESS_SEEN_COOKIE = f"{_START}wijkwerk-seen"
CSRF_COOKIE_NAME = f"{_START}wijkwerk-form"
SESSION_COOKIE_AGE = ACCESS_WHOLE_SECONDS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # gone with the browser's window
CSRF_FAILURE_VIEW = "wijkwerk.site.errors.form_expired"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _START != ""

EMAIL_HOST = variable("WIJKWERK_MAIL_HOST")
EMAIL_PORT = whole_number("WIJKWERK_MAIL_PORT", 587, 65535)
EMAIL_HOST_USER = variable("WIJKWERK_MAIL_USER")
EMAIL_HOST_PASSWORD = secret("WIJKWERK_MAIL_PASSWORD")
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = EMAIL_PORT == 465, EMAIL_PORT == 587, 20
SITE_ADDRESS = variable("WIJKWERK_ADDRESS").rstrip("/")
if SITE_ADDRESS and hosts_of(SITE_ADDRESS) != [SITE_ADDRESS]:
    raise InputError.of(
        "WIJKWERK_ADDRESS",
        "not the address of a site",
        "https://programme.example.org, without a path",
        value=SITE_ADDRESS,
    )
if not SITE_ADDRESS and (EMAIL_HOST or variable("WIJKWERK_OIDC_ISSUER")):
    # What a request names as its host must never decide where a link for a new password leads.
    raise InputError.of(
        "WIJKWERK_ADDRESS",
        "not set",
        "the address of the site, as https://programme.example.org",
        suggestion="Mails and an identity provider send people back there.",
    )
DEFAULT_FROM_EMAIL = variable("WIJKWERK_MAIL_FROM", "wijkwerk@localhost")
MAIL_WORKS = bool(EMAIL_HOST)

OIDC_ISSUER = variable("WIJKWERK_OIDC_ISSUER").rstrip("/")
OIDC_NAME = variable("WIJKWERK_OIDC_NAME", "OpenID Connect") if OIDC_ISSUER else ""
# The browser is sent there after the button; the security policy must let it go.
OIDC_AUTHORIZE = variable(
    "WIJKWERK_OIDC_AUTHORIZE", f"{OIDC_ISSUER}/authorize" if OIDC_ISSUER else ""
)
OIDC_SECOND_FACTOR = is_on("WIJKWERK_OIDC_SECOND_FACTOR")
if OIDC_ISSUER:
    AUTHENTICATION_BACKENDS.append("wijkwerk.access.backends.FromProvider")
    OIDC_RP_CLIENT_ID = variable("WIJKWERK_OIDC_CLIENT")
    OIDC_RP_CLIENT_SECRET = secret("WIJKWERK_OIDC_SECRET")
    OIDC_RP_SIGN_ALGO = "RS256"
    OIDC_USE_PKCE = True
    OIDC_CREATE_USER = False
    OIDC_TIMEOUT = 10
    OIDC_AUTHENTICATION_CALLBACK_URL = "oidc-callback"
    _PARTS = {"TOKEN": "token", "USERINFO": "userinfo", "KEYS": "jwks"}
    OIDC_OP_AUTHORIZATION_ENDPOINT = OIDC_AUTHORIZE
    OIDC_OP_TOKEN_ENDPOINT, OIDC_OP_USER_ENDPOINT, OIDC_OP_JWKS_ENDPOINT = (
        variable(f"WIJKWERK_OIDC_{name}", f"{OIDC_ISSUER}/{usual}")
        for name, usual in _PARTS.items()
    )
    if not OIDC_RP_CLIENT_ID or not OIDC_RP_CLIENT_SECRET:
        raise InputError.of(
            "WIJKWERK_OIDC_ISSUER",
            "set without the rest",
            "WIJKWERK_OIDC_CLIENT and WIJKWERK_OIDC_SECRET as well",
        )

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["wijkwerk.site.formats"]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 31_536_000
# What the site is called, and what its front page is about where no administrator chose it: WIJKWERK_HOME_AREA,
# _EDITION (a series), _PROGRAMME, and what else capabilities offer there.
SITE_NAME = variable("WIJKWERK_NAME", "Wijkwerk")
HOME = variables("WIJKWERK_HOME_")
THEME_CSS = variable("WIJKWERK_THEME_CSS")
THEME_CLASS = variable("WIJKWERK_THEME_CLASS")
# The whole folder goes along, so that the theme may refer to fonts and pictures beside it.
STATICFILES_DIRS = [("theme", Path(THEME_CSS).resolve().parent)] if THEME_CSS else []
TILES = variable("WIJKWERK_TILES")


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *hosts_of(TILES)],
        "font-src": [SELF],
        "connect-src": [SELF, *hosts_of(TILES)],
        "worker-src": [SELF],
        "form-action": [SELF, *hosts_of(OIDC_AUTHORIZE)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if is_on("WIJKWERK_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31_536_000

# The longest text is a reasoned objection; the only file a list of projects (site/uploads.py).
FILE_UPLOAD_HANDLERS = ["wijkwerk.site.uploads.SmallFilesOnly"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Questions a second that one visitor may ask of the API, in the long run; 0 for no limit.
API_RATE = decimal_number("WIJKWERK_API_RATE", 50)

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
