"""Changes of a profile: what a producer's people, or somebody for them, changed about it, and when."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from producers.models.producer import Producer


class ProfileChange(models.Model):
    """One change of what is not itself a row that says who and when. Never changed and never deleted.

    `detail` says which person, paper or days; of a bank account it has the last three digits of the number.
    """

    class What(models.TextChoices):
        STORY = "story", _("Story changed")
        PHOTO = "photo", _("Photo changed")
        WHATSAPP = "whatsapp", _("WhatsApp number changed")
        BANK_ACCOUNT = "bank_account", _("Bank account changed")
        HOLIDAY = "holiday", _("Shop closed for a holiday")
        BACK = "back", _("Holiday ended")
        PERSON_ADDED = "person_added", _("Person added")
        PERSON_CHANGED = "person_changed", _("Person changed")
        PERSON_REMOVED = "person_removed", _("Person removed")
        CONSENT = "consent", _("Agreement to be shown")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("Agreement to be shown taken back")
        CERTIFICATE = "certificate", _("Certificate added")

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="profile_changes")
    what = models.CharField(max_length=20, choices=What.choices)
    detail = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.what} of {self.producer}"
