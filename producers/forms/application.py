"""What somebody may submit who applies: who they are, where, their story, and how they are reached and paid."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.validators import MinLengthValidator
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import PhoneField
from marketplace.models import District, Village
from marketplace.templatetags.market import icon
from producers.models import Producer, ProducerKind
from producers.onboarding import SHORTEST_STORY

# As people around Kupang name them, those most used there first; the list is data of the co-op's own bank one day.
BANKS = (
    "Bank NTT", "BRI", "BNI", "Mandiri", "BCA", "BSI", "BTN", "CIMB Niaga", "Danamon", "Permata", "Panin", "Mega",
    "Maybank", "OCBC", "Muamalat", "Sinarmas", "KB Bukopin", "SMBC / BTPN", "BTPN Syariah", "Bank Raya", "SeaBank",
    "Jago", "blu BCA Digital", "Neo Commerce", "Nobu", "Allo", "Mantap", "Aladin", "Bank NTB Syariah", "BPD Bali",
    "Bank Sulselbar", "Bank Papua", "Bank Maluku", "Bank Jatim", "Bank Jateng", "Bank DIY", "Bank DKI", "Bank BJB",
)  # fmt: skip
ACCOUNT_NUMBER = re.compile(r"\d{7,18}", re.ASCII)


class KindField(forms.ModelChoiceField[ProducerKind]):
    """The kinds of producers as cards with their icons."""

    def label_from_instance(self, obj: Any) -> str:
        return format_html("{} {}", icon(obj.icon), obj.name)


class NameForm(forms.ModelForm[Producer]):
    kind = KindField(
        label=_("What do you make?"),
        queryset=ProducerKind.objects.all(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you make.")},
    )
    is_group = forms.TypedChoiceField(
        label=_("Alone or together?"),
        choices=[("yes", _("We are a group")), ("no", _("I work alone"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )

    class Meta:
        model = Producer
        fields: ClassVar = ["name", "kind", "is_group"]
        labels: ClassVar = {"name": _("Name of the producer")}
        help_texts: ClassVar = {"name": _("The group's name, or your own. Buyers will see it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if instance := kwargs.get("instance"):
            kwargs["initial"] = {"is_group": "yes" if instance.is_group else "no"}
        super().__init__(*args, **kwargs)


class DistrictForm(forms.Form):
    """The kecamatan, by city and regency."""

    district = forms.ChoiceField(
        label=_("District (kecamatan)"), error_messages={"required": _("Choose the district.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {district.code: district for district in District.objects.order_by("-regency", "name")}
        groups: dict[str, list[tuple[str, str]]] = {}
        for district in self.districts.values():
            groups.setdefault(district.regency, []).append((district.code, district.name))
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose …")), *groups.items()]

    def clean_district(self) -> District:
        return self.districts[self.cleaned_data["district"]]


class VillageField(forms.ModelChoiceField[Village]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class VillageForm(forms.Form):
    """The kelurahan of a district."""

    village = VillageField(
        label=_("Village (kelurahan)"),
        queryset=Village.objects.none(),
        empty_label=_("Choose …"),
        error_messages={"required": _("Choose the village.")},
    )

    def __init__(self, *args: Any, villages: QuerySet[Village], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["village"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = villages


class PhotoField(forms.FileField):
    """A photo, which may have been sent before the form or be sent another time.

    What may be wrong with it is said by `marketplace.pictures`, which looks inside.
    """

    def validate(self, value: Any) -> None:
        """None is as good as one."""


class StoryForm(forms.Form):
    use_required_attribute = False  # a browser that sent the photo before would find its field empty

    photo = PhotoField(
        label=_("Photo of you at work, or of the group"),
        help_text=_("From the camera or the gallery, at most 25 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    story = forms.CharField(
        label=_("Your story"),
        max_length=3000,
        help_text=_("Who are you, what did you learn, how do you work? A few sentences are enough."),
        validators=[MinLengthValidator(SHORTEST_STORY, _("Tell a little more: a few sentences."))],
        error_messages={"required": _("Tell your story in a few sentences.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ContactForm(forms.Form):
    """How buyers reach the producer, and where the co-op sends what it earned."""

    whatsapp = PhoneField(
        label=_("WhatsApp number"), help_text=_("Buyers can write to it."), error_messages={"required": _("Enter it.")}
    )
    bank_name = forms.ChoiceField(label=_("Bank"), error_messages={"required": _("Choose the bank.")})
    bank_account_number = forms.CharField(
        label=_("Account number"),
        max_length=30,
        help_text=_("Digits only, as in the passbook."),
        error_messages={"required": _("Enter the account number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    bank_account_name = forms.CharField(
        label=_("Name of the account holder"),
        max_length=80,
        help_text=_("Exactly as the bank has it."),
        error_messages={"required": _("Enter the name of the account holder.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, own_bank: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = BANKS if own_bank in {"", *BANKS} else (own_bank, *BANKS)
        field = self.fields["bank_name"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose …")), *((name, name) for name in names)]

    def clean_bank_account_number(self) -> str:
        return account_number(self.cleaned_data["bank_account_number"])


def account_number(text: str) -> str:
    """The digits of an account number, as people write it with spaces, dots and hyphens; raises ValidationError."""
    digits = re.sub(r"[\s.-]", "", text)
    if not ACCOUNT_NUMBER.fullmatch(digits):
        raise forms.ValidationError(_("An account number has 7 to 18 digits."), code="invalid")
    return digits
