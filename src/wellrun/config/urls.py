"""Where the interfaces hang: pages at the root, REST under /api/v1."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
