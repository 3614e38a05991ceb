"""What people may submit about the catalog, by topic."""
