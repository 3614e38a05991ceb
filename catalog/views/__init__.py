"""Pages of the catalog, by audience."""
