from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "kith.assurance"

    def ready(self) -> None:
        """Let findings have deadlines, and notices about checks be told."""
        from kith.assurance import days, told  # noqa: PLC0415  (models exist only now)

        days.listen()
        told.listen()
