"""What people may submit about orders, by audience."""
