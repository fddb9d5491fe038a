"""Where nobody of a firm comes in through its provider any more, the operator lets its people in by other ways."""

from kith.cli import main
from kith.core import clock
from kith.identity.models import ProviderDemand


def test_the_operator_lifts_what_a_firm_asks_by_its_id_or_its_whole_name(world, capsys):
    for called in (world.pumps.uid, world.pumps.name):
        ProviderDemand.objects.create(organisation=world.pumps, since=clock.now())
        assert main.main(["signons", "nobody", "--not-required"]) == 1
        assert main.main(["signons", called, "--not-required"]) == 0
        assert "by password and passkey too" in capsys.readouterr().out
        assert not ProviderDemand.objects.exists()
        assert main.main(["signons", called, "--not-required"]) == 1, "nothing is asked any more"
