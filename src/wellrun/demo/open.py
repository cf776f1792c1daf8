"""The one door to a folder, whichever kind it is."""

from __future__ import annotations

from pathlib import Path

from wellrun.demo.england import is_england, read_england
from wellrun.demo.read import observation_files, read_site
from wellrun.demo.site import ObservationFile, Site
from wellrun.lib.errors import UserError


def open_site(folder: Path) -> tuple[Site, tuple[ObservationFile, ...]]:
    """The site in `folder` and its observation files in order; UserError when it is no site folder or lacks a file."""
    if not folder.is_dir():
        raise UserError("site_folder_missing", f"{folder} is not a folder.")
    site, files = read_england(folder) if is_england(folder) else (read_site(folder), observation_files(folder))
    absent = [entry.file for entry in files if not (folder / entry.file).is_file()]
    if absent:
        raise UserError("site_file_missing", f"{absent[0]} is not in {folder}.", file=absent[0])
    return site, files
