"""A network to look around in: a pump maker, a foundry, a university and a water company, made by the product's own
actions and dated relative to today. Nothing in it is real, and its first ledger row says so."""
