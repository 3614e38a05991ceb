"""Every template can be read, and stands where the house wants it."""

from django.template import engines

from tests.house.files import all_files


def template_names() -> list[str]:
    templates = [file for file in all_files() if "templates" in file.parts and file.suffix in {".html", ".txt"}]
    return ["/".join(file.parts[file.parts.index("templates") + 1 :]) for file in templates]


def test_every_template_loads() -> None:
    names = template_names()
    assert names
    for name in names:
        assert engines["django"].get_template(name).template.name == name


def test_no_two_templates_have_the_same_name() -> None:
    names = template_names()
    assert sorted(set(names)) == sorted(names)
