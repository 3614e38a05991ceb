"""What all audiences see of an order: its lines, where and when it is collected."""

from rest_framework import serializers

from catalog.models import MarketDay, Variant
from marketplace.api import RupiahField
from orders.models import OrderLine


class OrderLineSerializer(serializers.Serializer[OrderLine]):
    variant = serializers.IntegerField(source="variant_id")
    name = serializers.CharField()
    unit = serializers.ChoiceField(choices=Variant.Unit.choices)
    price = RupiahField()
    quantity = serializers.IntegerField()
    total = RupiahField()


class MarketDayBriefSerializer(serializers.Serializer[MarketDay]):
    id = serializers.IntegerField()
    pickup_on = serializers.DateField()
    pickup_from = serializers.TimeField()
    pickup_until = serializers.TimeField()
