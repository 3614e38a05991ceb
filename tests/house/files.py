"""The files of the project, as the rules of the house see them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("config", "orders", "catalog", "producers", "marketplace")


def all_files() -> list[Path]:
    """Every file that is tracked or about to be, from the project's root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def modules() -> list[Path]:
    """Every Python module of the packages, without migrations, which Django writes."""
    return [
        file
        for file in all_files()
        if file.parts[0] in PACKAGES and file.suffix == ".py" and "migrations" not in file.parts
    ]
