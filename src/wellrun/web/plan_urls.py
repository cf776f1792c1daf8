"""The addresses of the pages on which a plan is written, at any stage of it."""

from __future__ import annotations

from django.urls import URLPattern, path

from wellrun.web.views.plans import catchball

urlpatterns: list[URLPattern] = [
    path("plans/<slug:plan>/catchball/", catchball.exchanges, name="plan_catchball"),
    path("plans/<slug:plan>/catchball/<uuid:pk>/", catchball.catchball, name="catchball"),
    path("plans/<slug:plan>/objectives/<slug:key>/catchball/", catchball.offer, name="objective_catchball"),
]
