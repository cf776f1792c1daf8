"""The addresses of what is believed to move what: influence links and trade-offs."""

from __future__ import annotations

from django.urls import path

from wellrun.web.views import links

_AT = "u/<slug:unit>/strategy/"

urlpatterns = [
    path(f"{_AT}links/", links.links, name="links"),
    path(f"{_AT}links.csv", links.links_csv, name="links_csv"),
    path(f"{_AT}links/new/", links.link_new, name="link_new"),
    path(f"{_AT}links/library/", links.from_library, name="links_offered"),
    path(f"{_AT}links/<slug:key>/", links.link, name="link"),
    path(f"{_AT}links/<slug:key>/withdraw/", links.link_withdraw, name="link_withdraw"),
    path(f"{_AT}trade-offs/new/", links.trade_off_new, name="trade_off_new"),
    path(f"{_AT}trade-offs/<slug:key>/", links.trade_off, name="trade_off"),
    path(f"{_AT}trade-offs/<slug:key>/withdraw/", links.trade_off_withdraw, name="trade_off_withdraw"),
]
