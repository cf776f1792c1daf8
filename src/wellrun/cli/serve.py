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
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes, with eight threads each.")] = 1,
) -> None:
    """Serve the site in WELLRUN_HOME on 127.0.0.1, until stopped with Ctrl-C; what is due by the clock is done."""
    system.start()
    from django.conf import settings

    number = system.port_number(port or settings.PORT)
    system.require_free_port(number)
    system.require_whole()
    system.migrate()
    said = f"Wellrun is at http://127.0.0.1:{number} (Ctrl-C stops it)"
    listen(number, workers=workers, ready=lambda: print(said, flush=True))


def listen(port: int, *, workers: int = 1, ready: Callable[[], None]) -> None:
    """Serve until stopped, ticking beside it; `ready` is called once the port is open."""
    from gunicorn.app.base import BaseApplication

    from wellrun.jobs.heartbeat import Heartbeat

    # In a worker, not in the process above it: that one holds no database connection that a fork would copy.
    beating: list[Heartbeat] = []

    def begin(worker: Any) -> None:
        beating.append(Heartbeat())
        beating[-1].start()

    def end(server: Any, worker: Any) -> None:
        for each in beating:
            each.stop()

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn with threads, which wait for the database."""

        def load_config(self) -> None:
            """Loopback only; a site for others stands behind a proxy."""
            self.cfg.set("bind", f"127.0.0.1:{port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("workers", workers)
            self.cfg.set("threads", THREADS)
            self.cfg.set("loglevel", "error")
            self.cfg.set("when_ready", lambda server: ready())
            self.cfg.set("post_worker_init", begin)
            self.cfg.set("worker_exit", end)

        def load(self) -> Any:
            """The application, loaded in the worker."""
            from gunicorn.util import import_app

            return import_app("wellrun.config.wsgi:application")

    Server().run()
