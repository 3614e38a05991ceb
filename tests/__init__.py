"""Tests of everything: by package, whole stories, races, faults, a real browser, and the rules of the house."""
