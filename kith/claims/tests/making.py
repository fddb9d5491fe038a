"""What the stories about claims begin with."""

from datetime import date, timedelta
from decimal import Decimal

from kith.claims.actions.advising import Contact
from kith.claims.actions.claiming import Details
from kith.claims.actions.covering import Terms
from kith.claims.queries import pages
from kith.core import clock

TODAY = date(2027, 3, 1)
CONTACT = Contact("patent", "Ms Hale", "Hale & Finch", "hale@example.org", "+44 20 7946 0000", "Pump patents")
TERMS = Terms(
    "liability", "Northern Mutual", "IP-1", date(2027, 1, 1), date(2027, 12, 31), Decimal(500000), Decimal("0"), "GBP"
)
DETAILS = Details(
    "Vented cores", "against", "patent", "They say that our vents use their patent.", TODAY, other="Vent Rights Ltd"
)


def on(day, hours=12):
    return clock.at(clock.start_of(day, "UTC") + timedelta(hours=hours))


def words(claim_uid, by):
    return [str(each) for each in pages.claim(claim_uid, by).heeds]
