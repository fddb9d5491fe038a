"""What is counted as evidence: numbers and days of an organisation's own records, never what stands in them."""
