"""What is missing or risky in an agreement's terms, and why nothing can be shared under it: for page and deed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kith.access.models import SubjectKind
from kith.agreements.models import Agreement
from kith.agreements.policy import is_open
from kith.agreements.terms import catalogue
from kith.agreements.terms.types import TYPES
from kith.core import clock
from kith.core.errors import Refused, Sentence
from kith.partnerships.models import Partnership

Bound = frozenset[int]  # the organisations that one agreement binds


@dataclass(frozen=True)
class Heed:
    """Something to heed before signing.

    Attributes:
        sentence: what it is.
        term: the term it is about.
        stops: the agreement cannot go out for signature with it.
    """

    sentence: Sentence
    term: str
    stops: bool = False


def of(agreement: Agreement) -> list[Heed]:
    """What to heed, that which stops it first."""
    found = [
        *_missing(agreement),
        *_over(agreement),
        *_results(agreement),
        *_competition(agreement),
        *_data(agreement),
        *_risks(agreement),
    ]
    return sorted(found, key=lambda heed: not heed.stops)


def stop(agreement: Agreement) -> None:
    """See that nothing stops it from being sent out, or signed.

    Raises:
        Refused: at the term, with the first thing that does.
    """
    first = next((heed for heed in of(agreement) if heed.stops), None)
    if first:
        raise Refused(first.sentence, first.term)


def _missing(agreement: Agreement) -> Iterator[Heed]:
    for key in TYPES[agreement.kind].needs:
        if key not in agreement.further:
            label = str(catalogue.TERMS[key].label)
            yield Heed(_("This type of agreement must say: %(term)s.") % {"term": label}, key, stops=True)


def _over(agreement: Agreement) -> Iterator[Heed]:
    if agreement.amends_id and agreement.ends_at() <= clock.now():  # it begins when it is signed, not in hindsight
        yield Heed(_("Its last day has passed. Choose a later one."), "ends_on", stops=True)


def _results(agreement: Agreement) -> Iterator[Heed]:
    said, terms = agreement.further, TYPES[agreement.kind].terms
    owner = said.get("foreground")
    if owner == "one" and "foreground_owner" not in said:
        yield Heed(_("Say which side owns the results."), "foreground_owner", stops=True)
    if owner == "field" and len(said.get("foreground_fields", ())) < agreement.parties.count():
        yield Heed(_("Results are divided by field: name the field of each side."), "foreground_fields", stops=True)
    if owner == "joint":
        yield Heed(
            _(
                "Results belong to both together. What each owner may do alone differs from country to country: in "
                "some it may license without asking, in others not even use. Say under “Besides” who may do what."
            ),
            "foreground",
        )
    if "background" in terms and "background" not in said:
        yield Heed(
            _("Nobody has listed what it brings. What is not listed can be taken for a result later."), "background"
        )


def _competition(agreement: Agreement) -> Iterator[Heed]:
    if not _compete(agreement):
        return
    yield Heed(
        _(
            "You compete with each other. Prices, customers, costs, capacities and plans are not to be shared at all: "
            "exchanging them can break competition law whatever an agreement says."
        ),
        "counsel",
    )
    if is_wide(agreement):
        yield Heed(
            _("Between competitors, name a clean team: teams or people, not everyone."), "recipients", stops=True
        )
    if "counsel" not in agreement.further:
        yield Heed(_("Between competitors, name the lawyer who was consulted."), "counsel", stops=True)


def _compete(agreement: Agreement) -> bool:
    """Whether any two of the parties compete with each other."""
    parties = agreement.parties.values("organisation")
    between = Partnership.objects.filter(first__in=parties, second__in=parties)
    return between.filter(compete_said_by__isnull=False).exists()


def is_wide(agreement: Agreement) -> bool:
    """Whether it lets in everyone of a party."""
    return agreement.recipients.filter(kind=SubjectKind.ORGANISATION).exists()


def _data(agreement: Agreement) -> Iterator[Heed]:
    if "personal_data" in agreement.further and not _is_data_protected(agreement):
        # What an amendment carries over stays open: it cannot wait for another agreement.
        yield Heed(_data_unprotected(), "personal_data", stops=agreement.amends_id is not None)


def _data_unprotected() -> str:
    return _(
        "Personal data is among it, and you have no data processing agreement or arrangement between joint controllers "
        "in force with each other. Until then nothing can be shared under this agreement."
    )


def _is_data_protected(agreement: Agreement) -> bool:
    parties = _bound(agreement)
    return _is_protected(parties, _protections(parties))


def _bound(agreement: Agreement) -> Bound:
    return frozenset(party.organisation_id for party in agreement.parties.all())


def _is_protected(parties: Bound, protections: Iterable[Bound]) -> bool:
    """Whether all of the parties are bound by one agreement on the processing of personal data."""
    return any(parties <= each for each in protections)


def _in_force() -> QuerySet[Agreement]:
    return Agreement.objects.filter(Q(basis__starts_at__lte=clock.now()) & is_open("basis"))


def _protections(parties: Iterable[int]) -> set[Bound]:
    """The parties of each agreement on the processing of personal data that is in force, of those of these firms."""
    kinds = [key for key, type_ in TYPES.items() if type_.protects]
    found = _in_force().filter(kind__in=kinds, parties__organisation__in=parties).distinct()
    return {_bound(row) for row in found.prefetch_related("parties")}


def naming_personal_data(organisation_id: int) -> list[tuple[Agreement, bool]]:
    """The agreements of an organisation in force that name personal data, and whether its processing is covered."""
    ours = _in_force().filter(parties__organisation=organisation_id, further__has_key="personal_data")
    rows = list(ours.prefetch_related("parties").order_by("pk"))
    protections = _protections([organisation_id]) if rows else set()
    return [(row, _is_protected(_bound(row), protections)) for row in rows]


def _risks(agreement: Agreement) -> Iterator[Heed]:
    said, terms = agreement.further, TYPES[agreement.kind].terms
    if said.get("residuals") == "broad":
        yield Heed(
            _("People may use whatever they remember. That can undo most of the secrecy agreed here."), "residuals"
        )
    if opens_nothing(agreement) and "binding" in said:
        yield Heed(_("Secrecy does not bind here, so that nothing can be shared under it."), "binding")
    if "governing_law" in terms and "governing_law" not in said:
        yield Heed(_("It does not say which law holds."), "governing_law")


def opens_nothing(agreement: Agreement) -> bool:
    """Whether nothing can ever be shared under it: a letter of intent in which secrecy does not bind."""
    return agreement.kind == Agreement.Kind.MOU and "secrecy" not in agreement.further.get("binding", ())


def receivers(agreement: Agreement) -> tuple[int, ...]:
    """The parties that only receive under it."""
    parties = tuple(agreement.parties.order_by("pk").values_list("organisation_id", flat=True))
    if opens_nothing(agreement):
        return parties
    discloser = agreement.further.get("discloser")
    return tuple(pk for pk in parties if discloser not in (None, pk))


def barrier(agreement: Agreement, owner_id: int | None) -> Sentence | None:
    """Why that party can share nothing of its own under the agreement now; None when it can."""
    if agreement.recorded_end:
        return _("Its end is recorded: nothing new is shared under it any more.")
    if opens_nothing(agreement):
        return _("Secrecy does not bind in this letter of intent, so that nothing can be shared under it.")
    if owner_id in receivers(agreement):
        return _("Under this agreement your side only receives. To share in return, agree on it first.")
    if "personal_data" in agreement.further and not _is_data_protected(agreement):
        return _data_unprotected()
    if is_wide(agreement) and _compete(agreement):
        return _(
            "You compete with each other, and this agreement lets in everyone. Amend it to name a clean team first."
        )
    return None
