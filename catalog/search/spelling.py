"""What a visitor typed as words, and the words of the shelf that she may have meant."""

import re
import unicodedata
from itertools import pairwise

from django.db.models import Q
from django.db.models.functions import Length

from catalog.models import Word

MOST_WORDS = 6
LONGEST_WORD = 40
LONGEST_TEXT = 1000
MOST_NEAR = 6
A_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The first words of it, in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text[:LONGEST_TEXT].casefold())
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    found = (word[:LONGEST_WORD] for word in A_WORD.findall(plain))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def near(word: str) -> list[str]:
    """Words of the shelf that become this one by a slip or two of the fingers, the nearest only."""
    most = slips(word)
    if not most:
        return []
    alike = _alike(word, most=most)
    for many in range(1, most + 1):
        if found := [each for each in alike if is_near(word, each, slips=many)]:
            return sorted(found, key=lambda each: (each[0] != word[0], -len(each), each))[:MOST_NEAR]
    return []


def slips(word: str) -> int:
    """How many slips are forgiven in a word of this length."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def is_near(one: str, other: str, *, slips: int) -> bool:
    """Whether so many slips turn one into the other: a letter too many, too few, wrong, or swapped with the next."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    if not one or not other:
        return len(one) + len(other) <= slips
    if not slips:
        return False
    ways = [(one[1:], other), (one, other[1:]), (one[1:], other[1:])]
    if one[:2] == other[1::-1]:
        ways.append((one[2:], other[2:]))
    return any(is_near(*way, slips=slips - 1) for way in ways)


def _alike(word: str, *, most: int) -> set[str]:
    """Words of about this length and these letters, with a third of it as it is: two slips spoil two thirds at most."""
    ends = [0, len(word) // 3, len(word) * 2 // 3, len(word)]
    thirds = [Q(text__contains=word[start:end]) for start, end in pairwise(ends)]
    rows = Word.objects.annotate(length=Length("text")).filter(
        thirds[0] | thirds[1] | thirds[2], length__gte=len(word) - most, length__lte=len(word) + most
    )
    letters = set(word)
    return {text for text in rows.values_list("text", flat=True) if len(letters.difference(text)) <= most}
