"""Two that evaluate and raise at the same time find everything once."""

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.factories import at
from tests.insight.figures import arrive
from tests.jobs.plans import a_planned_system, falls
from wellrun.audit.queries import first_broken_event
from wellrun.insight.models import EvaluationRun, SeriesState, Signal
from wellrun.jobs.clock import tick
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.models import Series
from wellrun.reviews.models import AgendaItem

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Iterator[None]:
    with at():
        yield


def test_signals_and_items_come_once() -> None:
    a_planned_system()
    arrive(falls(0, 1, 2))
    together, failures = Barrier(4), list[BaseException]()

    def work() -> None:
        try:
            together.wait()
            evaluate_and_raise(cause="import")
            tick()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert EvaluationRun.objects.count() == 1
    assert SeriesState.objects.count() == Series.objects.count()
    assert Signal.objects.filter(status="open").count() == 4
    assert AgendaItem.objects.count() == 1
    assert first_broken_event() is None
