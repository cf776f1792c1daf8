"""All writes of the strategy."""

from wellrun.strategy.actions.cascade import draw_arrow, rub_out_arrow, serve, stop_serving
from wellrun.strategy.actions.catchball import agree, counter, propose, withdraw
from wellrun.strategy.actions.choices import (
    declare_hours,
    put_on_stop_list,
    rule_precedence,
    take_off_stop_list,
    withdraw_precedence,
)
from wellrun.strategy.actions.domains import add_domain, order_domains, remove_domain, rename_domain
from wellrun.strategy.actions.drivers import draw_driver, draw_suggested, place_driver, rub_out_driver
from wellrun.strategy.actions.links import (
    add_caveat,
    add_link,
    add_trade_off,
    change_link,
    change_trade_off,
    say_structural,
    withdraw_link,
    withdraw_trade_off,
)
from wellrun.strategy.actions.objective import add_objective, change_objective, rank_objectives, retire_objective
from wellrun.strategy.actions.obligations import (
    add_obligation,
    change_obligation,
    meet_obligation,
    reopen_obligation,
    retire_obligation,
)
from wellrun.strategy.actions.plan import (
    bring_into_force,
    close_plan,
    close_the_one_in_force,
    draft_plan,
    keep_version,
    open_consultation,
    return_to_draft,
    take_over_plan,
)
from wellrun.strategy.actions.quarters import check_in, close_quarter, push_in_quarter, set_key_result
from wellrun.strategy.actions.taking_part import (
    add_contributor,
    change_contributor,
    change_role,
    give_role,
    remove_contributor,
    take_role,
)

__all__ = [
    "add_caveat",
    "add_contributor",
    "add_domain",
    "add_link",
    "add_objective",
    "add_obligation",
    "add_trade_off",
    "agree",
    "bring_into_force",
    "change_contributor",
    "change_link",
    "change_objective",
    "change_obligation",
    "change_role",
    "change_trade_off",
    "check_in",
    "close_plan",
    "close_quarter",
    "close_the_one_in_force",
    "counter",
    "declare_hours",
    "draft_plan",
    "draw_arrow",
    "draw_driver",
    "draw_suggested",
    "give_role",
    "keep_version",
    "meet_obligation",
    "open_consultation",
    "order_domains",
    "place_driver",
    "propose",
    "push_in_quarter",
    "put_on_stop_list",
    "rank_objectives",
    "remove_contributor",
    "remove_domain",
    "rename_domain",
    "reopen_obligation",
    "retire_objective",
    "retire_obligation",
    "return_to_draft",
    "rub_out_arrow",
    "rub_out_driver",
    "rule_precedence",
    "say_structural",
    "serve",
    "set_key_result",
    "stop_serving",
    "take_off_stop_list",
    "take_over_plan",
    "take_role",
    "withdraw",
    "withdraw_link",
    "withdraw_precedence",
    "withdraw_trade_off",
]
