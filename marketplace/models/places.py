"""Places around Kupang: districts, villages, and the points where buyers collect."""

from typing import ClassVar, Self

from django.db import models
from phonenumber_field.modelfields import PhoneNumberField


class District(models.Model):
    """A kecamatan, named by its code of the Ministry of Home Affairs (`53.71.04`). Codes are never computed."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=60)
    regency = models.CharField(max_length=60)
    postcode = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering: ClassVar = ["regency", "name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.regency}"


class Village(models.Model):
    """A kelurahan or desa of a district (`53.71.04.1001`); its postcode is advisory."""

    code = models.CharField(max_length=13, primary_key=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="villages")
    name = models.CharField(max_length=60)
    postcode = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.district.name}"


class PickupPointQuerySet(models.QuerySet["PickupPoint"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class PickupPoint(models.Model):
    """A place where orders are collected, with its hours, its keeper and what a first-time visitor must know."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200)
    hours = models.CharField(max_length=100)
    keeper = models.CharField(max_length=80)
    keeper_phone = PhoneNumberField(blank=True)
    instructions = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    objects = PickupPointQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
