"""Rounds' settings, read from the environment. Production is the default; see .env.example."""

from pathlib import Path

import environ

from forum.core import logs, policies

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

# --- Where it runs -------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
LOCAL = env.bool("LOCAL", default=DEBUG)  # a person's own machine: plain http, mail into a folder
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CONTACT_EMAIL = env("CONTACT_EMAIL")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "accounts",
    "forum.core",
    "forum.guard",
    "forum.conduct",
    "forum.adoption",
    "forum.threads",
    "forum.replies",
    "forum.moderation",
    "forum.pages",
    "forum.demo",
    "forum.bench",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "forum.core.middleware.request_number",
    "forum.core.middleware.response_headers",  # first, so that redirects and refusals have them
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forum.core.middleware.known_methods",
    "forum.core.middleware.keep_guest_pages",
    "forum.core.middleware.compress",
    "forum.core.middleware.refuse_broken_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.member",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "forum.core.middleware.OthersAnswerAsOurs",
]

ROOT_URLCONF = "forum.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.core.context.site",
                "forum.conduct.context.rules",
            ],
            "builtins": ["forum.core.templatetags.rounds"],
        },
    }
]

# --- Data ----------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'rounds.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA secure_delete=ON;PRAGMA cache_size=-4000;"
        "PRAGMA mmap_size=50331648;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;",
    }
    DATABASE["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    VAR_DIR.mkdir(parents=True, exist_ok=True)
else:
    # No end for statements but those of pages (forum/wsgi.py): migrations and commands read whole tables.
    statement = env.int("STATEMENT_SECONDS", default=0)
    # One plan for all values of a statement that is kept; none but forum/core/prepared.py keeps any.
    plan = "-c plan_cache_mode=force_generic_plan"
    ours = {"options": f"-c statement_timeout={statement}s -c lock_timeout=10s {plan}"}
    DATABASE["OPTIONS"] = ours | DATABASE.get("OPTIONS", {})  # sslmode and the like, of the address
DATABASE["CONN_MAX_AGE"] = 600
DATABASE["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    SHARED_CACHE = {
        "BACKEND": "forum.core.cache.ResilientRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
else:  # rate limits must hold across workers, so not in the memory of one
    SHARED_CACHE = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
CACHES = {"default": SHARED_CACHE}
SESSION_ENGINE = "accounts.sessions"  # signing out holds whatever Redis does

# --- Language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English (United States)")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"

# --- Static files --------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

# --- Accounts ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
CHECKS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict] = [
    {
        "NAME": f"{CHECKS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "display_name", "email")},
    },
    {"NAME": f"{CHECKS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.validators.MaximumLengthValidator"},
    {"NAME": f"{CHECKS}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 3600  # hospital mail filters take their time
ACCOUNT_LOGIN_TIMEOUT = 3600
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.ReauthenticateByFactorForm",
    "authenticate_webauthn": "accounts.forms.SecondFactorPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.ReauthenticateByPasskeyForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rounds"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ADMIN_NEEDS_SECOND_FACTOR = not LOCAL

# --- Mail ----------------------------------------------------------------------------------
EMAIL_BACKEND = "forum.core.mail.OutboxBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"Rounds <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = VAR_DIR / "mail"
DELIVERY_BACKEND = (
    "forum.core.mail.FolderBackend" if LOCAL else "django.core.mail.backends.smtp.EmailBackend"
)
if not LOCAL:
    vars().update(env.email_url("EMAIL_URL", backend=EMAIL_BACKEND))
    EMAIL_BACKEND = "forum.core.mail.OutboxBackend"

# --- Safety --------------------------------------------------------------------------------
if not LOCAL:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "forum.pages.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["forum.core.uploads.RefuseFiles"]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policies.CONTENT, "upgrade-insecure-requests": not LOCAL}}
PERMISSIONS_POLICY = policies.PERMISSIONS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {40: "danger"}  # an error's notice, by its class
LOGGING = logs.CONFIG

# --- Numbers the forum may tune ------------------------------------------------------------
POSTS_PER_PAGE = 25
VISIT_ENDS_AFTER_MINUTES = 30
REPLIES_IN_TEN_MINUTES, QUESTIONS_IN_TEN_MINUTES = 20, 5
FLAG_THRESHOLD = env.int("FLAG_THRESHOLD", default=30)
HOLD_FIRST_POSTS = env.bool("HOLD_FIRST_POSTS", default=True)
# Who is not verified is new for so many days, and until members see so many of their posts.
NEW_FOR_DAYS, NEW_UNTIL_POSTS = 7, 5
NEW_REPLIES_IN_TEN_MINUTES, NEW_QUESTIONS_IN_AN_HOUR = 5, 3
MENTIONS_IN_A_POST, NEW_MENTIONS_IN_A_POST, NEW_LINKS_IN_A_POST = 10, 2, 2
ACCOUNT_RATE_LIMITS = {  # ours, beside allauth's own: amount / period / per whom
    "preview": "60/m/user",
    "edit": "20/m/user",
    "draft": "60/m/user",
    "guard": "60/m/user",
    "mark": "60/m/user",
    "flag": "20/h/user",
    "sharing": "10/h/user",
    "handle": "60/m/ip",
    "renewal": "3/h/user",
    "keep_typed": "200/10m/ip",  # a whole hospital behind one address; each is a row of sessions
    "log_export": "10/h/user",
    "join": "3/10m/key",
    "confirm_email": "30/h/key",
    # Whoever asks for code after code guesses at them: six digits, three tries each.
    "signup": "20/m/ip,100/d/ip",
    "manage_email": "10/m/user,30/d/user",
    "login_code": "3/15m/key",
    "request_login_code": "20/m/ip,5/h/key,15/d/key",
    "reset_password": "20/m/ip,5/h/key,15/d/key",
}
