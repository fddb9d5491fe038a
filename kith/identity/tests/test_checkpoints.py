"""Signed checkpoints reach every organisation's owners."""

from kith.audit import chain, keys
from kith.identity import checkpoints


def test_every_owner_gets_the_signed_state_and_nobody_else(world, mailoutbox):
    chain.seal()
    mark = checkpoints.issue()
    assert sorted(mail.to[0] for mail in mailoutbox) == [f"{who}@example.org" for who in ("ada", "cleo", "dan", "una")]
    assert mark.hash in mailoutbox[0].body
    assert keys.verify(chain.statement(mark.seq, mark.hash), mark.signature, keys.public_pem())
    assert checkpoints.issue() is None
