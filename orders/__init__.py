"""How goods are bought and what comes of it: carts, checkout, orders, fulfilment, payments and earnings."""
