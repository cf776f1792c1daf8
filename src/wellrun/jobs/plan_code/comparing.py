"""A plan file beside what the site says."""

from __future__ import annotations

from pathlib import Path

from wellrun.jobs.plan_code.applying.known import keys_besides
from wellrun.jobs.plan_code.applying.preparing import adoptions, prepared, to_adopt
from wellrun.jobs.plan_code.export import export_plan, standing
from wellrun.library.shelf import library
from wellrun.plans.diff import Change, changes
from wellrun.plans.document import PlanDocument
from wellrun.plans.read import plan_of, read_plan
from wellrun.strategy.queries import plan_called


def read_for_site(path: Path) -> PlanDocument:
    """The plan in a file or folder, with every key held against the site; raises what `read_plan` does.

    Measures of the library are known though the site may not have them yet: applying the plan adopts them.
    """
    known = keys_besides(read_plan(path))
    known["measure"] |= {one.key for one in library().measures}
    return read_plan(path, known)


def text_for_site(text: str, file: str = "the text") -> PlanDocument:
    """The plan that a text says, held against the site as a file is; `file` is what it is called in a refusal."""
    known = keys_besides(plan_of(text, file))
    known["measure"] |= {one.key for one in library().measures}
    return plan_of(text, file, known)


def differences(document: PlanDocument, against: str = "") -> list[Change]:
    """What applying the document would change; `against`: as if to the plan of that key. Raises `plan_unknown`."""
    now = standing(document.plan.key)
    wanted = prepared(document, now)
    if against and against != document.plan.key:
        return changes(export_plan(plan_called(against)), wanted)
    found = [one for one in changes(now.document, wanted) if one.kind != "measure" or one.subject not in now.measures]
    return [*adoptions(to_adopt(wanted)), *found]
