"""The addresses of who answers, who may decide and what is required: ownership, decision rights, obligations."""

from __future__ import annotations

from django.urls import path

from wellrun.web.views import obligations, ownership, rights

_AT = "u/<slug:unit>/strategy/"

urlpatterns = [
    path(f"{_AT}ownership/", ownership.ownership, name="ownership"),
    path(f"{_AT}ownership.csv", ownership.ownership_csv, name="ownership_csv"),
    path(f"{_AT}rights/", rights.rights, name="rights"),
    path(f"{_AT}rights/new/", rights.give, name="right_new"),
    path(f"{_AT}rights/<uuid:pk>/", rights.change, name="right_edit"),
    path(f"{_AT}rights/<uuid:pk>/remove/", rights.remove, name="right_remove"),
    path(f"{_AT}obligations/", obligations.obligations, name="obligations"),
    path(f"{_AT}obligations.csv", obligations.obligations_csv, name="obligations_csv"),
    path(f"{_AT}obligations/new/", obligations.add, name="obligation_new"),
    path(f"{_AT}obligations/<slug:key>/", obligations.obligation, name="obligation"),
    path(f"{_AT}obligations/<slug:key>/edit/", obligations.change, name="obligation_edit"),
    path(f"{_AT}obligations/<slug:key>/meet/", obligations.meet, name="obligation_meet"),
    path(f"{_AT}obligations/<slug:key>/not-met/", obligations.reopen, name="obligation_reopen"),
    path(f"{_AT}obligations/<slug:key>/give-up/", obligations.retire, name="obligation_retire"),
]
