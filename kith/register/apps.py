from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "kith.register"

    def ready(self) -> None:
        """Let what is registered have deadlines, and notices be told."""
        from kith.register import due, told  # noqa: PLC0415  (models exist only now)

        due.listen()
        told.listen()
