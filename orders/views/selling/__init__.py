"""The pages at /sell/: for the people of a producer."""
