"""No tracked file names a package registry or a place on somebody's machine."""

import re

from tests.house.files import ROOT, all_files

# Written so that this file does not match itself.
FORBIDDEN = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|deb[.]debian[.]org|security[.]debian[.]org|archive[.]ubuntu[.]com"
    r"|crates[.]io|proxy[.]golang[.]org|ghcr[.]io|docker[.]io|unpkg[.]com|jsdelivr[.]net|cdnjs[.]"
    r"|(?<![\w.])/(?:root|work|home/\w+|Users/\w+|opt/pypi\S*)/"
)


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = [
        f"{file}: {match[0]}"
        for file in all_files()
        for match in FORBIDDEN.finditer((ROOT / file).read_bytes().decode(errors="replace"))
    ]
    assert found == []


def test_the_pattern_finds_what_it_is_for() -> None:
    for planted in ("https://files.python" + "hosted.org/x", "/ro" + "ot/x", "/home/" + "alice/x"):
        assert FORBIDDEN.search(planted), planted
    for harmless in ("/account/", "https://example.com/", "127.0.0.1", "0.0.0.0"):
        assert not FORBIDDEN.search(harmless), harmless
