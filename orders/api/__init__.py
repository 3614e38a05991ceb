"""Orders in the API, by audience, each with its own view of them: buyers, producers and coordinators."""
