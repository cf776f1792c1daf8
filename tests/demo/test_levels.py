"""A site folder may name every level of objective that the database knows."""

from wellrun.demo.integrity import OBJECTIVE_LEVELS
from wellrun.strategy.models import Objective


def test_a_site_folder_knows_the_levels_that_the_database_knows() -> None:
    assert set(OBJECTIVE_LEVELS) == set(Objective.Level.values)
