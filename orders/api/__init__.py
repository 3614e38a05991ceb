"""The API of orders, by audience."""
