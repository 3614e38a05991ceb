"""The pages at /desk/ about producers, their certificates, training and members: for market coordinators."""
