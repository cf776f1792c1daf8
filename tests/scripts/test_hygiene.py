from pathlib import Path

import pytest

from scripts.hygiene import LARGEST_BYTES, findings


def found(folder: Path, text: str) -> list[str]:
    path = folder / "file.txt"
    path.write_text(text)
    return list(findings([path], this_checkout=folder))


@pytest.mark.parametrize(
    "line",
    [
        "--index-" + "url https://mirror.example/x",
        "see https://packages.example" + "/simple/",
        "break" + "point()",
        "open('/ho" + "me/anna/file')",
        "# TO" + "DO later",
    ],
)
def test_what_must_not_be_there_is_named_with_file_and_line(tmp_path: Path, line: str) -> None:
    assert [text.partition(": ")[0] for text in found(tmp_path, f"fine\n{line}\n")] == ["file.txt:2"]


def test_the_path_of_this_checkout_is_found(tmp_path: Path) -> None:
    assert len(found(tmp_path, f"{tmp_path}/src")) >= 1


def test_a_large_file_is_found(tmp_path: Path) -> None:
    assert "kB, more than 300" in found(tmp_path, "x" * (LARGEST_BYTES + 1))[0]


def test_ordinary_text_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, "a simple/ path, an index, https://www.example.org/data and /etc/hosts\n") == []
