from django.apps import AppConfig

from kith.core.sealing import resealing


class SignonsConfig(AppConfig):
    name = "kith.signons"

    def ready(self) -> None:
        """Let secrets be sealed anew, changes be told by mail, and people show by their provider that it is they."""
        from kith.identity import proof, through  # noqa: PLC0415  (models exist only now)
        from kith.signons import queries, telling  # noqa: PLC0415
        from kith.signons.actions import linking  # noqa: PLC0415
        from kith.signons.models import Provider  # noqa: PLC0415

        resealing.register(resealing.field(Provider, "secret"))
        telling.listen()
        proof.MORE.append(queries.ways_to_prove)
        through.STANDS.append(linking.stands)
