"""The addresses of the pages on which a plan is written, at any stage of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from wellrun.web.views.plans import (
    catchball,
    domains,
    drivers,
    hours,
    initiative,
    objective,
    objective_parts,
    objective_writing,
    plans,
    ranking,
    rulings,
    stages,
    stop_list,
    versions,
)

urlpatterns: list[URLPattern] = [
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<slug:plan>/", plans.plan, name="plan"),
    path("plans/<slug:plan>/stage/<slug:verb>/", stages.stage, name="plan_stage"),
    path("plans/<slug:plan>/activation/", stages.activation, name="plan_activation"),
    path("plans/<slug:plan>/clone/", plans.clone, name="plan_clone"),
    path("plans/<slug:plan>/versions/", versions.versions, name="plan_versions"),
    path("plans/<slug:plan>/versions/<int:number>.yaml", versions.version_file, name="plan_version"),
    path("plans/<slug:plan>/plan.yaml", versions.plan_file, name="plan_file"),
    path("plans/<slug:plan>/history/", versions.history, name="plan_history"),
    path("plans/<slug:plan>/history.csv", versions.history_csv, name="plan_history_csv"),
    path("plans/<slug:plan>/objectives/new/", objective_writing.new, name="objective_new"),
    path("plans/<slug:plan>/objectives/<slug:key>/", objective.objective, name="objective"),
    path("plans/<slug:plan>/objectives/<slug:key>/edit/", objective_writing.edit, name="objective_edit"),
    path("plans/<slug:plan>/objectives/<slug:key>/retire/", objective_writing.retire, name="objective_retire"),
    path("plans/<slug:plan>/objectives/<slug:key>/serves/", objective_parts.parents, name="objective_parents"),
    path("plans/<slug:plan>/objectives/<slug:key>/measures/", objective_parts.roles, name="objective_roles"),
    path(
        "plans/<slug:plan>/objectives/<slug:key>/contributors/",
        objective_parts.contributors,
        name="objective_contributors",
    ),
    path("plans/<slug:plan>/objectives/<slug:key>/arrows/", objective_parts.arrows, name="objective_arrows"),
    path("plans/<slug:plan>/objectives/<slug:key>/drivers/", drivers.drivers, name="objective_drivers"),
    path("plans/<slug:plan>/objectives/<slug:key>/drivers.svg", drivers.svg, name="driver_svg"),
    path("plans/<slug:plan>/objectives/<slug:key>/drivers/new/", drivers.new, name="driver_new"),
    path("plans/<slug:plan>/objectives/<slug:key>/drivers/suggested/", drivers.suggested, name="driver_suggested"),
    path("plans/<slug:plan>/objectives/<slug:key>/drivers/<slug:node>/edit/", drivers.edit, name="driver_edit"),
    path("plans/<slug:plan>/objectives/<slug:key>/drivers/<slug:node>/move/", drivers.move, name="driver_move"),
    path(
        "plans/<slug:plan>/objectives/<slug:key>/drivers/<slug:node>/rub-out/", drivers.rub_out, name="driver_rub_out"
    ),
    path("plans/<slug:plan>/catchball/", catchball.exchanges, name="plan_catchball"),
    path("plans/<slug:plan>/catchball/<uuid:pk>/", catchball.catchball, name="catchball"),
    path("plans/<slug:plan>/objectives/<slug:key>/initiatives/new/", initiative.start, name="initiative_new"),
    path("initiatives/<slug:key>/edit/", initiative.edit, name="initiative_edit"),
    path("initiatives/<slug:key>/predictions/", initiative.predictions, name="initiative_predictions"),
    path("initiatives/<slug:key>/hours/", initiative.hours, name="initiative_hours"),
    path("plans/<slug:plan>/objectives/<slug:key>/catchball/", catchball.offer, name="objective_catchball"),
    path("plans/<slug:plan>/ranking/", ranking.ranking, name="plan_ranking"),
    path("plans/<slug:plan>/rulings/", rulings.rulings, name="plan_rulings"),
    path("plans/<slug:plan>/rulings/<uuid:pk>/withdraw/", rulings.withdraw, name="plan_ruling_withdraw"),
    path("plans/<slug:plan>/stop-list/", stop_list.stop_list, name="plan_stop_list"),
    path("plans/<slug:plan>/stop-list/<slug:key>/take-off/", stop_list.take_off, name="plan_stop_off"),
    path("plans/<slug:plan>/hours/", hours.hours, name="plan_hours"),
    path("plans/<slug:plan>/domains/", domains.domains, name="plan_domains"),
    path("plans/<slug:plan>/domains/<slug:key>/", domains.domain, name="plan_domain"),
    path("plans/<slug:plan>/domains/<slug:key>/remove/", domains.remove, name="plan_domain_remove"),
]
