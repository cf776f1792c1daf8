"""The plan as code: records to a document, and a document to records."""

from wellrun.jobs.plan_code.apply import Applied, add_missing, apply_plan
from wellrun.jobs.plan_code.comparing import differences, read_for_site
from wellrun.jobs.plan_code.export import export_plan, standing

__all__ = [
    "Applied",
    "add_missing",
    "apply_plan",
    "differences",
    "export_plan",
    "read_for_site",
    "standing",
]
