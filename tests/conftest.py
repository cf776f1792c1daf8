"""What every test may ask for; the fixtures themselves live in tests/harness/."""

import os

from tests.harness.drawing import draw

pytest_plugins = ["tests.harness.clock", "tests.harness.browser", "tests.harness.sites", "tests.harness.sign_in"]

draw(alike=bool(os.environ.get("CI")))
