"""Names say what a thing is, and each module opens by saying it in a sentence."""

import ast

from tests.house.files import ROOT, all_files, modules

SAYS_NOTHING = {"utils", "helpers", "common", "core", "base", "misc", "services", "selectors", "managers", "mixins"} | {
    "constants",
    "signals",
}


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = [part.removesuffix(".py") for file in all_files() if file.suffix == ".py" for part in file.parts]
    assert SAYS_NOTHING.intersection(names) == set()


def test_each_module_opens_with_a_sentence() -> None:
    sources = {str(file): (ROOT / file).read_text() for file in modules()}
    silent = [file for file, source in sources.items() if source.strip() and not opens_with_a_sentence(source)]
    assert silent == []


def opens_with_a_sentence(source: str) -> bool:
    docstring = ast.get_docstring(ast.parse(source)) or ""
    return docstring.partition("\n\n")[0].rstrip().endswith((".", ":", "?"))
