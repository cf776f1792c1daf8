"""In what a figure is typed: as it is shown, in words that leave no doubt between 2 % and 0.02."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellrun.web.figures import FigureFormat


def typed_in(form: FigureFormat, *, distance: bool = False) -> str:
    """The hint beside a field for a figure of a measure; empty where its figures have no unit.

    `distance`: what is typed lies between two figures, so that of percents it is in points.
    """
    if not form.suffix:
        return ""
    is_share = form.suffix == "%" and form.multiplier == 100
    if is_share and distance:
        return _("In percentage points, as the figures are shown: 2 from 80 % to 82 %, and not 0.02.")
    if is_share:
        return _("In %, as the figures are shown: 80 for 80 %, and not 0.8.")
    unit = _("percentage points") if distance and form.suffix == "%" else form.suffix
    return _("In %(unit)s, as the figures are shown.") % {"unit": unit}
