"""The product's settings in a folder of their own: a test never meets the files of the person who runs it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_GIVEN = {"WELLRUN_DATABASE_URL", "WELLRUN_SHARED"}
for _name in [name for name in os.environ if name.startswith("WELLRUN_") or name in {"DATA", "PORT"}]:
    if _name not in _GIVEN:
        del os.environ[_name]

_home = Path(tempfile.mkdtemp(prefix="wellrun-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
(_home / "static").mkdir()
os.environ["WELLRUN_HOME"] = str(_home)

from wellrun.config.settings import *  # noqa: E402, F403
from wellrun.config.settings import DATABASES  # noqa: E402

_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server's threads then have connections of their own, as they do in service.
    _database["TEST"] = {"NAME": str(_home / "tests.sqlite3")}
    _options = dict(_database["OPTIONS"])  # type: ignore[call-overload]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    _database["OPTIONS"] = _options

# The real hasher is slow on purpose; no test is about its speed.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
