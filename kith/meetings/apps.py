from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kith.meetings"

    def ready(self) -> None:
        """Let notices about meetings and votes be told."""
        from kith.meetings import told  # noqa: PLC0415  (models exist only now)

        told.listen()
