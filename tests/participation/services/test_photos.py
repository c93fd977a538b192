"""Photos: nothing but the picture is kept, what is hostile is refused, and who may not read the idea sees none."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from participants import COMMITTEE, OFFICIAL, Wants
from visitors import NOW, Clock, login
from wijkwerk.participation.models import Idea, Photo, Process
from wijkwerk.participation.services import ideas, photos
from wijkwerk.workflow.api import TransitionNotAllowed

_ORIENTATION, _GPS, _MAKER = 0x0112, 0x8825, 0x010F
FACTS = {"kind": "signal", "title": "Lamp stuk", "text": "Het is donker.", "topic": "lighting"}


def taken(kind: str = "JPEG", size: tuple[int, int] = (3000, 1500), comment: bytes = b"") -> bytes:
    """What a telephone makes: on its side, with a place and a maker."""
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKER] = 6, "Telefoonmerk"
    exif.get_ifd(_GPS)[1] = "N"
    out = BytesIO()
    more: dict[str, Any] = {"comment": comment} if comment else {}
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, exif=exif, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_only_the_picture_is_left(kind: str) -> None:
    more = {"comment": b"bij mij thuis"} if kind == "JPEG" else {}
    sent = taken(kind, **more)
    picture = photos.picture_of(sent)
    assert (picture.width, picture.height) == (640, 1280)  # upright, and not larger than is needed
    kept = Image.open(BytesIO(picture.image))
    assert kept.format == "JPEG" and not kept.getexif() and "comment" not in kept.info
    for word in (b"Telefoonmerk", b"Exif", b"bij mij thuis", b"GPS"):
        assert word not in picture.image
    red, green, _blue = kept.convert("RGB").getpixel((300, 600))  # type: ignore[misc]
    assert red > 150 and green < 90


def huge() -> bytes:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


def colour(kind: str, size: tuple[int, int]) -> bytes:
    """A file of few bytes with many pixels."""
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 40,
        taken()[:2000],
        b"%PDF-1.7",
        huge(),
        colour("PNG", (4100, 4000)),
        colour("JPEG", (1200, 16000)),
        b"\xff\xd8\xff" + b"\0" * (photos.MOST_BYTES + 1),
    ],
    ids=[
        "empty",
        "svg",
        "gif",
        "cut off",
        "pdf",
        "too many pixels",
        "too many to unpack",
        "too long to draft",
        "too large",
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(photos.PhotoError):
        photos.picture_of(content)


def test_a_large_photo_of_a_telephone_is_read_at_a_part_of_its_size() -> None:
    picture = photos.picture_of(colour("JPEG", (8160, 6120)))
    assert (picture.width, picture.height) == (1280, 960)
    picture = photos.picture_of(colour("PNG", (4000, 4000)))
    assert (picture.width, picture.height) == (1280, 1280)


def test_making_a_large_picture_small_takes_little_memory() -> None:
    measured = (
        "import sys, resource; from wijkwerk.participation.services.pictures import small;"
        "content = sys.stdin.buffer.read();"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; assert small(content);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", measured], input=colour("PNG", (4000, 4000)), capture_output=True, check=True
    )  # fmt: skip
    assert int(done.stdout) < 150_000  # kilobytes; its pixels alone are 64,000


def test_a_picture_is_opened_when_all_else_is_right_and_not_too_often(
    process: Process, client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(photos, "picture_of", lambda content: opened.append(content))
    url = f"/nl/participation/{process.pk}/submit"
    for _time in range(40):
        photo = SimpleUploadedFile("a.jpg", b"x", "image/jpeg")
        client.post(url, {**FACTS, "title": "", "photo": photo})
    assert not opened
    answers = {send(client, process, b"x").status_code for _time in range(40)}
    assert len(opened) == 30 and answers == {200, 400}


def send(client: Client, process: Process, content: bytes) -> Any:
    sent = SimpleUploadedFile("IMG_0001.jpg", content, "image/jpeg")
    return client.post(f"/nl/participation/{process.pk}/submit", {**FACTS, "photo": sent})


def test_a_photo_is_seen_by_who_may_read_what_it_came_with_until_it_is_removed(
    process: Process, client: Client, command: Wants, somebody: Any, clock: Clock
) -> None:
    assert (
        'enctype="multipart/form-data"'
        in client.get(f"/nl/participation/{process.pk}/submit").content.decode()
    )
    assert send(client, process, taken(size=(400, 300))).status_code == 200
    row = Idea.objects.get()
    public = f"/nl/participation/{process.pk}/ideas/{row.pk}"
    work = f"/nl/work/participation/{process.pk}/ideas/{row.pk}"
    official, committee = login(somebody(OFFICIAL), NOW), login(somebody(COMMITTEE), NOW)
    assert client.get(f"{public}/photo.jpg").status_code == 404
    assert committee.get(f"{work}/photo.jpg").status_code == 404
    answer = official.get(f"{work}/photo.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    assert f"{work}/photo.jpg" in official.get(work).content.decode()
    ideas.publish(command(OFFICIAL, row), row)
    assert f"{public}/photo.jpg" in client.get(public).content.decode()
    assert client.get(f"{public}/photo.jpg").content == answer.content
    with pytest.raises(TransitionNotAllowed):
        photos.remove(command(OFFICIAL, row), row)
    photos.remove(command(OFFICIAL, row, "Iemand is herkenbaar."), row)
    assert client.get(f"{public}/photo.jpg").status_code == 404 and not Photo.objects.exists()
    assert "unpicture" not in official.get(work).content.decode()


def test_a_file_that_is_no_photo_keeps_nothing(
    process: Process, client: Client, clock: Clock
) -> None:
    answer = send(client, process, b"<script>alert(1)</script>")
    assert answer.status_code == 400 and "geen foto" in answer.content.decode()
    assert not Idea.objects.exists()
