from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "kith.backups"

    def ready(self) -> None:
        """Let notices about backups be told."""
        from kith.backups import told  # noqa: PLC0415  (models exist only now)

        told.listen()
