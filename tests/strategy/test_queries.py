"""Which role of a measure is foremost: nearest objective, what is to be reached before what it guards, then rank."""

from uuid import UUID, uuid4

import pytest

from wellrun.strategy.queries import RoleRow, roles_at

WARD, SITE, SYSTEM, ELSEWHERE = (uuid4() for _ in range(4))
DISTANCES = {WARD: 0, SITE: 1, SYSTEM: 2}


def role(name: str, unit: UUID, rank: int | None = 1, kind: str = "lag") -> RoleRow:
    return RoleRow(uuid4(), name, name, unit, "access", rank, uuid4(), kind, 0)


CASES = [
    ([role("system", SYSTEM), role("ward", WARD), role("site", SITE)], ["ward", "site", "system"]),
    ([role("elsewhere", ELSEWHERE)], []),
    ([role("second", SYSTEM, 2), role("first", SYSTEM, 1)], ["first", "second"]),
    ([role("guarded", SYSTEM, 1, "balancing"), role("pushed", SYSTEM, 5, "lead")], ["pushed", "guarded"]),
    ([role("unranked", SITE, None), role("ranked", SITE, 9)], ["ranked", "unranked"]),
    ([role("b", SITE), role("a", SITE)], ["a", "b"]),
]


@pytest.mark.parametrize(("roles", "names"), CASES)
def test_roles_that_bear_on_a_unit_foremost_first(roles: list[RoleRow], names: list[str]) -> None:
    assert [each.objective_key for each in roles_at(roles, DISTANCES)] == names
