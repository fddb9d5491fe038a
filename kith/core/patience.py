"""How long to wait before something that failed is tried again."""

from datetime import timedelta

MOST_TRIES = 17  # from here on once a day
DAY = timedelta(days=1)


def wait(tries: int) -> timedelta:
    """Twice as long after each failure, up to a day; nothing is given up silently.

    Args:
        tries: how often it has failed, 1 the first time.
    """
    return min(timedelta(seconds=2 ** min(tries, MOST_TRIES)), DAY)
