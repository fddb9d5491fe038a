"""Everything but the picture goes, and of the picture nothing does."""

import io

import pytest
from PIL import Image, PngImagePlugin

from kith.files import stripping

CANARY = b"CANARY"


def drawn(mode="RGB", size=(37, 23)):
    image = Image.radial_gradient("L").resize(size).convert(mode)
    return image.quantize(16) if mode == "P" else image


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, image.size, image.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_a_png_keeps_every_pixel_and_loses_its_words(mode):
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "CANARY")
    words.add_itxt("Place", "CANARY", zip=False)
    data = saved(drawn(mode), "PNG", pnginfo=words, exif=b"Exif\0\0CANARY", icc_profile=b"CANARY") + CANARY
    stripped = stripping.png(data)
    assert CANARY in data
    assert CANARY not in stripped
    assert pixels(stripped) == pixels(data)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"quality": 100, "subsampling": 0}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_keeps_every_pixel_and_loses_its_words(mode, options):
    data = saved(drawn(mode, (199, 99)), "JPEG", comment=CANARY, exif=b"Exif\0\0CANARY", **options)
    data = data[:2] + b"\xff\xed\0\x08CANARY" + data[2:] + CANARY
    stripped = stripping.jpeg(data)
    assert CANARY in data
    assert CANARY not in stripped
    assert pixels(stripped) == pixels(data)


@pytest.mark.parametrize(("kind", "strip"), [("PNG", stripping.png), ("JPEG", stripping.jpeg)])
def test_a_file_that_breaks_off_anywhere_is_damaged(kind, strip):
    data = saved(drawn(), kind)
    for end in range(len(data) - 1):
        with pytest.raises(stripping.Damaged):
            strip(data[:end])


def test_a_png_with_a_changed_byte_is_damaged():
    data = bytearray(saved(drawn(), "PNG"))
    data[60] ^= 1
    with pytest.raises(stripping.Damaged):
        stripping.png(bytes(data))
