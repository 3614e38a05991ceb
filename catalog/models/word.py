"""Words: those that stand in the names on the shelf, to tell what a visitor meant who spells one another way."""

from typing import ClassVar

from django.db import models


class Word(models.Model):
    """A word from the name of a product on sale, of its maker or of its category, in small letters without accents.

    The database's triggers write them. One may stand here twice, or outlive its last product until the next `reindex`:
    neither does harm, while a unique word would make two producers wait for each other.
    """

    text = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["text"], name="word_text")]

    def __str__(self) -> str:
        return self.text
