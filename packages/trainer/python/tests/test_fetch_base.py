import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from loco_trainer.bundle import BaseFile
from loco_trainer.failure import TrainerError
from loco_trainer.fetch_base import obtain_base

BYTES = b"GGUF and more"


def base(*sources: list[str]) -> BaseFile:
    return BaseFile("b", "A base", "b.gguf", hashlib.sha256(BYTES).hexdigest(), len(BYTES), list(sources), "Terms.")


def test_a_file_that_is_here_is_taken_if_it_is_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "b.gguf").write_bytes(BYTES)
    assert obtain_base(base(), None, tmp_path, lambda _: None) == tmp_path / "b.gguf"
    (tmp_path / "other.gguf").write_bytes(b"else")
    with pytest.raises(TrainerError) as wrong:
        obtain_base(base(), tmp_path / "other.gguf", tmp_path, lambda _: None)
    assert wrong.value.code == "base-wrong-hash"
    with pytest.raises(TrainerError) as missing:
        obtain_base(base(), tmp_path / "nowhere.gguf", tmp_path, lambda _: None)
    assert missing.value.code == "base-missing"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address under which a server gives its files."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_the_next_source_is_tried_and_pieces_are_joined(tmp_path: Path, shelf: tuple[Path, str]) -> None:
    folder, address = shelf
    for name, piece in (("1", BYTES[:5]), ("2", BYTES[5:]), ("wrong", b"else")):
        (folder / name).write_bytes(piece)
    said: list[str] = []
    sources = (["file:b.gguf"], [f"{address}/missing"], [f"{address}/wrong"], [f"{address}/1", f"{address}/2"])
    got = obtain_base(base(*sources), None, tmp_path, said.append)
    assert got.read_bytes() == BYTES
    assert said == ["Downloading A base, 0 MB, once. Terms."]
    assert [path.name for path in tmp_path.glob("*.part")] == []


class Breaking(BaseHTTPRequestHandler):
    """Gives half of what is left at most, and says how much it should have been."""

    def do_GET(self) -> None:
        have = int(self.headers.get("Range", "bytes=0-")[6:-1])
        rest = BYTES[have:]
        self.send_response(206 if have else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: len(rest) // 2 + 1] if len(rest) > 3 else rest)


def test_a_download_that_breaks_off_twice_goes_on(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Breaking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        wanted, sizes = base([f"http://127.0.0.1:{server.server_port}/b.gguf"]), list[int]()
        for _ in range(9):
            try:
                assert obtain_base(wanted, None, tmp_path, lambda _: None).read_bytes() == BYTES
                break
            except TrainerError as error:
                assert error.code == "base-unavailable"
                sizes.append(sum(part.stat().st_size for part in tmp_path.glob("*.part*")))
        server.shutdown()
    assert len(sizes) > 1 and sizes == sorted(sizes) and (tmp_path / "b.gguf").exists()


def test_without_a_source_that_works_every_reason_is_told(
    tmp_path: Path, shelf: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", shelf[1])
    with pytest.raises(TrainerError) as error:
        obtain_base(base(["file:b.gguf"], ["hub:owner/repo/b.gguf@main"]), None, tmp_path, lambda _: None)
    assert error.value.code == "base-unavailable"
    assert error.value.message.splitlines() == [
        "The base could not be downloaded.",
        "  file:b.gguf: only the machine that wrote this script can reach it.",
        "  hub:owner/repo/b.gguf@main: HTTP Error 404: File not found",
    ]
