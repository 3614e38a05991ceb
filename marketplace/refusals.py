"""Refusals: the domain says no, in words that a visitor can read and with a code that a program can."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):  # noqa: N818 (a refusal is not an error: the caller asked for what is not to be had)
    """Base of all refusals. Subclasses set `code` and `message`; a `%(name)s` in it is filled from the keywords."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("This cannot be done.")
    status: ClassVar[int] = 409

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % self.facts if self.facts else str(self.message)

    @property
    def headers(self) -> dict[str, str]:
        """What the answer's headers say beside it."""
        return {}


class WrongStep(Refusal):
    """The noun's state does not allow this step, or somebody else took it first."""

    code = "wrong_step"
    message = _("This has already moved on. Look at it again.")


class Unusable(Refusal):
    """Odd input, caught by the guard in front of the database: a NUL, half a character, a number beyond its columns."""

    code = "invalid"
    message = _("There is a character or a number in this request that cannot be used.")
    status = 400


class TooHeavy(Refusal):
    """A request with a body that no form and no photo of the market has."""

    code = "too_heavy"
    message = _("This is too heavy: a photo may have at most 25 MB.")
    status = 413
