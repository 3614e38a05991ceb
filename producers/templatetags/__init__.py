"""Template tags about producers."""
