"""The addresses of the pages on which a plan is written, at any stage of it."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
