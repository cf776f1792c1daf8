"""Django's settings. A site on loopback serves plain HTTP; any other host turns the transport guards on."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from wellrun.config import environment
from wellrun.lib import clock

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.site_home()
DEMO_MARKER = HOME / environment.DEMO_MARKER
DEMO_DATA = environment.text("DATA")
PORT = environment.text("PORT", "8000")
DEBUG = environment.flag("WELLRUN_DEBUG")
SECRET_KEY = environment.secret_key(HOME)
ALLOWED_HOSTS = environment.words("WELLRUN_HOSTS", "127.0.0.1,localhost,[::1]")
ON_LOOPBACK = set(ALLOWED_HOSTS) <= environment.LOOPBACK
CLOCK_FILE = HOME / "clock.json"
clock.use_standing_file(CLOCK_FILE)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "ninja",
    "wellrun.audit",
    "wellrun.accounts",
    "wellrun.organisation",
    "wellrun.access",
    "wellrun.measures",
    "wellrun.strategy",
    "wellrun.insight",
    "wellrun.execution",
    "wellrun.reviews",
    "wellrun.check",
    "wellrun.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wellrun.web.fingerprints.FingerprintedFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page needs a sign-in unless it says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wellrun.web.way_back.WayBack",
    "wellrun.web.refusals.Refusals",
    "wellrun.web.caching.NoCopies",
]

ROOT_URLCONF = "wellrun.config.urls"
WSGI_APPLICATION = "wellrun.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all processes, so that a sign-in limit cannot be dodged by meeting another worker.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "wellrun_cache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "wellrun.accounts.adapter.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "sign_in"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
TRUSTED_PROXIES = environment.text("WELLRUN_TRUSTED_PROXIES", "0")
# What is no number trusts nobody, and `check --deploy` says so.
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUSTED_PROXIES) if TRUSTED_PROXIES.isdecimal() else 0

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGES = [("en", _("English")), ("en-gb", _("English (UK)"))]
LANGUAGE_CODE = environment.one_of("WELLRUN_LANGUAGE", "en-gb", [code for code, _name in LANGUAGES])
LOCALE_PATHS = [PACKAGE / "web" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wellrun.web.fingerprints.FingerprintedStorage"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = not ON_LOOPBACK
CSRF_COOKIE_SECURE = not ON_LOOPBACK
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_TRUSTED_ORIGINS = [] if ON_LOOPBACK else [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = not ON_LOOPBACK
SECURE_HSTS_SECONDS = 0 if ON_LOOPBACK else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not ON_LOOPBACK
SECURE_HSTS_PRELOAD = not ON_LOOPBACK
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# allauth asks for the sites framework only with social sign-in; a single tenant needs none.
SILENCED_SYSTEM_CHECKS: list[str] = []
LOG_LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": environment.one_of("WELLRUN_LOG_LEVEL", "WARNING", LOG_LEVELS)},
    # A line an hour: that the site moves by itself is worth seeing without asking.
    "loggers": {"wellrun.tick": {"level": environment.one_of("WELLRUN_LOG_LEVEL", "INFO", LOG_LEVELS)}},
}
