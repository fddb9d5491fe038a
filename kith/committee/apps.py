from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "kith.committee"

    def ready(self) -> None:
        """Let requests be voted on, have tasks and deadlines, and be told of; and decide about releases."""
        from kith.committee import listening  # noqa: PLC0415  (models exist only now)

        listening.listen()
