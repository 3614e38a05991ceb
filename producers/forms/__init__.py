"""What people may submit about producers, by topic."""
