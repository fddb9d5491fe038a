"""The demo is made by the product's own actions, says that it is one, and leaves no page empty."""

import json

import pytest

from kith.agreements.actions import ending
from kith.agreements.models import Agreement
from kith.audit import chain, ledger
from kith.claims.queries import listing, pages
from kith.core.errors import Refused
from kith.demo import making
from kith.identity import queries as identity
from kith.identity.models import Person
from kith.measures import utilisation
from kith.web import home


@pytest.mark.django_db
def test_the_demo_tells_its_story_and_says_demo_everywhere():
    accounts = making.make()
    assert len(accounts) == 8
    assert ledger.is_demo()
    assert chain.check().finding is None
    for account in accounts:
        person = Person.objects.get(email=account.mail)
        assert person.check_password(account.password)
        page = home.page(identity.actor_for(person))
        assert page.newest, f"{account.name} finds nothing on her home page"
    asha = identity.actor_for(Person.objects.get(name="Asha"))
    found = utilisation.of(asha)
    assert (found.used, found.due, found.too_young) == (18, 24, 4)
    ruth = identity.actor_for(Person.objects.get(name="Ruth"))
    overview = listing.overview(ruth)
    assert [row.name for row in overview.advisers] == ["Ms Hale"]
    assert [row.insurer for row in overview.covers] == ["Northern Mutual"]
    [over] = overview.closed
    [vent] = pages.claim(over.row.uid, ruth).pages
    assert "Brightforge Castings" in {told.known.firm.name for told in vent.told}
    nda = Agreement.objects.get(title__startswith="Mutual NDA", amends=None)
    receipt = ending.stop_sharing(nda.uid, by=ruth)
    assert json.loads(receipt.body)["demo"] is True
    with pytest.raises(Refused, match="empty"):
        making.make()
