"""The addresses of the pages. Those of the five places carry the unit they are about."""

from __future__ import annotations

from django.urls import path

from wellrun.web.views import (
    actions,
    clock,
    data,
    day,
    escalations,
    importing,
    matrix,
    measure,
    reviews,
    room,
    search,
    settling,
    sign_in,
    strategy,
)

urlpatterns = [
    path("", sign_in.home, name="home"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("search/", search.search, name="search"),
    path("u/<slug:unit>/day/", day.day, name="day"),
    path("u/<slug:unit>/actions/", actions.tracker, name="actions"),
    path("u/<slug:unit>/escalations/", actions.escalations, name="escalations"),
    path("escalations/<uuid:pk>/", escalations.escalation, name="escalation"),
    path("actions/<uuid:pk>/", actions.action, name="action"),
    path("actions/<uuid:pk>/<slug:verb>/", actions.answer, name="action_answer"),
    path("u/<slug:unit>/reviews/", reviews.reviews, name="reviews"),
    path("reviews/<uuid:review>/", room.review, name="review"),
    path("reviews/<uuid:review>/open/", settling.open_it, name="review_open"),
    path("reviews/<uuid:review>/close/", settling.close_it, name="review_close"),
    path("reviews/<uuid:review>/last-time/", room.opening, name="review_opening"),
    path("reviews/<uuid:review>/unchanged/", room.unchanged, name="review_unchanged"),
    path("reviews/<uuid:review>/minutes/", reviews.minutes, name="minutes"),
    path("reviews/<uuid:review>/items/<uuid:item>/", room.item, name="item"),
    path("reviews/<uuid:review>/items/<uuid:item>/outcome/", settling.outcome, name="item_outcome"),
    path("reviews/<uuid:review>/items/<uuid:item>/answers/", settling.answers, name="item_answers"),
    path("reviews/<uuid:review>/items/<uuid:item>/not-reached/", settling.not_reached, name="item_not_reached"),
    path("reviews/<uuid:review>/items/<uuid:item>/reopen/", settling.reopen, name="item_reopen"),
    path("reviews/<uuid:review>/items/<uuid:item>/look-back/", room.look_back, name="item_look_back"),
    path("u/<slug:unit>/strategy/", strategy.strategy, name="strategy"),
    path("u/<slug:unit>/strategy/matrix/", matrix.matrix, name="matrix"),
    path("u/<slug:unit>/strategy/matrix.csv", matrix.matrix_csv, name="matrix_csv"),
    path("u/<slug:unit>/measures/<slug:key>/", measure.measure, name="measure"),
    path("u/<slug:unit>/measures/<slug:key>.csv", measure.measure_csv, name="measure_csv"),
    path("u/<slug:unit>/data/", data.measures, name="data"),
    path("u/<slug:unit>/data/quality/", data.quality, name="data_quality"),
    path("u/<slug:unit>/data/imports/", data.imports, name="data_imports"),
    path("u/<slug:unit>/data/import/", importing.choose, name="import"),
    path("u/<slug:unit>/data/import/<uuid:token>/", importing.check, name="import_file"),
    path("clock/", clock.clock, name="clock"),
]
