"""Vectors for the search figures: real ones of the evaluation sets, drawn ones where only size and time matter."""

from collections.abc import Iterator

from kith.search.models import Pending, Row, Vector
from kith.search.vectors import making, recall, store

PIECES = 3  # of each drawn item: some 180 words
SOME = 1000


def installed() -> bool:
    """Whether the models are there."""
    return recall.installed()


def make() -> None:
    """Make vectors of everything that is pending, in this process, and hold them ready."""
    from kith.search.vectors import reading  # noqa: PLC0415  (the models may be missing)

    while making.make_some(reading.read):
        pass
    hold()


def hold() -> None:
    """Read models and vectors anew."""
    recall.here.answers = None
    if not recall.here.load():
        raise LookupError("no vectors, or no models")


def let_go() -> None:
    """Find by words alone."""
    recall.here.answers = None


def draw() -> None:
    """Give each row vectors that point anywhere: what they cost does not depend on where they point."""
    Vector.objects.all().delete()
    Pending.objects.all().delete()
    for batch in _batches():
        Vector.objects.bulk_create(batch)
    hold()


def _batches() -> Iterator[list[Vector]]:
    import numpy as np  # noqa: PLC0415

    from kith.search.vectors import encoders  # noqa: PLC0415
    from kith.search.vectors.bits import in_bytes, signs  # noqa: PLC0415

    dice = np.random.default_rng(7)
    rows = list(Row.objects.values_list("item_id", "organisation_id", "space_id", "kind", "acl"))
    for start in range(0, len(rows), SOME):
        some = rows[start : start + SOME]
        held = {}
        for model, size in encoders.SIZES.items():
            drawn = dice.standard_normal((len(some) * PIECES, size)).astype(np.float32)
            held[model] = signs(drawn).reshape(len(some), -1), in_bytes(drawn).reshape(len(some), -1)
        yield [
            Vector(
                item_id=item_id,
                mark="",
                version=store.VERSION,
                organisation_id=organisation,
                space_id=space,
                kind=kind,
                acl=acl,
                english_signs=held[encoders.ENGLISH][0][n].tobytes(),
                many_signs=held[encoders.MANY][0][n].tobytes(),
                english=held[encoders.ENGLISH][1][n].tobytes(),
                many=held[encoders.MANY][1][n].tobytes(),
            )
            for n, (item_id, organisation, space, kind, acl) in enumerate(some)
        ]
