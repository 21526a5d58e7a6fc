"""Files as schools choose them, good ones and ones made to do harm."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
from PIL import Image

W = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{W}.document.main+xml"/></Types>'
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
ODT = "application/vnd.oasis.opendocument.text"


def pdf(text: str = "", change: Callable[[pikepdf.Pdf], None] = lambda pdf: None, **saving) -> bytes:
    """One empty page; `change` puts something in it."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Title"] = text
    change(made)
    into = io.BytesIO()
    made.save(into, deterministic_id=not saving, **saving)
    return into.getvalue()


def with_script(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.Root.OpenAction = action


def with_hidden_script(made: pikepdf.Pdf) -> None:
    """In an object that no page leads to, with a stream for its text."""
    script = made.make_stream(b"app.alert(1)")
    made.Root.PieceInfo = pikepdf.Dictionary(A=pikepdf.Array([pikepdf.Dictionary(JS=script)]))


def with_launch(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["rekening.exe"] = b"MZ"


def locked_pdf(user: str = "") -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="geheim", user=user))


def package(parts: dict[str, str | bytes]) -> bytes:
    """The same parts make the same file: a part is not dated by the clock."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name, text in parts.items():
            made.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return into.getvalue()


def docx(**more: str | bytes) -> bytes:
    """`more` are parts with __ for a slash and _ for a dot: word__vbaProject_bin."""
    named = {name.replace("__", "/").replace("_", "."): text for name, text in more.items()}
    return package({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document/>"} | named)


def docx_fetching(target: str) -> bytes:
    link = f'<Relationship Type="{OFFICE}/attachedTemplate" Target="{target}" TargetMode="External"/>'
    links = f'<Relationships xmlns="{RELS}">{link}</Relationships>'
    parts = {"[Content_Types].xml": TYPES, "word/document.xml": "<w:document/>"}
    return package(parts | {"word/_rels/settings.xml.rels": links})


def odt(manifest: str = MANIFEST, content: str = "<office:document/>", **more: str) -> bytes:
    parts = {"mimetype": ODT, "META-INF/manifest.xml": manifest, "content.xml": content}
    return package(parts | {name.replace("__", "/"): text for name, text in more.items()})


def zip_bomb() -> bytes:
    """A Word document of a few hundred kB that unpacks to 200 MB."""
    return docx(word__media_txt=bytes(200_000_000))


def lying_zip() -> bytes:
    """Says of a part that it is small; its content is not."""
    made = bytearray(docx(word__media_txt=bytes(3_000_000)))
    real, lie = (3_000_000).to_bytes(4, "little"), (3_000).to_bytes(4, "little")
    return bytes(made.replace(real, lie))


def locked_zip() -> bytes:
    made = bytearray(docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + place] |= 1
    return bytes(made)


def growing_xml() -> bytes:
    """The "billion laughs": each word stands for ten of the one before."""
    words = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    types = f'<!DOCTYPE t [<!ENTITY l0 "ha">{words}]><Types>&l9;</Types>'
    return package({"[Content_Types].xml": types, "word/document.xml": "<w:document/>"})


def png(size: tuple[int, int] = (40, 30), **saving) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, "#1c2541").save(into, "PNG", **saving)
    return into.getvalue()


def jpeg(size: tuple[int, int] = (40, 30), *, sideways: bool = False) -> bytes:
    """With where and by whom it was taken, as a phone writes it."""
    exif = Image.Exif()
    exif[0x010F] = "Telefoon van Noor"
    exif[0x0112] = 6 if sideways else 1
    exif.get_ifd(0x8825)[2] = (52.0, 5.0, 30.0)
    into = io.BytesIO()
    Image.new("RGB", size, "#b4dd7f").save(into, "JPEG", exif=exif, comment=b"Noor was hier")
    return into.getvalue()


def huge_picture() -> bytes:
    """A few kB that would be 400 million points."""
    into = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(into, "PNG", optimize=True)
    return into.getvalue()


def put(folder: Path, content: bytes, name: str = "gekozen") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
