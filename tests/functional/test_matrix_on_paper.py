"""The matrix of a whole system comes on one sheet of paper, heading and key with it."""

import re
from collections.abc import Callable

import pytest

from tests.harness.visitor import Visitor

pytestmark = pytest.mark.functional


def test_the_matrix_of_a_system_is_one_sheet(enter: Callable[..., Visitor], generated_address: str) -> None:
    visitor = enter(generated_address, "coo")
    visitor.go("/u/lakeside/strategy/matrix/")
    paper = visitor.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
