from django.apps import AppConfig


class ExitsConfig(AppConfig):
    name = "kith.exits"

    def ready(self) -> None:
        """Let ends become work, with days, and notices about them be told."""
        from kith.exits import days, reactions, told  # noqa: PLC0415  (models exist only now)

        days.listen()
        reactions.listen()
        told.listen()
