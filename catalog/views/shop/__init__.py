"""The shop's pages for everyone, by what they show."""
