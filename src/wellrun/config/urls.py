"""Where the interfaces hang: pages at the root, REST under /api/v1."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("wellrun.api.urls")),
    path("", include("wellrun.web.urls")),
]

handler400 = "wellrun.web.views.errors.bad_request"
handler403 = "wellrun.web.views.errors.forbidden"
handler404 = "wellrun.web.views.errors.not_found"
handler500 = "wellrun.web.views.errors.failed"
