"""What happened to webhooks: ids only."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HookMade(Fact):
    """From now on facts are posted to another program of the organisation's."""

    about = "hook"
    hook_id: int


@dataclass(frozen=True, kw_only=True)
class HookChanged(Fact):
    """Its name, its address or what is posted there was changed."""

    about = "hook"
    hook_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HookSecretDrawn(Fact):
    """A new secret signs; the one before signs too for a day."""

    about = "hook"
    hook_id: int


@dataclass(frozen=True, kw_only=True)
class HookPaused(Fact):
    """Nothing is posted there until somebody goes on."""

    about = "hook"
    hook_id: int


@dataclass(frozen=True, kw_only=True)
class HookResumed(Fact):
    """Facts are posted there again."""

    about = "hook"
    hook_id: int


@dataclass(frozen=True, kw_only=True)
class HookEnded(Fact):
    """Nothing is posted there any more."""

    about = "hook"
    hook_id: int


@dataclass(frozen=True, kw_only=True)
class HookSwitchedOff(Fact):
    """Kith switched it off: the receiver wants nothing any more, or took nothing for five days."""

    about = "hook"
    hook_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class HookTested(Fact):
    """Somebody asked for a test to be sent."""

    about = "hook"
    hook_id: int
    delivery_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryAskedAgain(Fact):
    """Somebody asked for something to be sent once more."""

    about = "hook"
    hook_id: int
    delivery_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryGivenUp(Fact):
    """Something was not taken at any of its attempts."""

    about = "hook"
    hook_id: int
    delivery_id: int
