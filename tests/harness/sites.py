"""A whole site as a person runs it: its own folder and process, made once a run and copied for each test."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.shared_data import ENGLAND

LEFT_OUT = "left out: the real figures are not beside the project"
Prepare = Callable[[Path], object]


def manage(home: Path, *words: str) -> str:
    """Run one of Django's commands for the site in `home`; its output. Fails the test with all it said."""
    return _run(home, "-m", "wellrun.config.manage", *words)


def wellrun(home: Path, *words: str) -> str:
    """Run the `wellrun` command for the site in `home`; its output. Fails the test with all it said."""
    return _run(home, "-c", "import sys; from wellrun.cli.main import main; sys.exit(main())", *words)


def _run(home: Path, *words: str) -> str:
    answer = subprocess.run(
        [sys.executable, *words],
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if answer.returncode:
        pytest.fail(f"{' '.join(words)} ended with {answer.returncode}:\n{answer.stdout}", pytrace=False)
    return answer.stdout


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Prepare], Path]:
    """Call it with a name and what fills a site's folder: the folder, filled once a run, whichever worker is first."""
    base = tmp_path_factory.getbasetemp()
    sites = (base if worker_id == "master" else base.parent) / "sites"
    sites.mkdir(exist_ok=True)

    def folder(name: str, prepare: Prepare) -> Path:
        home = sites / name
        with (sites / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not home.exists():
                unfinished = sites / f"{name}.unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                prepare(unfinished)
                unfinished.rename(home)
        return home

    return folder


@pytest.fixture(scope="session")
def generated_demo(prepared_site: Callable[[str, Prepare], Path]) -> Path:
    """The folder of the generated demo, as `make demo` leaves it."""
    return prepared_site("generated", lambda home: wellrun(home, "demo", "--no-serve"))


@pytest.fixture(scope="session")
def england_demo(prepared_site: Callable[[str, Prepare], Path]) -> Path:
    """The folder of the demo on real figures; without them the test is left out."""
    if not ENGLAND.is_dir():
        pytest.skip(LEFT_OUT)
    return prepared_site("england", lambda home: wellrun(home, "demo", "--no-serve", "--data", str(ENGLAND)))


@pytest.fixture
def running_site(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Call it with a prepared folder: the address of a site that runs on a copy of it until the test ends."""
    with ExitStack() as stack:

        def run(prepared: Path) -> str:
            home = tmp_path / "site"
            shutil.copytree(prepared, home)
            return stack.enter_context(_served(home))

        yield run


@pytest.fixture(scope="session")
def generated_address(generated_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where one generated demo runs for all the tests that only look at it, or write what no other looks at."""
    yield from _shared(generated_demo, tmp_path_factory)


@pytest.fixture(scope="session")
def england_address(england_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same on real figures."""
    yield from _shared(england_demo, tmp_path_factory)


def _shared(prepared: Path, folders: pytest.TempPathFactory) -> Iterator[str]:
    home = folders.mktemp("shared") / "site"
    shutil.copytree(prepared, home)
    with _served(home) as address:
        yield address


@contextmanager
def _served(home: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # The server inherits a socket that listens already, so the first request waits for it and nobody polls.
        command = ["gunicorn", "wellrun.config.wsgi:application", "--threads", "4", "--log-level", "warning"]
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--bind", f"fd://{listener.fileno()}"],
            env=_environment(home),
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.terminate()
            # Longer than the server itself waits for a request that is under way.
            server.wait(timeout=90)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WELLRUN_")}
    return {**kept, "WELLRUN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wellrun.config.settings"}
