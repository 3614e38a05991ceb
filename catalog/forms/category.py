"""What coordinators may submit about a category: its names, its place in the tree, and which rules are kept there."""

from typing import Any

from django import forms
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog.models import Category
from producers.models import ProducerKind

# Of the sprite: what may stand for a kind of goods.
ICONS = [
    ("basket", _("Basket")),
    ("sewing", _("Sewing")),
    ("recycle", _("Recycling")),
    ("leaf", _("Leaf")),
    ("box", _("Box")),
    ("heart", _("Heart")),
    ("star", _("Star")),
    ("store", _("Stall")),
    ("home", _("House")),
    ("people", _("People")),
]


class CategoryForm(forms.ModelForm[Category]):
    """A new category, or another name, place or set of rules for one. The tree has two levels."""

    class Meta:
        model = Category
        fields = ["name_id", "name_en", "icon", "parent", "position", "by_market_day", "rules", "makers"]
        labels = {
            "name_id": _("Name in Indonesian"),
            "name_en": _("Name in English"),
            "parent": _("Beneath"),
            "position": _("Place among its neighbours"),
            "by_market_day": _("Sold by market day"),
            "rules": _("What a listing must tell"),
            "makers": _("Usual makers"),
        }
        help_texts = {
            "position": _("The smallest number comes first."),
            "by_market_day": _("It can be ordered only while a market day is open."),
            "makers": _("Producers of this kind find it chosen for a new listing."),
        }

    icon = forms.ChoiceField(label=_("Picture"), choices=ICONS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents, makers = self.fields["parent"], self.fields["makers"]
        assert isinstance(parents, forms.ModelChoiceField) and isinstance(makers, forms.ModelChoiceField)
        parents.queryset = Category.objects.filter(parent=None).exclude(pk=self.instance.pk)
        parents.empty_label = _("Nothing: it is a branch of its own")
        makers.queryset = ProducerKind.objects.all()
        makers.empty_label = _("Nobody in particular")
        self.fields["position"].required = False

    def clean_parent(self) -> Category | None:
        parent: Category | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise forms.ValidationError(_("It has categories beneath it, so it stays a branch."), code="has_children")
        return parent

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("position") is None and "position" not in self.errors:
            beside = Category.objects.filter(parent=cleaned.get("parent")).exclude(pk=self.instance.pk)
            last: int | None = beside.aggregate(last=Max("position"))["last"]
            cleaned["position"] = 0 if last is None else last + 1
        if not self.instance.pk:
            self.instance.slug = _free_slug(cleaned.get("name_id", ""))
        return cleaned


def _free_slug(name: str) -> str:
    """An address that no category has; it stays when the name changes, since links lead there."""
    wanted = slugify(name)[:45] or "kategori"
    taken = set(Category.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)
