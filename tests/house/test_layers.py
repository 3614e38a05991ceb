"""What the contracts of import-linter cannot say: no model imports a deed, and each outside system has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp

from tests.house.files import PACKAGES, ROOT, modules

# Which files may speak to what is outside: the beginning of the import, and of the file's address.
DOORS = {
    "stripe": "orders/payments/stripe.py",
    "smtplib": "marketplace/notices/",
    "django.core.mail": "marketplace/notices/",
    "http.client": "config/management/commands/run.py",
    "urllib.request": "marketplace/notices/",
    "requests": "marketplace/notices/",
    "httpx": "marketplace/notices/",
}


def test_no_model_imports_a_deed() -> None:
    """A deed is a module that uses the models of its own package; a model that imports one would reach up."""
    graph = grimp.build_graph(*PACKAGES)
    models = {module for module in graph.modules if is_model(module)}
    reaching_up = {
        (model, imported)
        for model in models
        for imported in graph.find_modules_directly_imported_by(model)
        if imported not in models and uses_own_models(imported, graph=graph) and same_package(model, imported)
    }
    assert reaching_up == set()


def uses_own_models(module: str, *, graph: grimp.ImportGraph) -> bool:
    imported = graph.find_modules_directly_imported_by(module)
    return any(is_model(other) and same_package(module, other) for other in imported)


def same_package(one: str, other: str) -> bool:
    return one.partition(".")[0] == other.partition(".")[0]


def is_model(module: str) -> bool:
    return module.split(".")[1:2] == ["models"]


def test_each_outside_system_has_one_door() -> None:
    elsewhere = [
        f"{file} imports {name}"
        for file in modules()
        for name in imports(file)
        for outside, door in DOORS.items()
        if f"{name}.".startswith(f"{outside}.") and not str(file).startswith(door)
    ]
    assert elsewhere == []


def imports(file: Path) -> Iterator[str]:
    """Whatever a module imports, with what it takes from there: `django.core.mail.EmailMessage`."""
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
