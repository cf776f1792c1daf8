"""What every test may ask for; the fixtures themselves live in tests/harness/."""

import os

from hypothesis import settings

pytest_plugins = ["tests.harness.clock", "tests.harness.browser", "tests.harness.sites", "tests.harness.sign_in"]

# A red run of CI must be red again when it is repeated: there the drawn examples are the same each time. Elsewhere new
# ones are drawn, and what is found so becomes an example of its own.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
