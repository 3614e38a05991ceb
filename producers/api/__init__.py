"""Producers in the API, by audience: everyone, their own people and coordinators."""
