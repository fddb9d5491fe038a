from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "kith.privacy"
