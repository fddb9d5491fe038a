"""Pages of people, accounts and the first start."""
