"""Pages of orders, by audience."""
