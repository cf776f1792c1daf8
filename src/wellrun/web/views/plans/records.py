"""What came to pass under a plan, as files: exchanges, quarters with their scores, and how sure people were."""

from __future__ import annotations

import io

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wellrun.access.errors import nothing_here
from wellrun.jobs.plan_record import Columns, confidence_columns, exchange_columns, quarter_columns
from wellrun.tables.write import write_columns
from wellrun.web.views.plans.opening import PlanFrame, open_plan


@require_safe
def record(request: HttpRequest, plan: str, what: str) -> HttpResponse:
    """One of the three as CSV, of what the caller sees; formulas in texts stay texts."""
    opened = open_plan(request, plan)
    columns = _columns(opened, what)
    n_rows = len(next(iter(columns.values())))
    said = np.full(n_rows, opened.frame.site.attribution, dtype=object)
    out = io.BytesIO()
    write_columns({**columns, "attribution": said}, out, "csv")
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{opened.plan.key}-{what}-{opened.frame.today:%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _columns(opened: PlanFrame, what: str) -> Columns:
    frame = opened.frame
    if what == "exchanges":
        return exchange_columns(frame.user, opened.plan, frame.today, frame.zone)
    if what == "quarters":
        return quarter_columns(frame.user, opened.plan, frame.zone)
    if what == "confidence":
        return confidence_columns(frame.user, opened.plan, frame.zone)
    raise nothing_here()
