"""The pages at /desk/ about listings: the review, claims and categories."""
