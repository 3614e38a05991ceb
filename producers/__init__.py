"""Who makes: producers, their people, training and certificates. It must not know products or orders."""
