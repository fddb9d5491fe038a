"""Images from outside: only the parts that draw are kept, or the picture is written anew."""

import struct
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from kith.files import stripping
from kith.prose.sentence import Sentence
from kith.prose.sentence import marked as _

MAX_PIXELS = 40_000_000  # a photograph of a good camera; unpacked it takes 160 MB
FORMATS = ("PNG", "JPEG", "WEBP")
NO_IMAGE = Sentence(_("The file is not a PNG, JPEG or WebP image."))
DAMAGED = Sentence(_("The image is damaged and could not be read."))
QUALITY = 88  # of JPEG and WEBP, 1 to 100


ORIENTATION, UPRIGHT = 0x0112, 1  # EXIF
STRIPS = {"PNG": stripping.png, "JPEG": stripping.jpeg}
# What may say in a PNG's words how it lies, as Pillow reads them; with none of these, only its EXIF part does.
SAYS_SO = (b"Raw profile type", b"XML:com.adobe.xmp\0\1", b"Orientation")


class Refused(ValueError):
    """The image was not taken; `error.args[0]` is the Sentence for the person."""


def clean(path_in: Path, path_out: Path) -> tuple[int, int]:
    """Write the picture at `path_in` to `path_out` without its metadata, and say its size.

    The size is its width and height in pixels. The place, time and camera of a photograph go; so does
    whatever hides behind the picture. One that lies on its side, and every WebP, is written anew; others keep
    every pixel as it is. Animations keep their first frame.
    Raises Refused.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _rewrite(path_in, path_out)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_too_large()) from error
    except UnidentifiedImageError as error:
        raise Refused(NO_IMAGE) from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(DAMAGED) from error


def _rewrite(path_in: Path, path_out: Path) -> tuple[int, int]:
    with Image.open(path_in, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:  # known from its head, before anything is unpacked
            raise Refused(_too_large())
        kind = image.format or "PNG"
        lies_upright = _lies_upright(image, kind, path_in)
        if kind in STRIPS and lies_upright:
            return _strip(image, kind, path_in, path_out)
        picture = _bare(image if lies_upright else ImageOps.exif_transpose(image), kind)
    picture.save(path_out, format=kind, **({"quality": QUALITY} if kind != "PNG" else {"compress_level": 3}))
    return picture.width, picture.height


def _lies_upright(image: Image.Image, kind: str, path: Path) -> bool:
    """Whether it is shown as its pixels lie, which unreadable EXIF does not deny.

    To say so Pillow unpacks a PNG: most of what it costs.
    """
    data = path.read_bytes() if kind == "PNG" else b""
    try:
        if data and not any(mark in data for mark in SAYS_SO):
            exif = Image.Exif()
            exif.load(stripping.png_exif(data))
        else:
            exif = image.getexif()
    except (SyntaxError, struct.error):
        return True
    return bool(exif.get(ORIENTATION, UPRIGHT) == UPRIGHT)


def _strip(image: Image.Image, kind: str, path_in: Path, path_out: Path) -> tuple[int, int]:
    """Copy the parts that draw. A PNG's checksums vouch for its parts; a JPEG has none and is unpacked once."""
    size = image.size
    if kind == "JPEG":
        image.load()
    try:
        path_out.write_bytes(STRIPS[kind](path_in.read_bytes()))
    except stripping.Damaged as error:
        raise Refused(DAMAGED) from error
    return size


def _bare(image: Image.Image, kind: str) -> Image.Image:
    """A picture with the same pixels and nothing else: saving would carry profiles and comments on."""
    clear = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    mode = "RGBA" if clear and kind != "JPEG" else "L" if image.mode in {"1", "L"} else "RGB"
    pixels = image.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare


def _too_large() -> Sentence:
    return Sentence(
        _("The image has more than %(count)s million pixels. Make it smaller and try again."),
        count=MAX_PIXELS // 1_000_000,
    )
