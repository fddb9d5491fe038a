from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "kith.deadlines"

    def ready(self) -> None:
        """Let notices about deadlines be told."""
        from kith.deadlines import told  # noqa: PLC0415  (models exist only now)

        told.listen()
