from django.apps import AppConfig

from kith.core.sealing import resealing


class FilesConfig(AppConfig):
    name = "kith.files"

    def ready(self) -> None:
        """Tell of what lies under the installation's keys."""
        from kith.files import store  # noqa: PLC0415  (settings are ready only now)

        resealing.register(resealing.Part("files", store.sealed_with, store.reseal))
