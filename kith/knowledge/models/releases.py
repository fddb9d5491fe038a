"""That one partner may see an item although another partner's confidential knowledge went into it."""

from django.db import models

from kith.knowledge.models.items import Item


class Releases(models.QuerySet["Release"]):
    """Questions about releases."""

    def standing(self) -> "Releases":
        """Those that were given and have not ended."""
        return self.filter(given=True, ended_at=None)


class Release(models.Model):
    """Somebody asked that an item be shown to a partner although it is bound to another one, and what was decided.

    It holds for what stood behind the item when it was decided (`covers`): with another confidential input it ends.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="releases")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    covers = models.JSONField(default=list)  # pairs: the item through which an input came, and whose it is
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    given = models.BooleanField(default=False)
    words = models.CharField(max_length=1000, blank=True)  # why it was decided so
    ended_at = models.DateTimeField(null=True, blank=True)  # of one that was given: taken back, or overtaken
    ended_by = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects = Releases.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation"],
                condition=models.Q(decided_at=None),
                name="one_open_question_per_item_and_partner",
            ),
            models.UniqueConstraint(
                fields=["item", "organisation"],
                condition=models.Q(given=True, ended_at=None),
                name="one_release_per_item_and_partner",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="nobody_releases_what_she_asked_for",
            ),
        ]
