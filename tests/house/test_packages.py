"""The lists of packages: complete, locked by hash, free of addresses, and each direct one there for a reason."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.files import ROOT

LISTS = ("run", "dev", "uv")
HASHES = r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
PIN = re.compile(rf"^([a-z0-9.-]+)==(\S+?)(?: ;[^\\]+)? \\\n{HASHES}", re.MULTILINE)
REASON = re.compile(rf"^([a-z0-9.-]+)==[^\n]+\n{HASHES}((?:    #[^\n]*\n?)+)", re.MULTILINE)


def locked(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall(locked(name)))


def direct(*, group: str) -> set[str]:
    """The names of the packages that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] if group == "run" else project["dependency-groups"]["dev"]
    return {re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower() for requirement in asked}


@pytest.mark.parametrize("name", LISTS)
def test_each_line_is_a_package_with_hashes(name: str) -> None:
    rest = PIN.sub("", locked(name))
    assert [line for line in rest.splitlines() if not line.startswith("    #")] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_an_address(name: str) -> None:
    assert "://" not in locked(name)


def test_the_lists_hold_what_the_project_asks_for() -> None:
    assert direct(group="run") <= pins("run").keys()
    assert direct(group="dev") <= pins("dev").keys()


def test_development_has_everything_that_running_has_in_the_same_version() -> None:
    assert pins("run").items() <= pins("dev").items()


def test_nothing_is_locked_that_nobody_asked_for() -> None:
    by_project = {package for package, reason in REASON.findall(locked("dev")) if "pasar-karya" in reason}
    assert by_project == direct(group="run") | direct(group="dev")


def test_each_direct_package_has_its_reason_in_the_docs() -> None:
    reasons = re.findall(r"^\| `([\w.-]+)` \|", (ROOT / Path("docs/dependencies.md")).read_text(), re.MULTILINE)
    assert sorted(reasons) == sorted(direct(group="run") | direct(group="dev"))
