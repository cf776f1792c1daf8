"""Who may do what where: the expectations as tables, small enough to be read.

A new page or address belongs here, or into EXEMPT with its reason: a test walks the addresses and
says which are missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.access.places import Place
from wellrun.organisation.models import DecisionRight

REACHED, OUTSIDE = ("own", "child"), ("sibling", "parent", "reference")
ALL = frozenset({"viewer", "contributor", "chair", "analyst", "administrator", "holder"})

# What a level allows, in the words of `access.permissions`; `hold` is no level: it is what a post brings.
MAY: dict[str, frozenset[str]] = {
    "see": ALL,
    "contribute": frozenset({"contributor", "chair", "analyst", "holder"}),
    "chair": frozenset({"chair"}),
    "analyse": frozenset({"analyst"}),
    "administer": frozenset({"administrator"}),
    "look after data": frozenset({"analyst", "administrator"}),
    "judge figures": frozenset({"chair", "analyst"}),
    "chair or administer": frozenset({"chair", "administrator"}),
    "analyse every unit": frozenset(),
    "hold": frozenset({"holder"}),
    "hold or chair": frozenset({"holder", "chair"}),
}


@dataclass(frozen=True)
class Row:
    """One way to an address. `done`: the answer to who may; `refused`: to who sees and may not."""

    route: str
    method: str
    may: str
    where: Callable[[Place], dict[str, Any]]
    body: Callable[[Place], dict[str, Any]] | None = None
    query: Callable[[Place], dict[str, Any]] | None = None
    done: int = 200
    refused: int = 403

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api:")

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"

    def path(self, place: Place) -> str:
        return reverse(self.route, kwargs=self.where(place))


def expected(row: Row, person: str, place: str) -> int:
    """The one answer that is right: what is outside answers as if it did not exist."""
    if person == "nobody":
        return 401 if row.is_api else 302
    if person == "stranger" or place in OUTSIDE:
        return 404
    return row.done if person in MAY[row.may] else row.refused


def _unit(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key}


def _measure(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key, "key": place.series.measure.key}


def _of_library(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key, "key": "readmit30"}


def _said_of_it(record: str) -> Callable[[Place], dict[str, Any]]:
    """The address of an event, a point left out, a proposed baseline or a same-day limit of the place."""
    return lambda place: _measure(place) | {"pk": getattr(place, record).pk}


_LIMIT_FORM = {"side": "high", "limit": "95", "response": "Open beds"}
_EVENT_FORM = {"what": "event", "event-text": "A strike", "event-starts_on": "2024-05-01", "event-about": "unit"}
_POINT_FORM = {"what": "point", "point-period": "2024-05-01", "point-reason": "Two sites"}
_BASELINE_FORM = {"start": "2023-10-01", "changed_on": "2023-10-09", "reason_kind": "process", "reason": "New rota"}


def _initiative(place: Place) -> dict[str, Any]:
    assert place.initiative is not None
    return {"key": place.initiative.key}


def _objective(place: Place) -> dict[str, Any]:
    assert place.initiative is not None
    return {"key": place.initiative.objective.key}


def _within(place: Place) -> dict[str, Any]:
    return {"within": place.unit.key}


def _of_unit(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key}


def _nothing(place: Place) -> dict[str, Any]:
    return {}


def _item(place: Place) -> dict[str, Any]:
    return {"review": place.sitting.pk, "item": place.item.pk}


def _settled(place: Place) -> dict[str, Any]:
    return {"review": place.sitting.pk, "item": place.settled.pk}


def _review(name: str, key: str = "review") -> Callable[[Place], dict[str, Any]]:
    return lambda place: {key: getattr(place, name).pk}


def _action(status: str, key: str = "action_id") -> Callable[[Place], dict[str, Any]]:
    return lambda place: {key: place.actions[status].pk}


def _verb(status: str, verb: str) -> Callable[[Place], dict[str, Any]]:
    return lambda place: {"pk": place.actions[status].pk, "verb": verb}


def _said(**body: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda place: body


_DECISION = {"decision": {"reason": "Early", "text": "Keep"}}
_DECISION_FORM = {"outcome": "decision", "decision-kind": "choice", "decision-text": "Keep", "decision-reason": "Early"}


def _account(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key, "pk": place.staff.pk}


def _closed_account(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key, "pk": place.left.pk}


def _right(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key, "pk": DecisionRight.objects.get(post=place.post).pk}


def _right_form(place: Place) -> dict[str, Any]:
    return {"post": place.post.key, "forum": "", "kind": "staff", "scope": place.unit.key}


def _obligation(place: Place) -> dict[str, Any]:
    return {"unit": place.unit.key, "key": f"{place.unit.key}-return"}


def _obligation_form(place: Place) -> dict[str, Any]:
    words = {"title": "Return", "regulator": "The regulator", "clause": "1", "due": "2026-06-01", "notice_days": "9"}
    return words | {"unit": place.unit.key}


PAGES = [
    Row("unit", "GET", "see", _unit, done=302),
    Row("measures", "GET", "see", _unit, done=302),
    Row("day", "GET", "see", _unit),
    Row("strategy", "GET", "see", _unit),
    Row("check", "GET", "see", _unit),
    Row("check_csv", "GET", "see", _unit),
    Row("rules", "GET", "see", _unit),
    Row("rule", "GET", "see", lambda p: {**_unit(p), "rule": "FOC-01"}),
    Row("check_now", "POST", "chair", _unit, done=302),
    Row("strategy_map", "GET", "see", _unit),
    Row("strategy_map_svg", "GET", "see", _unit),
    Row("ownership", "GET", "see", _unit),
    Row("ownership_csv", "GET", "see", _unit),
    Row("rights", "GET", "see", _unit),
    Row("right_new", "GET", "chair", _unit),
    Row("right_new", "POST", "chair", _unit, _right_form, done=302),
    Row("right_edit", "GET", "chair", _right),
    Row("right_edit", "POST", "chair", _right, _right_form, done=302),
    Row("right_remove", "GET", "chair", _right),
    Row("right_remove", "POST", "chair", _right, done=302),
    Row("obligations", "GET", "see", _unit),
    Row("obligations_csv", "GET", "see", _unit),
    Row("obligation", "GET", "see", _obligation),
    Row("obligation_new", "GET", "chair", _unit),
    Row("obligation_new", "POST", "chair", _unit, _obligation_form, done=302),
    Row("obligation_edit", "GET", "chair", _obligation),
    Row("obligation_edit", "POST", "chair", _obligation, _obligation_form, done=302),
    Row("obligation_meet", "GET", "hold or chair", _obligation),
    Row("obligation_meet", "POST", "hold or chair", _obligation, _said(met_on="2025-10-13", met_by="Sent"), done=302),
    Row("obligation_reopen", "GET", "chair", _obligation),
    Row("obligation_reopen", "POST", "chair", _obligation, _said(reason="Wrong year"), done=409),
    Row("obligation_retire", "GET", "chair", _obligation),
    Row("obligation_retire", "POST", "chair", _obligation, _said(reason="Withdrawn"), done=302),
    Row("cascade", "GET", "see", _unit),
    Row("cascade_csv", "GET", "see", _unit),
    Row("matrix", "GET", "see", _unit),
    Row("matrix_csv", "GET", "see", _unit),
    Row("actions", "GET", "see", _unit),
    Row("escalations", "GET", "see", _unit),
    Row("measure_forums", "GET", "chair or administer", _measure),
    Row("forum_measures", "GET", "chair or administer", lambda p: {"key": p.forum.key}),
    Row("post_fill", "GET", "administer", lambda p: {**_unit(p), "key": p.post.key}),
    Row("initiative", "GET", "see", _initiative),
    Row("initiative_new", "GET", "chair", lambda p: _at_objective(p)),
    Row("initiative_edit", "GET", "chair", _initiative),
    Row("initiative_predictions", "GET", "chair", _initiative),
    Row("initiative_hours", "GET", "chair", _initiative),
    Row(
        "initiative_hours", "POST", "chair", _initiative, lambda p: {"post": p.post.key, "hours_a_week": "2"}, done=302
    ),
    Row("reviews", "GET", "see", _unit),
    Row("data", "GET", "see", _unit),
    Row("data_quality", "GET", "see", _unit),
    Row("data_units", "GET", "see", _unit),
    Row("data_imports", "GET", "look after data", _unit),
    Row("library", "GET", "see", _unit),
    Row("library_csv", "GET", "see", _unit),
    Row("library_measure", "GET", "see", _of_library),
    Row("library_yaml", "GET", "see", _of_library),
    Row("own_measure", "GET", "see", _measure),
    Row("own_yaml", "GET", "see", _measure),
    Row("measure", "GET", "see", _measure),
    Row("measure_csv", "GET", "see", _measure),
    Row("compare", "GET", "see", _measure),
    Row("compare_csv", "GET", "see", _measure),
    Row("judging", "GET", "see", _measure),
    # The measure has figures in every place: nobody there is an analyst of them all.
    Row("judging", "POST", "analyse every unit", _measure, _said(rules="nelson"), done=302),
    Row("limits", "GET", "see", _measure),
    Row("limits", "POST", "judge figures", _measure, _said(**_LIMIT_FORM), done=302),
    Row("limit_take_back", "POST", "judge figures", _said_of_it("limit"), _nothing, done=302),
    Row("changes", "GET", "see", _measure),
    Row("changes", "POST", "contribute", _measure, _said(**_EVENT_FORM), done=302),
    Row("changes", "POST", "judge figures", _measure, _said(**_POINT_FORM), done=302),
    Row("levels", "GET", "judge figures", _measure),
    Row("event_withdraw", "GET", "see", _said_of_it("event")),
    Row("event_withdraw", "POST", "judge figures", _said_of_it("event"), _nothing, done=302),
    Row("point_include", "GET", "see", _said_of_it("exclusion")),
    Row("point_include", "POST", "judge figures", _said_of_it("exclusion"), _nothing, done=302),
    Row("baseline_new", "GET", "judge figures", _measure),
    Row("baseline_new", "POST", "judge figures", _measure, _said(**_BASELINE_FORM), done=302),
    Row("baseline", "GET", "see", _said_of_it("baseline")),
    Row("baseline", "POST", "judge figures", _said_of_it("baseline"), _said(verb="approve"), done=302),
    Row("import", "GET", "analyse", _unit),
    Row("import", "POST", "analyse", _unit, _said(source="own-files"), done=422),  # no file is chosen
    # A file that waits belongs to the session that brought it: for everyone else it is not there.
    Row("import_file", "GET", "analyse", lambda p: {"unit": p.unit.key, "token": p.unit.pk}, done=404),
    Row("escalation", "GET", "see", _review("escalation", "pk")),
    Row("escalation", "POST", "chair", _review("escalation", "pk"), _said(reply="Yes"), done=302),
    Row("action", "GET", "see", _action("proposed", "pk")),
    # What one may not say to an action is not offered: its address is not there.
    Row("action_answer", "POST", "hold", _verb("proposed", "accept"), _said(go="on"), done=302, refused=404),
    Row("action_answer", "GET", "hold", _verb("proposed", "decline"), refused=404),
    Row("action_answer", "POST", "hold", _verb("proposed", "decline"), _said(reason="No"), done=302, refused=404),
    Row(
        "action_answer",
        "POST",
        "hold",
        _verb("accepted", "progress"),
        _said(text="Well", how="planned"),
        done=302,
        refused=404,
    ),
    Row("action_answer", "POST", "chair", _verb("countered", "agree"), _said(go="on"), done=302, refused=404),
    Row("action_answer", "POST", "chair", _verb("accepted", "cancel"), _said(reason="Done"), done=302, refused=404),
    Row("action_answer", "POST", "hold or chair", _verb("done", "reopen"), _said(reason="No"), done=302, refused=404),
    Row("forum", "GET", "see", lambda place: {"key": place.forum.key}),
    Row(
        "forum",
        "POST",
        "chair or administer",
        lambda place: {"key": place.forum.key},
        _said(false_alarms_a_month="0.5"),
        done=302,
    ),
    Row("review", "GET", "see", _review("sitting")),
    Row("review_opening", "GET", "see", _review("sitting")),
    Row("review_unchanged", "GET", "see", _review("sitting")),
    Row("minutes", "GET", "see", _review("sitting")),
    Row("review_open", "POST", "chair", _review("coming"), _nothing, done=302),
    Row("review_close", "POST", "chair", _review("empty_sitting"), _nothing, done=302),
    Row("item", "GET", "see", _item),
    Row("item_look_back", "GET", "see", _item),
    Row("item_outcome", "POST", "chair", _item, _said(**_DECISION_FORM), done=302),
    Row("item_answers", "POST", "contribute", _item, _said(drivers="Beds"), done=302),
    Row("item_not_reached", "POST", "chair", _item, _nothing, done=302),
    Row("people", "GET", "administer", _unit),
    Row("people_access", "GET", "administer", _unit),
    Row("account", "GET", "administer", _account),
    Row("account_close", "GET", "administer", _account),
    Row("account_close", "POST", "administer", _account, _nothing, done=302),
    Row("account_reopen", "POST", "administer", _closed_account, _nothing, done=302),
    Row("item_reopen", "POST", "chair", _settled, _said(reason="Wrong click"), done=302),
]


def _by(name: str, key: str) -> Callable[[Place], dict[str, Any]]:
    return lambda place: {key: getattr(place, name).pk}


def _series(place: Place) -> dict[str, Any]:
    return {"series_id": place.series.uid}


def _at_objective(place: Place) -> dict[str, Any]:
    return {"plan": "plan-2025", "key": _objective(place)["key"]}


def _as_a_lead(place: Place) -> dict[str, Any]:
    return {"measure": place.series.measure.key, "role": "lead", "direction": "", "owner": ""}


def _of_plan(place: Place) -> dict[str, Any]:
    return {"plan": "plan-2025", "objective": _objective(place)["key"]}


def _new_objective(place: Place) -> dict[str, Any]:
    return {"key": "new", "title": "New", "domain": "access", "unit": place.unit.key, "level": "team"}


def _new_right(place: Place) -> dict[str, Any]:
    return {"post": place.post.key, "kind": "move_capacity", "scope": place.unit.key}


def _new_obligation(place: Place) -> dict[str, Any]:
    said = {"key": "fire", "title": "Fire plan", "regulator": "The city", "clause": "4", "due": "2026-01-01"}
    return said | {"unit": place.unit.key}


def _new_initiative(place: Place) -> dict[str, Any]:
    said = {"title": "Tea", "owner": place.post.key, "starts": "2026-01-01", "ends": "2026-04-01", "design": "Twice"}
    moved = {"series": str(place.series.uid), "direction": "down", "change": 0.02, "after_days": 30}
    return said | {"predictions": [moved]}


def _new_aim(place: Place) -> dict[str, Any]:
    return {"measure": place.series.measure.key, "unit": place.unit.key, "value": 0.5}


def _hours_of_post(place: Place) -> dict[str, Any]:
    return {"post": place.post.key, "hours_a_week": 4}


def _exchange(place: Place) -> dict[str, Any]:
    assert place.exchange is not None
    return {"plan": "plan-2025", "pk": place.exchange.pk}


def _of_quarter(place: Place) -> dict[str, Any]:
    return _at_objective(place) | {"starts": "2025-10-01"}


def _key_result(place: Place) -> dict[str, Any]:
    assert place.key_result is not None
    return _of_quarter(place) | {"pk": place.key_result.pk}


def _asks_another(place: Place) -> dict[str, Any]:
    """A unit below, which is the only one that may be asked."""
    below = {"own": "ward", "ward": "bay"}.get(place.unit.key, "own")
    return {"unit": below, "post": place.post.key, "title": "Shorter waits"}


_OF_THE_WHOLE_PLAN = "of the whole plan, told and written by the enterprise; tests/api/plans"
_TAKES_AWAY = "what it changes or takes away has to be there first; tests/api/plans/test_every_write"

API = [
    Row("objective_catchball", "GET", "see", _at_objective),
    Row("objective_catchball", "POST", "chair", _at_objective, _asks_another, done=302),
    Row("catchball", "GET", "see", _exchange),
    Row("catchball", "POST", "chair", _exchange, _said(verb="agree"), done=302),
    Row("catchball", "POST", "chair", _exchange, _said(verb="withdraw"), done=302),
    Row("quarter", "GET", "see", _unit),
    Row("quarter_csv", "GET", "see", _unit),
    Row("objective", "GET", "see", _at_objective),
    Row("objective_history", "GET", "see", _at_objective),
    Row("objective_edit", "GET", "chair", _at_objective),
    Row("objective_parents", "GET", "chair", _at_objective),
    Row("objective_roles", "GET", "chair", _at_objective),
    Row("objective_roles", "POST", "chair", _at_objective, _as_a_lead, done=302),
    Row("objective_contributors", "GET", "chair", _at_objective),
    Row("objective_contributors", "POST", "chair", _at_objective, _said(team="Beds", part="responsible"), done=302),
    Row("objective_arrows", "GET", "chair", _at_objective),
    Row("objective_retire", "GET", "chair", _at_objective),
    Row("objective_retire", "POST", "chair", _at_objective, done=302),
    Row("objective_quarters", "GET", "see", _at_objective),
    Row("quarter_new", "GET", "chair", _at_objective),
    Row("quarter_new", "POST", "chair", _at_objective, _said(starts="2026-01-01", title="All wards"), done=302),
    Row("key_result_new", "GET", "chair", _of_quarter),
    Row("quarter_close", "GET", "chair", _of_quarter),
    Row("quarter_close", "POST", "chair", _of_quarter, _said(learning="It takes two", early="on"), done=302),
    Row("key_result_take", "GET", "chair", _key_result),
    Row("key_result_take", "POST", "chair", _key_result, done=302),
    Row("confidence", "GET", "hold or chair", _key_result),
    Row("confidence", "POST", "hold or chair", _key_result, _said(confidence="7"), done=302),
    Row("targets", "GET", "see", _measure),
    Row("targets", "POST", "judge figures", _measure, _said(value="60", commitment="committed"), done=302),
    Row("links", "GET", "see", _unit),
    Row("links_csv", "GET", "see", _unit),
    Row("objective_drivers", "GET", "see", _at_objective),
    Row("driver_svg", "GET", "see", _at_objective),
    Row("driver_new", "POST", "chair", _at_objective, _said(text="Beds are free", kind="primary"), done=302),
    Row("driver_suggested", "GET", "chair", _at_objective),
    Row("api:list_objectives", "GET", "see", _nothing, query=_within),
    Row("api:get_objective", "GET", "see", _objective),
    Row("api:get_line_of_sight", "GET", "see", _objective),
    Row("api:get_line_up", "GET", "see", _action("proposed")),
    Row("api:get_cascade", "GET", "see", _nothing, query=_of_unit),
    Row("api:get_strategy_map", "GET", "see", _nothing, query=_of_unit),
    Row("api:get_quarter", "GET", "see", _nothing, query=_of_unit),
    Row("api:get_contributions", "GET", "see", _nothing, query=_of_unit),
    Row("api:get_ownership", "GET", "see", _nothing, query=_of_unit),
    Row("api:list_forum_measures", "GET", "see", _by("forum", "forum_id")),
    Row(
        "api:set_alarm_budget",
        "POST",
        "chair or administer",
        _by("forum", "forum_id"),
        _said(false_alarms_a_month=0.5),
    ),
    Row("api:get_holdings", "GET", "administer", lambda p: {"post": p.post.key}),
    Row("api:list_plan_objectives", "GET", "see", lambda p: {"plan": "plan-2025"}, query=_within),
    Row("api:get_plan_objective", "GET", "see", _of_plan),
    Row("api:get_drivers", "GET", "see", _of_plan),
    Row("api:get_suggested_drivers", "GET", "see", _of_plan),
    Row("api:get_offered", "GET", "see", _of_plan),
    Row("api:list_objective_changes", "GET", "see", _of_plan),
    Row("api:list_quarters_of_objective", "GET", "see", _of_plan),
    Row("api:add_objective", "POST", "chair", lambda p: {"plan": "plan-2025"}, _new_objective, done=201),
    Row("api:change_objective", "POST", "chair", _of_plan, _said(title="Shorter waits")),
    Row("api:retire_objective", "POST", "chair", _of_plan),
    Row("api:give_role", "POST", "chair", _of_plan, lambda p: {"measure": p.series.measure.key, "role": "lag"}),
    Row("api:add_contributor", "POST", "chair", _of_plan, _said(team="Porters")),
    Row("api:draw_driver", "POST", "chair", _of_plan, _said(key="calls", kind="primary", text="Calls")),
    Row("api:push_in_quarter", "POST", "chair", _of_plan, _said(starts="2025-10-01", title="All wards"), done=201),
    Row("api:add_obligation", "POST", "chair", _nothing, _new_obligation, done=201),
    Row("api:give_right", "POST", "chair", _nothing, _new_right, done=201),
    Row("api:set_target", "POST", "judge figures", _nothing, _new_aim),
    Row("api:retire_target", "POST", "judge figures", _series),
    Row("api:declare_hours", "POST", "hold or chair", lambda p: {"plan": "plan-2025"}, _hours_of_post),
    Row("api:list_initiatives", "GET", "see", _nothing, query=_within),
    Row("api:get_initiative", "GET", "see", _initiative),
    Row("api:start_initiative", "POST", "chair", _of_plan, _new_initiative, done=201),
    Row("api:change_initiative", "POST", "chair", _initiative, _said(title="Try more")),
    Row("api:set_hours", "POST", "chair", _initiative, _hours_of_post),
    Row("api:end_initiative", "POST", "hold or chair", _initiative, _said(text="It worked")),
    Row("api:list_units", "GET", "see", _nothing, query=_within),
    Row("api:list_posts", "GET", "see", _nothing, query=_within),
    Row("api:list_series", "GET", "see", _nothing, query=_within),
    Row("api:list_signals", "GET", "see", _nothing, query=_within),
    Row("api:list_forums", "GET", "see", _nothing, query=_within),
    Row("api:list_reviews", "GET", "see", _nothing, query=_within),
    Row("api:list_items", "GET", "see", _nothing, query=_within),
    Row("api:list_outcomes", "GET", "see", _nothing, query=_within),
    Row("api:list_actions", "GET", "see", _nothing, query=_within),
    Row("api:list_actions", "GET", "see", _nothing, query=lambda p: {"forum": p.forum.pk}),
    Row("api:list_actions", "GET", "see", _nothing, query=lambda p: {"series": p.series.uid}),
    Row("api:list_escalations", "GET", "see", _nothing, query=_within),
    Row("api:list_limits", "GET", "see", _nothing, query=_within),
    Row("api:set_limit", "POST", "judge figures", _series, _said(side="low", limit=0.1, response="Call"), done=201),
    Row("api:take_back_limit", "POST", "judge figures", _by("limit", "limit_id")),
    Row("api:list_accounts", "GET", "administer", _nothing, query=_within),
    Row("api:list_grants", "GET", "administer", _nothing, query=_within),
    # An account is told only to who administers where it stands: for everybody else it is not there.
    Row("api:get_account", "GET", "administer", _by("staff", "account_id"), refused=404),
    Row("api:close_one_account", "POST", "administer", _by("staff", "account_id"), refused=404),
    Row("api:reopen_one_account", "POST", "administer", _by("left", "account_id"), refused=404),
    Row("api:get_file", "GET", "see", lambda p: {"name": "ownership.csv"}, query=_of_unit),
    Row("api:get_file", "GET", "see", lambda p: {"name": "strategy-map.svg"}, query=_of_unit),
    Row("api:get_file", "GET", "see", lambda p: {"name": "cascade.csv"}, query=_of_unit),
    Row("api:get_driver_picture", "GET", "see", _of_plan),
    Row("api:get_points_file", "GET", "see", _series),
    Row("api:get_unit", "GET", "see", _by("unit", "unit_id")),
    Row("api:get_series", "GET", "see", _series),
    Row("api:list_points", "GET", "see", _series),
    Row("api:list_comparators", "GET", "see", _series),
    Row("api:get_comparison", "GET", "see", _series),
    Row("api:list_events", "GET", "see", _series),
    Row("api:note_event", "POST", "contribute", _series, _said(starts_on="2024-05-01", text="A strike"), done=201),
    Row("api:withdraw_event", "POST", "judge figures", _by("event", "event_id")),
    Row("api:list_exclusions", "GET", "see", _series),
    Row("api:exclude_point", "POST", "judge figures", _series, _said(period="2024-05-01", reason="Late"), done=201),
    Row("api:include_point", "POST", "judge figures", _by("exclusion", "exclusion_id")),
    Row("api:list_baselines", "GET", "see", _series),
    Row("api:propose_baseline", "POST", "judge figures", _series, _said(**_BASELINE_FORM), done=201),
    Row("api:approve_baseline", "POST", "judge figures", _by("baseline", "baseline_id"), _said(reason="Seen")),
    Row("api:decline_baseline", "POST", "judge figures", _by("baseline", "baseline_id"), _said(reason="No")),
    # Only who proposed it withdraws it, and here that is nobody.
    Row("api:withdraw_baseline", "POST", "judge figures", _by("baseline", "baseline_id"), done=403),
    Row("api:get_signal", "GET", "see", lambda place: {"signal_id": place.signal_id}),
    Row("api:get_forum", "GET", "see", _by("forum", "forum_id")),
    Row("api:get_review", "GET", "see", _by("sitting", "review_id")),
    Row("api:get_agenda", "GET", "see", _by("sitting", "review_id")),
    Row("api:open_review", "POST", "chair", _by("coming", "review_id")),
    Row("api:close_review", "POST", "chair", _by("empty_sitting", "review_id")),
    Row("api:get_item", "GET", "see", _by("item", "item_id")),
    Row("api:list_item_outcomes", "GET", "see", _by("settled", "item_id")),
    Row("api:close_item", "POST", "chair", _by("item", "item_id"), _said(**_DECISION), done=201),
    Row("api:defer", "POST", "chair", _by("item", "item_id")),
    Row("api:answer_item", "POST", "contribute", _by("item", "item_id"), _said(drivers="Beds")),
    Row("api:reopen", "POST", "chair", _by("settled", "item_id"), _said(reason="Wrong click")),
    Row("api:get_outcome", "GET", "see", _by("outcome", "outcome_id")),
    Row("api:get_action", "GET", "see", _action("proposed")),
    Row("api:accept_action", "POST", "hold", _action("proposed"), _said()),
    Row("api:counter_action", "POST", "hold", _action("proposed"), _said(due="2025-11-11", text="Later")),
    Row("api:decline_action", "POST", "hold", _action("proposed"), _said(reason="No")),
    Row("api:report_progress", "POST", "hold", _action("accepted"), _said(text="Well")),
    Row("api:complete_action", "POST", "hold", _action("accepted"), _said(evidence="Seen")),
    Row("api:agree_counter", "POST", "chair", _action("countered")),
    Row("api:insist_on_action", "POST", "chair", _action("declined"), _said(text="It must be")),
    Row(
        "api:reassign_action",
        "POST",
        "chair",
        _action("proposed"),
        lambda place: {"post": place.post.key, "reason": "Rota"},
    ),
    Row("api:cancel_action", "POST", "chair", _action("accepted"), _said(reason="No need")),
    Row("api:reopen_action", "POST", "hold or chair", _action("done"), _said(reason="Not done")),
    Row("api:get_escalation", "GET", "see", _by("escalation", "escalation_id")),
    Row("api:reply", "POST", "chair", _by("escalation", "escalation_id"), _said(reply="Yes")),
]

ROWS = PAGES + API

# Addresses that are about no one place, each with where it is held to its rule.
EXEMPT = {
    "plan_catchball": "lists what one sees of a plan; tests/web/test_catchball_pages",
    **dict.fromkeys(
        (
            *(
                "plans",
                "plan_new",
                "plan",
                "plan_stage",
                "plan_activation",
                "plan_renewals",
                "plan_clone",
                "plan_versions",
            ),
            *("plan_version", "plan_file", "plan_history", "plan_history_csv", "plan_apply"),
        ),
        "of the whole plan; tests/web/test_plan_pages",
    ),
    **dict.fromkeys(("plan_ranking",), "of the whole plan; tests/web/test_plan_order"),
    **dict.fromkeys(("plan_rulings", "plan_ruling_withdraw"), "of the whole plan; tests/web/test_plan_rulings"),
    **dict.fromkeys(
        ("plan_stop_list", "plan_stop_edit", "plan_stop_off"), "of the whole plan; tests/web/test_plan_stop_list"
    ),
    **dict.fromkeys(("plan_record", "api:list_quarters"), "of what each one sees; tests/web/test_plan_record"),
    "plan_hours": "each post's own, and those of a chair's units; tests/web/test_plan_hours",
    **dict.fromkeys(("plan_domain", "plan_domains", "plan_domain_remove"), "of all plans; tests/web/test_plan_domains"),
    "objective_new": "of any unit that one chairs; tests/web/test_objective_forms",
    "target_take_back": "an aim has to be there first; tests/web/test_aim",
    "link": "the same for everyone who sees a unit; tests/web/test_links_page",
    "trade_off": "the same for everyone who sees a unit; tests/web/test_links_page",
    **dict.fromkeys(
        ("link_new", "link_withdraw", "links_offered", "trade_off_new", "trade_off_withdraw"),
        "for who defines measures for the whole organisation; tests/web/test_links_page",
    ),
    "driver_edit": "a box has to be there first; tests/web/test_drivers",
    "driver_move": "a box has to be there first; tests/web/test_drivers",
    "driver_rub_out": "a box has to be there first; tests/web/test_drivers",
    "sign_in": "open to everyone: it is the door; test_sign_in",
    "sign_out": "ends one's own session, by POST only; test_sign_in",
    "home": "leads to one's own day; test_matrix.PLACELESS",
    "search": "about all that one sees; test_matrix.PLACELESS, test_restricted_forums",
    "waive": "about the enterprise's own findings; tests/web/test_check",
    "clock": "about the enterprise, where the clock stands; test_matrix",
    "data_import": "an import of whoever sees it among theirs; tests/web/test_imports_page",
    "data_import_csv": "an import of whoever sees it among theirs; tests/web/test_imports_page",
    "api:openapi-json": "the description is the same for everyone and public with the code; tests/api/test_openapi",
    "api:api-root": "there is nothing at it; tests/api/test_problems",
    "api:elsewhere": "there is nothing at it; tests/api/test_problems",
    "own_edit": "for who defines measures for the whole organisation; tests/web/test_defining_anew",
    "define_measure": "for who defines measures for the whole organisation; tests/web/test_library",
    "library_adopt": "for who defines measures for the whole organisation; tests/web/test_library",
    "library_give_up": "for who defines measures for the whole organisation; tests/web/test_library",
    "library_links": "for who defines measures for the whole organisation; tests/web/test_library",
    "own_give_up": "for who defines measures for the whole organisation; tests/web/test_library",
    "api:list_library": "the library is the same in every unit; tests/api/test_library",
    "api:get_library_measure": "the library is the same in every unit; tests/api/test_library",
    "api:adopt_from_library": "for who defines measures for the whole organisation; tests/api/test_library",
    "api:take_library_links": "for who defines measures for the whole organisation; tests/api/test_library",
    "api:get_library_file": "the library is the same in every unit; tests/api/plans/test_files",
    "api:get_definition_file": "definitions are the same in every unit; tests/api/plans/test_files",
    "api:get_library_offers": "the library is the same in every unit; tests/api/test_library",
    "api:take_library_offers": "for who defines measures for the whole organisation; tests/api/test_library",
    "api:give_up_library_measure": "for who defines measures for the whole organisation; tests/api/test_library",
    "api:define_measure": "for who defines measures for the whole organisation; tests/api/test_library",
    **dict.fromkeys(
        ("api:define_measure_anew", "api:give_up_own_measure"),
        "for who defines measures for the whole organisation; tests/api/test_defining",
    ),
    "api:get_judging": "definitions are the same in every unit; tests/api/test_defining",
    "api:set_judging": "for who analyses every unit that has it; tests/api/test_defining",
    "api:list_measures": "definitions are the same in every unit; test_matrix.PLACELESS",
    "api:get_measure": "definitions are the same in every unit; test_matrix.PLACELESS",
    "api:list_findings": "the check has to run first; tests/api/test_strategy",
    "api:fill_post": "for who administers; tests/api/plans/test_in_force",
    **dict.fromkeys(
        ("api:put_on_agenda", "api:take_off_agenda"), "for who chairs the forum; tests/api/plans/test_in_force"
    ),
    "api:list_plans": "the plan is the organisation's; tests/api/test_strategy",
    **dict.fromkeys(
        (
            "api:get_plan",
            "api:draft_plan",
            "api:clone_plan",
            "api:get_readiness",
            "api:open_consultation",
            "api:return_to_draft",
            "api:activate_plan",
            "api:close_plan",
            "api:get_document",
            "api:list_versions",
            "api:get_version",
            "api:keep_version",
            "api:get_differences",
            "api:list_changes",
            "api:diff_document",
            "api:apply_document",
            "api:rank_objectives",
            "api:list_rulings",
            "api:rule_precedence",
            "api:withdraw_precedence",
            "api:list_stopped",
            "api:put_on_stop_list",
            "api:change_stop_list",
            "api:take_off_stop_list",
            "api:list_declared_hours",
            "api:list_asked_hours",
            "api:get_domains",
            "api:add_domain",
            "api:rename_domain",
            "api:order_domains",
            "api:remove_domain",
            "api:check_now",
            "api:list_waivers",
            "api:state_waiver",
            "api:list_renewable",
            "api:renew_waivers",
            "api:withdraw_waiver",
            "api:get_rules",
            "api:get_plan_file",
            "api:set_rule",
            "api:try_rule",
        ),
        _OF_THE_WHOLE_PLAN,
    ),
    **dict.fromkeys(
        (
            "api:heed_offered",
            "api:get_link",
            "api:get_trade_off",
            "api:list_links",
            "api:add_link",
            "api:change_link",
            "api:withdraw_link",
            "api:list_trade_offs",
            "api:add_trade_off",
            "api:change_trade_off",
            "api:withdraw_trade_off",
            "api:report_on_initiative",
            "api:serve",
            "api:stop_serving",
            "api:take_role",
            "api:predict",
            "api:take_prediction_back",
            "api:remove_contributor",
            "api:draw_arrow",
            "api:rub_out_arrow",
            "api:rub_out_driver",
            "api:place_driver",
            "api:draw_suggested",
            "api:set_key_result",
            "api:take_key_result",
            "api:check_in",
            "api:close_quarter",
            "api:list_exchanges",
            "api:get_exchange",
            "api:propose",
            "api:counter",
            "api:agree",
            "api:withdraw",
            "api:list_obligations",
            "api:get_obligation",
            "api:change_obligation",
            "api:meet_obligation",
            "api:reopen_obligation",
            "api:retire_obligation",
            "api:list_rights",
            "api:change_right",
            "api:remove_right",
        ),
        _TAKES_AWAY,
    ),
    "api:list_receipts": "about many units at once; tests/api/test_receipts",
    "api:get_receipt": "about many units at once; tests/api/test_receipts",
    "api:push_observations": "names units in its rows; test_matrix, tests/api/test_observations",
}
