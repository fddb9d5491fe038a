from django.apps import AppConfig


class ExposuresConfig(AppConfig):
    name = "kith.exposures"

    def ready(self) -> None:
        """Let notices and commitments be about disclosures."""
        from kith.exposures import promises, told  # noqa: PLC0415  (models exist only now)

        promises.listen()
        told.listen()
