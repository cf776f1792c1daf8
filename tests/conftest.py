"""What every test may ask for; the fixtures themselves live in tests/harness/."""

pytest_plugins = ["tests.harness.clock", "tests.harness.browser", "tests.harness.sites", "tests.harness.sign_in"]
