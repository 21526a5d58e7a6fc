"""A picture drawn anew, without what a camera wrote in it (place, time, maker) or someone hid in it."""

from pathlib import Path

from PIL import Image, ImageOps

from dekkend.core.files.kinds import TOO_MUCH, Refused

MOST_PIXELS = 50_000_000
KEPT = {"icc_profile", "transparency"}  # colours as they were


def clean_picture(path: Path, copy: Path) -> str:
    """ "png" or "jpeg", and the picture in `copy`; upright, for the sign that said so stays behind too."""
    Image.MAX_IMAGE_PIXELS = None  # opening reads the size only, and we judge that ourselves
    with Image.open(path, formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(TOO_MUCH)
        kind = "png" if picture.format == "PNG" else "jpeg"
        upright = ImageOps.exif_transpose(picture)
    drawn = upright.copy()
    drawn.info = {name: value for name, value in upright.info.items() if name in KEPT}
    if kind == "png":
        drawn.save(copy, "PNG", optimize=True)
    else:
        icc = drawn.info.get("icc_profile") if drawn.mode != "CMYK" else None
        drawn = drawn.convert("RGB") if drawn.mode not in ("RGB", "L") else drawn
        drawn.save(copy, "JPEG", quality=88, optimize=True, icc_profile=icc)
    return kind
