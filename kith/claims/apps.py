from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "kith.claims"

    def ready(self) -> None:
        """Let insurance and claims have deadlines."""
        from kith.claims import days  # noqa: PLC0415  (models exist only now)

        days.listen()
