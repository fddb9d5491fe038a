"""Django's settings, made from `env.py`. Domain code reads them through Django only."""

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from kith.config import env
from kith.core.queues import LONG

KITH_DATA = env.private(Path(env.KITH_DATA.text()).expanduser().resolve())
KITH_KEYS = Path(
    env.KITH_KEYS.text()
    or Path("~/.config/kith").expanduser() / hashlib.sha256(str(KITH_DATA).encode()).hexdigest()[:12]
).resolve()
KITH_URL = env.KITH_URL.text().rstrip("/")

SECRET_KEY = env.secret(KITH_KEYS / "session.key")
DEBUG = env.KITH_DEBUG.flag()
_secure = KITH_URL.startswith("https://")
ALLOWED_HOSTS = [
    urlsplit(KITH_URL).hostname or "127.0.0.1",
    *({"127.0.0.1", "localhost"} if not _secure else set()),
    *(host.strip() for host in env.KITH_HOSTS.text().split(",") if host.strip()),
]
CSRF_TRUSTED_ORIGINS = [KITH_URL]

INSTALLED_APPS = [
    "kith.core",
    "kith.ui",
    "kith.audit",
    "kith.identity",
    "kith.signons",
    "kith.access",
    "kith.search",
    "kith.collab",
    "kith.files",
    "kith.notices",
    "kith.commitments",
    "kith.deadlines",
    "kith.meetings",
    "kith.backups",
    "kith.webhooks",
    "kith.scim",
    "kith.partnerships",
    "kith.knowledge",
    "kith.spiral",
    "kith.exchange",
    "kith.finding",
    "kith.speakup",
    "kith.agreements",
    "kith.measures",
    "kith.exposures",
    "kith.policies",
    "kith.register",
    "kith.committee",
    "kith.claims",
    "kith.exits",
    "kith.assurance",
    "kith.privacy",
    "kith.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kith.web.middleware.SieveMiddleware",
    "kith.identity.middleware.ActorMiddleware",
    "kith.web.middleware.DoorkeeperMiddleware",
]

ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kith.web.navigation.context",
            ],
        },
    }
]

DATABASES = {"default": env.database(env.DATABASE_URL.text(), KITH_DATA)}
# Tasks stand in Kith's own database (ADR 5).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", LONG]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kith.identity.passwords.StrengthValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kith.identity.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "kith.identity.signing_in.LoginForm",
    "reauthenticate": "kith.identity.signing_in.ReauthenticateForm",
    "change_password": "kith.identity.signing_in.ChangePasswordForm",
    "set_password": "kith.identity.signing_in.SetPasswordForm",
    "reset_password": "kith.identity.signing_in.ResetPasswordForm",
    "reset_password_from_key": "kith.identity.signing_in.ResetPasswordKeyForm",
}
MFA_ADAPTER = "kith.identity.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "kith.identity.signing_in.SecondStepForm",
    "reauthenticate": "kith.identity.signing_in.SecondStepAgainForm",
    "activate_totp": "kith.identity.signing_in.AppForm",
    "deactivate_totp": "kith.identity.signing_in.NoAppForm",
    "add_webauthn": "kith.identity.signing_in.PasskeyForm",
    "edit_webauthn": "kith.identity.signing_in.PasskeyNameForm",
    "authenticate_webauthn": "kith.identity.signing_in.PasskeyStepForm",
    "login_webauthn": "kith.identity.signing_in.PasskeyLoginForm",
    "reauthenticate_webauthn": "kith.identity.signing_in.PasskeyAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "kith.identity.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by the invitation or set-up link it was sent to
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address without an account gets no mail, and the page says the same
ACCOUNT_LOGIN_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # as kith.identity.proof says
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_TOTP_ISSUER = "Kith"
MFA_TOTP_TOLERANCE = 1  # a code is taken for half a minute before and after its own: clocks differ, hands are slow
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION: the library never verifies an address itself
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = False  # it would write at every request, and readers take no lock

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = _secure
CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_AGE = 14 * 24 * 3600
KITH_SESSION_OUTSIDE = float(env.KITH_SESSION_OUTSIDE.text())
SECURE_SSL_REDIRECT = False  # the proxy in front of Kith answers plain http
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, SELF],
        "style-src": [NONCE, SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r".*/ui/dist/"  # asked for with their hash; a font that changes needs another name

DATA_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024  # 5 MB of text can be three times as much on the wire
FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_TEMP_DIR = env.private(KITH_DATA / "spool")

KITH_MEANING = env.KITH_MEANING.flag()
KITH_ANSWERS = env.KITH_ANSWERS.text().strip().rstrip("/")
KITH_ANSWERS_MODEL, KITH_ANSWERS_KEY = env.KITH_ANSWERS_MODEL.text(), env.KITH_ANSWERS_KEY.text()
KITH_ANSWERS_HIGHEST, KITH_ANSWERS_LENT = int(env.KITH_ANSWERS_HIGHEST.text()), env.KITH_ANSWERS_LENT.flag()

KITH_BACKUPS = env.KITH_BACKUPS.text().strip()
KITH_BACKUPS_KEPT = int(env.KITH_BACKUPS_KEPT.text())
KITH_RESTORE_WITHIN = int(env.KITH_RESTORE_WITHIN.text())
KITH_WEBHOOKS_INSIDE = env.KITH_WEBHOOKS_INSIDE.parts()

DEFAULT_FROM_EMAIL = env.KITH_MAIL_FROM.text()
_mail = env.KITH_MAIL.text()
if _mail == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = env.private(KITH_DATA / "mail")
elif _mail == "console":
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    _smtp = urlsplit(_mail)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django_tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
