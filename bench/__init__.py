"""How fast the market is, beside two references measured in the same run: `make bench`."""

PRODUCERS = 200
CATEGORIES = 20
# Of so many of the first products enough is there for any number of orders.
TO_ORDER = 400
