"""The demo market: a small co-operative around Kupang, invented from its people to its past orders.

What it consists of is told in `data/`; these modules turn that into rows, through the same deeds as real life.
"""
