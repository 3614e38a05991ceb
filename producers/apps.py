"""The Django application `producers`."""

from importlib import import_module

from django.apps import AppConfig

from marketplace.editions import Showing, Shown


class ProducersApp(Showing, AppConfig):
    name = "producers"
    shown = (
        Shown("ProducerKind"),
        Shown("Producer"),
        Shown("ProducerPerson"),
        Shown("TrainingProvider"),
        Shown("Programme"),
        Shown("Cohort"),
        Shown("Certificate"),
    )

    def ready(self) -> None:
        """Make the texts of producers' events known to the outbox."""
        import_module("producers.notices")
