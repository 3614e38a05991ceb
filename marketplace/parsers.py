"""JSON in: at most 256 kB, and nothing in it that a database cannot keep."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import IO, Any, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from marketplace.refusals import Refusal, Unusable

MOST_BYTES = 256 * 1024
LARGEST_NUMBER = 2**63 - 1


class TooLong(Refusal):
    code = "too_long"
    message = _("The request is too long: 256 kB at most.")
    status = 413


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLong
        try:
            data = json.loads(body.decode(), parse_constant=refuse)
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        if not is_usable(data):
            raise Unusable
        return data


def refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def is_usable(data: Any) -> bool:
    """Whether it is free of NUL characters, half characters, and numbers beyond 64 bits, at any depth."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif not is_usable_alone(value):
            return False
    return True


def is_usable_alone(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, float):
        return isfinite(value)
    return not isinstance(value, int) or abs(value) <= LARGEST_NUMBER
