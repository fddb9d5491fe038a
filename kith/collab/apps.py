from django.apps import AppConfig


class CollabConfig(AppConfig):
    name = "kith.collab"
