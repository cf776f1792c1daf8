"""How Hypothesis draws its examples: never judged by the speed of the machine, and in CI the same each time."""

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

# A machine that does other things as well makes an example late; that is no fault of what is tested.
settings.register_profile("anywhere", derandomize=False, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("anywhere"), derandomize=True, database=None)


def draw(*, alike: bool) -> None:
    """Choose how from now on: new examples each time, or (`alike`) the same, so that a red run is red again.

    Those of CI are alike. Elsewhere new ones are drawn, and what is found so becomes an example of its own.
    """
    settings.load_profile("ci" if alike else "anywhere")
    if alike:
        # It draws numbers and words of our own modules too, as far as they are loaded: which they are differs by worker
        # and by what ran before, and with them every example that follows.
        providers._get_local_constants = lambda: providers._local_constants
