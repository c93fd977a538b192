import json
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from wijkwerk.shared.problems import InputError
from wijkwerk.site.server import make_server


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    edition = tmp_path / "demo-1"
    edition.mkdir()
    source = {"title": {"nl": "Wijken <b>in beeld</b>", "en": "x"}, "simulated": True}
    (edition / "indicators.json").write_text(json.dumps({"source": source}), "utf-8")
    (edition / "manifest.json").write_text("{}", "utf-8")
    (edition / "report.html").write_text("<html>rapport</html>", "utf-8")
    half = tmp_path / ".building"
    half.mkdir()
    (half / "manifest.json").write_text("{}", "utf-8")
    with make_server(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_index_lists_editions_and_escapes_their_titles(address: str) -> None:
    page = httpx.get(address)
    assert page.status_code == 200
    assert "demo-1/report.html" in page.text
    assert "<b>in beeld</b>" not in page.text
    assert "gesimuleerd" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_half_built_edition_does_not_exist_for_a_visitor(address: str) -> None:
    assert ".building" not in httpx.get(address).text
    assert httpx.get(f"{address}/.building/manifest.json").status_code == 404
    assert httpx.get(f"{address}/%2ebuilding/manifest.json").status_code == 404


def test_a_report_is_served(address: str) -> None:
    assert "rapport" in httpx.get(f"{address}/demo-1/report.html").text


def test_a_missing_folder_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        make_server(tmp_path / "none", 0)
