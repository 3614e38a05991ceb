"""What coordinators may submit about producers, certificates, training and members, by topic."""
