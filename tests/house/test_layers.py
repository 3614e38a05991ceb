"""What the contracts of import-linter cannot say: a model never imports a deed."""

import grimp

from tests.house.files import PACKAGES


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
