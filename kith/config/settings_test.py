"""Settings of the tests: the real ones, with a folder of their own and a hasher that does not slow the suite."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="kith-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["KITH_DATA"] = _folder
os.environ["KITH_KEYS"] = str(Path(_folder) / "keys")

from kith.config.settings import *  # noqa: E402, F403
from kith.config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder) / "test.sqlite3")}
