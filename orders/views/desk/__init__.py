"""The pages at /desk/: for market coordinators."""
