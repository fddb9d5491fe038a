from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "kith.identity"

    def ready(self) -> None:
        """Hear from the sign-in library who came, went or failed; it speaks in signals, at this edge only."""
        from kith.identity import sign_ins  # noqa: PLC0415  (models exist only now)

        sign_ins.listen()
