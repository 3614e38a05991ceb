"""The catalog in the API, by audience: everyone, producers and coordinators."""
