"""The examples of the API's page work exactly as they are printed; pictures can be embedded."""

from __future__ import annotations

import html
import io
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas
import polars as pl
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from wijkwerk.monitor.library import library
from wijkwerk.monitor.models import EditionRecord

ROOT = Path(__file__).resolve().parents[3]


def _codes(language: str) -> list[str]:
    page = Client().get(f"/{language}/about/api")
    assert page.status_code == 200
    found = re.findall(r"<pre[^>]*><code[^>]*>(.*?)</code></pre>", page.content.decode(), re.DOTALL)
    return [html.unescape(one) for one in found]


def _asked(address: str, accept: str = "*/*") -> Any:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == "http://testserver"
    return Client().get(f"{parts.path}?{parts.query}", headers={"accept": accept})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_curl_line_answers(site: str, settings: Settings, language: str) -> None:
    settings.API_RATE = 0
    lines = [shlex.split(code) for code in _codes(language) if code.startswith("curl")]
    assert len(lines) >= 4
    for words in lines:
        accept = words[words.index("-H") + 1].removeprefix("Accept: ") if "-H" in words else "*/*"
        answer = _asked(words[-1], accept)
        assert answer.status_code == 200, (words, answer.content[:300])
        if accept == "text/csv":
            assert answer.content.count(b"\r\n") > 1
        else:
            assert answer.json()["items"], words


def test_the_python_example_runs_as_printed(
    site: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.API_RATE = 0
    example = next(code for code in _codes("nl") if code.startswith("import"))

    def urlopen(address: str) -> io.BytesIO:
        answer = _asked(address)
        assert answer.status_code == 200
        return io.BytesIO(answer.content)

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    exec(compile(example, "example", "exec"), {})
    number = int(capsys.readouterr().out.split()[0])
    assert number > 100


def test_the_line_for_pandas_reads_a_table(site: str, settings: Settings) -> None:
    settings.API_RATE = 0
    line = next(code for code in _codes("en") if code.startswith("pandas"))
    address = line.split('"')[1]
    assert _asked(address).content.startswith(b"area,level,period,indicator,value,")


COLUMNS = ["area", "period", "value", "lower", "upper"]


def _table(code: str) -> pl.DataFrame:
    """What the address in a piece of code answers, as a table."""
    (address,) = re.findall(r'"(http://testserver/[^"]+)"', code)
    answer = _asked(address)
    assert answer.status_code == 200
    return pl.read_csv(answer.content)


def test_the_lines_of_pandas_run_as_printed(
    site: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.API_RATE = 0
    code = next(one for one in _codes("nl") if one.startswith("import pandas"))
    read = pandas.read_csv
    monkeypatch.setattr(
        pandas, "read_csv", lambda address: read(io.BytesIO(_asked(address).content))
    )
    exec(compile(code, "example", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == COLUMNS and len(printed) > 3


@pytest.mark.parametrize(
    ("begin", "name"),
    [("figures <-", r'"(\w{2,})"(?=[,)])|\$(\w+)'), ("let", r'\{"(\w+)", type|\[(\w+)\] =')],
)
def test_the_lines_of_r_and_excel_ask_for_what_there_is(
    site: str, settings: Settings, begin: str, name: str
) -> None:
    settings.API_RATE = 0
    code = next(one for one in _codes("en") if one.startswith(begin))
    assert len(code.splitlines()) <= 6
    table = _table(code)
    named = {one or other for one, other in re.findall(name, code)}
    assert {"value", "conf_status"} <= named <= set(table.columns)
    assert (table["conf_status"] == "F").any()
    # A number is one with a point, whatever the machine's own sign is: R's default, and "en-US" in Excel.
    assert table["value"].dtype == pl.Float64 and ('"en-US"' in code or begin != "let")


def test_the_howto_names_only_addresses_that_exist(site: str, settings: Settings) -> None:
    settings.API_RATE = 0
    text = (ROOT / "docs" / "howto" / "use-the-api.md").read_text("utf-8")
    addresses = re.findall(r"http://127\.0\.0\.1:8000(/[^\s\"')]*)", text)
    assert len(addresses) >= 5
    for address in addresses:
        answer = Client().get(address.replace("EDITION", site))
        assert answer.status_code == 200, (address, answer.content[:300])


def test_without_editions_the_page_still_explains(site: str) -> None:
    EditionRecord.objects.all().delete()
    library.cache_clear()
    answer = Client().get("/en/about/api")
    assert answer.status_code == 200
    assert b"openapi.json" in answer.content
    assert b"curl" not in answer.content


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("lags", "indicator=rate01&within=GM0001"),
        ("trend", "indicator=rate01&area=BU00010000"),
        ("map", "indicator=rate01&against=GM0002"),
        ("lines", "indicator=rate01&area=GM0001,GM0002"),
    ],
)
def test_a_picture_can_be_shown_in_a_frame_of_any_site(
    site: str, language: str, kind: str, query: str
) -> None:
    answer = Client().get(f"/{language}/editions/{site}/embed/{kind}?{query}")
    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    told = answer.content.decode()
    assert "<script" not in told
    for picture in re.findall(r'(?:src|srcset)="([^"]+)"', told):
        drawn = Client().get(html.unescape(picture))
        assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml"), picture
    back = html.unescape(re.findall(r'<a href="([^"]+)"', told)[0])
    assert Client().get(back.removeprefix("http://testserver")).status_code == 200
    assert site in told


def test_only_embedded_pictures_may_stand_in_a_frame(site: str) -> None:
    for address in (
        f"/nl/editions/{site}",
        "/nl/about/api",
        f"/nl/editions/{site}/embed/none?indicator=rate01",
    ):
        answer = Client().get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_the_code_to_copy_is_an_iframe_of_the_picture(site: str) -> None:
    page = Client().get(f"/en/editions/{site}/indicators/rate01").content.decode()
    codes = [
        html.unescape(one) for one in re.findall(r"<code>(&lt;iframe.*?)</code>", page, re.DOTALL)
    ]
    assert codes
    for code in codes:
        address = html.unescape(re.findall(r'src="([^"]+)"', code)[0])
        assert address.startswith(f"http://testserver/en/editions/{site}/embed/")
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200
        assert "<script" not in code
