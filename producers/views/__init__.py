"""Pages of producers, by audience."""
