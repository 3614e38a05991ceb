"""The wiring: settings, addresses, Celery, the page shell. It knows every package, and no package knows it."""
