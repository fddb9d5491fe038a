"""What happened to providers and to who signs in by them: ids only."""

from dataclasses import dataclass

from kith.audit.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProviderConnected(Fact):
    """An owner connected the organisation's provider. Nobody signs in by it before it was tried."""

    about = "provider"
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class ProviderTried(Fact):
    """An owner came back from it as she should: from now on people may sign in by it."""

    about = "provider"
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class ProviderChanged(Fact):
    """Its name, its short name or its secret is another one."""

    about = "provider"
    provider_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProviderEnded(Fact):
    """Nobody signs in by it any more; sessions that were begun so are over."""

    about = "provider"
    moves_access = True
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class ProviderRequired(Fact):
    """The organisation lets its people in only through its provider."""

    about = "organisation"
    moves_access = True
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class ProviderNotRequired(Fact):
    """It lets them in by other ways too."""

    about = "organisation"
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class SignOnLinked(Fact):
    """Somebody signs in through a firm's provider from now on: she connected it, or her account began with it."""

    about = "person"
    person_id: int
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class SignOnUnlinked(Fact):
    """She does no longer; sessions that were begun so are over."""

    about = "person"
    moves_access = True
    person_id: int
    provider_id: int
