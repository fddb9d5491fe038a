"""The queues of background work."""

LONG = "long"  # what may take hours: it has a worker of its own, so that mails and receipts do not wait for it
