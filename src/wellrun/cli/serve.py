"""`wellrun serve`: the site of WELLRUN_HOME on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None)
THREADS = 8


@app.command()
def serve(
    port: Annotated[str, typer.Option(help="Port on 127.0.0.1; by default PORT, else 8000.")] = "",
) -> None:
    """Serve the site in WELLRUN_HOME on 127.0.0.1, until stopped with Ctrl-C."""
    system.start()
    from django.conf import settings

    number = system.port_number(port or settings.PORT)
    system.require_free_port(number)
    system.migrate()
    listen(number, ready=lambda: print(f"Wellrun is at http://127.0.0.1:{number} (Ctrl-C stops it)", flush=True))


def listen(port: int, *, ready: Callable[[], None]) -> None:
    """Serve until stopped; `ready` is called once the first worker listens."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn with threads: one process holds the caches, threads wait for the database."""

        def load_config(self) -> None:
            """Loopback only; a site for others stands behind a proxy."""
            self.cfg.set("bind", f"127.0.0.1:{port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", THREADS)
            self.cfg.set("loglevel", "error")
            self.cfg.set("when_ready", lambda server: ready())

        def load(self) -> Any:
            """The application, loaded in the worker."""
            from gunicorn.util import import_app

            return import_app("wellrun.config.wsgi:application")

    Server().run()
