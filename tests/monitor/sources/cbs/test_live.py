"""Tables over the network, from a service of our own that fails at times."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from wijkwerk.monitor.sources.cbs.odata import client
from wijkwerk.monitor.sources.cbs.odata.client import Client
from wijkwerk.monitor.sources.cbs.odata.live import from_cbs
from wijkwerk.shared.problems import InputError

Said = Callable[[Exception], list[str]]
AREAS = [
    ("NL00", "Nederland", "Land"),
    ("GM9001", "Testdam", "Gemeente"),
    ("WK900100", "Wijk 00", "Wijk"),
    ("BU90010000", "Noord", "Buurt"),
    ("BU90010001", "Zuid", "Buurt"),
]
SHARES = {"NL00": 57, "GM9001": 50.5, "WK900100": 60, "BU90010000": 65, "BU90010001": None}


def version4(service: Any, table: str = "85984NED") -> None:
    """The table as datasets.cbs.nl has it: a row per area and measure."""
    base = f"/{table}"
    names = ("Properties", "Dimensions", "MeasureCodes", "MeasureGroups", "Observations")
    service.replies[base] = {"value": [{"name": name, "url": name} for name in names]}
    service.replies[f"{base}/Properties"] = {
        "Title": "Kerncijfers wijken en buurten 2024",
        "Modified": "2026-01-01",
    }
    service.replies[f"{base}/Dimensions"] = {"value": [{"Identifier": "WijkenEnBuurten"}]}
    service.replies[f"{base}/MeasureGroups"] = {
        "value": [
            {"Id": "1", "Title": "Wonen", "ParentId": None},
            {"Id": "2", "Title": "Woningen naar eigendom", "ParentId": "1"},
        ]
    }
    service.replies[f"{base}/MeasureCodes"] = {
        "value": [
            {"Identifier": "GM000C", "Title": "Gemeentenaam", "Unit": "naam"},
            {"Identifier": "GW000C", "Title": "Indelingswijziging gemeente, wijk, buurt"},
            {"Identifier": "1014800", "Title": "Koopwoningen", "Unit": "%", "MeasureGroupId": "2"},
            {"Identifier": "M000297", "Title": "Woningvoorraad", "Unit": "aantal"},
            {"Identifier": "M999999", "Title": "Luchtballonnen", "Unit": "aantal"},
        ]
    }
    service.replies[f"{base}/WijkenEnBuurtenCodes"] = {
        "value": [{"Identifier": f"{code:10}", "Title": name} for code, name, _ in AREAS]
    }
    rows: list[dict[str, Any]] = []
    for code, _, _ in AREAS:
        place = {"WijkenEnBuurten": f"{code:10}"}
        share = SHARES[code]
        rows += [
            {
                **place,
                "Measure": "1014800",
                "Value": share,
                "StringValue": None,
                "ValueAttribute": "None" if share else "Confidential",
            },
            {**place, "Measure": "M000297", "Value": 100.0, "StringValue": None},
            {**place, "Measure": "GM000C", "Value": None, "StringValue": "Testdam   "},
            {
                **place,
                "Measure": "GW000C",
                "Value": None,
                "StringValue": "3" if code == "BU90010000" else "1",
            },
            {**place, "Measure": "M999999", "Value": 7.0, "StringValue": None},
        ]
    service.replies[f"{base}/Observations"] = {"value": rows}


def version3(service: Any, table: str = "83765NED") -> None:
    """The table as opendata.cbs.nl has it: a wide row per area, the signs as texts."""
    base = f"/{table}"
    names = ("TableInfos", "DataProperties", "WijkenEnBuurten", "TypedDataSet", "UntypedDataSet")
    service.replies[base] = {
        "value": [{"name": name, "url": f"http://opendata.cbs.nl/{name}"} for name in names]
    }
    service.replies[f"{base}/TableInfos"] = {
        "value": [{"Title": "Kerncijfers wijken en buurten 2017", "Modified": "2020"}]
    }
    properties = [
        (0, None, "GeoDimension", "WijkenEnBuurten", "Wijken en buurten", None),
        (1, None, "TopicGroup", None, "Regioaanduiding", None),
        (2, 1, "GeoDetail", "Gemeentenaam_1", "Gemeentenaam", "naam"),
        (3, 1, "GeoDetail", "Codering_3", "Codering", "code"),
        (
            4,
            1,
            "GeoDetail",
            "IndelingswijzigingWijkenEnBuurten_4",
            "Indelingswijziging wijken en buurten",
            "code",
        ),
        (5, None, "TopicGroup", None, "Wonen", None),
        (6, 5, "Topic", "Woningvoorraad_34", "Woningvoorraad", "aantal"),
        (7, 5, "Topic", "Koopwoningen_40", "Koopwoningen", "%"),
        (8, 5, "Topic", "Luchtballonnen_41", "Luchtballonnen", "aantal"),
    ]
    keys = ("ID", "ParentID", "Type", "Key", "Title", "Unit")
    service.replies[f"{base}/DataProperties"] = {
        "value": [dict(zip(keys, one, strict=True)) for one in properties]
    }
    service.replies[f"{base}/WijkenEnBuurten"] = {
        "value": [{"Key": f"{code:10}", "Title": name} for code, name, _ in AREAS]
    }
    rows = [
        {
            "ID": number,
            "WijkenEnBuurten": f"{code:10}",
            "Gemeentenaam_1": "Testdam  ",
            "Codering_3": f"{code:10}",
            "IndelingswijzigingWijkenEnBuurten_4": "1",
            "Woningvoorraad_34": "    100",
            "Luchtballonnen_41": "7",
            "Koopwoningen_40": "       ." if SHARES[code] is None else f"  {SHARES[code]}",
        }
        for number, (code, _, _) in enumerate(AREAS)
    ]
    service.replies[f"{base}/UntypedDataSet"] = {"value": rows}


def shares(source: Path) -> dict[str, tuple[float | None, float | None, str]]:
    table = pl.read_parquet(source / "observations.parquet")
    return {row[0]: row[1:] for row in table.select("area", "value", "base", "status").iter_rows()}


def test_a_table_of_version_4_becomes_a_source(service: Any, tmp_path: Path) -> None:
    version4(service)
    report = from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert shares(tmp_path / "kwb") == {
        "NL00": (57, 100, "A"),
        "GM9001": (50.5, 100, "A"),
        "WK900100": (60, 100, "A"),
        "BU90010000": (65, 100, "B"),
        "BU90010001": (None, None, "N"),
    }
    assert report.files[0].not_understood == ["M999999: Luchtballonnen (aantal)"]
    assert report.files[0].years == ("2024",)
    # What nobody knows is named and not downloaded.
    assert not [one for one in service.asked if "Observations" in one and "M999999" in one]
    names = dict(pl.read_csv(tmp_path / "kwb" / "areas.csv").select("code", "name").iter_rows())
    assert names["BU90010000"] == "Noord"


def test_a_table_of_version_3_becomes_a_source(service: Any, tmp_path: Path) -> None:
    version3(service)
    report = from_cbs([], ["83765NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert shares(tmp_path / "kwb")["BU90010001"] == (None, None, "N")
    assert shares(tmp_path / "kwb")["GM9001"] == (50.5, 100, "A")
    assert report.files[0].not_understood == ["Wonen/Luchtballonnen (aantal)"]
    assert report.files[0].years == ("2017",)


def test_version_3_pages_with_skip(
    service: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkwerk.monitor.sources.cbs.odata.version3.PAGE", 2)
    version3(service)
    from_cbs([], ["83765NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    asked = [one for one in service.asked if "UntypedDataSet?" in one]
    assert [one.rsplit("$skip=")[1] for one in asked] == ["0", "2", "4"]
    assert len(shares(tmp_path / "kwb")) == 5


def test_files_and_tables_make_one_source(service: Any, tmp_path: Path, year_2014: Path) -> None:
    version4(service)
    report = from_cbs([year_2014], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert [file.years for file in report.files] == [("2014",), ("2024",)]


@pytest.mark.parametrize("fault", ["429", "503", "500", "cut", "hang up"])
def test_a_fault_of_the_network_is_tried_again(service: Any, tmp_path: Path, fault: str) -> None:
    version4(service)
    service.faults = ["", fault, "", fault, fault]
    from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert len(shares(tmp_path / "kwb")) == 5
    assert service.faults == []


def test_a_network_that_stays_away_ends_with_words_and_no_folder(
    service: Any, tmp_path: Path, said: Said
) -> None:
    version4(service)
    service.faults = ["503"] * 100
    with pytest.raises(InputError) as wrong:
        from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert said(wrong.value) == [
        f"{service.url}/85984NED: no answer after 6 attempts: found 'HTTP status 503'; expected a "
        "reply. Is there a connection? Run the same command again later; what came in is kept."
    ]
    assert not (tmp_path / "kwb").exists()


def test_a_service_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no answer after 6 attempts: found 'ConnectError"):
        from_cbs([], ["85984NED"], tmp_path / "kwb", base_url="http://127.0.0.1:9", wait=0)
    assert not (tmp_path / "kwb").exists()


def test_a_download_goes_on_where_it_stopped(service: Any, tmp_path: Path) -> None:
    version4(service)
    service.page = 3
    # The first pages of observations come in, then the line goes dead.
    healthy = ["", "", "", "", "", "", "", "", ""]
    service.faults = [*healthy, *["503"] * 6]
    with pytest.raises(InputError, match="no answer"):
        from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    kept = list((tmp_path / ".kwb-pages" / "85984NED").glob("*.json"))
    assert len(kept) > 3
    before = len(service.asked)
    service.faults = []
    from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    again = service.asked[before:]
    assert not [one for one in again if "MeasureCodes" in one]  # came in the first time
    assert len(shares(tmp_path / "kwb")) == 5
    assert not (tmp_path / ".kwb-pages").exists()


def test_pages_of_an_older_edition_of_the_table_are_not_used(service: Any, tmp_path: Path) -> None:
    version4(service)
    service.faults = [*[""] * 9, *["503"] * 6]
    with pytest.raises(InputError):
        from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    service.faults = []
    version4(service)
    service.replies["/85984NED/Properties"]["Modified"] = "2026-06-01"
    service.replies["/85984NED/WijkenEnBuurtenCodes"]["value"][3]["Title"] = "Nieuw-Noord"
    from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    names = dict(pl.read_csv(tmp_path / "kwb" / "areas.csv").select("code", "name").iter_rows())
    assert names["BU90010000"] == "Nieuw-Noord"


def test_a_table_that_does_not_exist_is_told(service: Any, tmp_path: Path, said: Said) -> None:
    with pytest.raises(InputError) as wrong:
        from_cbs([], ["00000NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert said(wrong.value) == [
        f"00000NED: no such table: found '{service.url}'; expected the number of a table of "
        "StatLine, such as 85984NED. It stands behind the name of the table on "
        "opendata.cbs.nl/statline."
    ]
    assert len(service.asked) == 1  # no use in trying again


def test_a_table_number_is_no_path(tmp_path: Path, said: Said) -> None:
    with pytest.raises(InputError) as wrong:
        from_cbs([], ["../geheim"], tmp_path / "kwb", base_url="http://127.0.0.1:9", wait=0)
    assert said(wrong.value) == [
        "--live: not a table number: found '../geheim'; expected such as 85984NED."
    ]


@pytest.mark.parametrize("address", ["http://example.org/x", "http://127.0.0.1:1/x"])
def test_a_redirect_to_another_host_is_refused(
    service: Any, tmp_path: Path, said: Said, address: str
) -> None:
    version4(service)
    service.faults = [address]
    with pytest.raises(InputError) as wrong:
        from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    host = service.url.removeprefix("http://")
    assert said(wrong.value) == [
        f"{service.url}: leads to another host: found '{address}'; expected addresses of {host}."
    ]


def test_a_redirect_on_the_same_host_is_followed(service: Any, tmp_path: Path) -> None:
    version4(service)
    service.faults = [f"{service.url}/85984NED"]
    from_cbs([], ["85984NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert len(shares(tmp_path / "kwb")) == 5


def test_a_next_page_on_another_host_is_refused(service: Any, said: Said) -> None:
    service.replies["/t/Rows"] = {"value": 0, "@odata.nextLink": ""}
    reply = {"value": [{"a": 1}], "@odata.nextLink": "http://example.org/t/Rows?$skip=1"}
    service.answer = lambda path, query: reply
    with Client(service.url, wait=0) as reader, pytest.raises(InputError) as wrong:
        list(reader.rows("t/Rows"))
    assert (
        "leads to another host: found 'http://example.org/t/Rows?$skip=1'" in said(wrong.value)[0]
    )


def test_pages_that_go_round_in_a_circle_stop(service: Any) -> None:
    reply = {"value": [{"a": 1}], "odata.nextLink": f"{service.url}/t/Rows"}
    service.answer = lambda path, query: reply
    with (
        Client(service.url, wait=0) as reader,
        pytest.raises(InputError, match="round in a circle"),
    ):
        list(reader.rows("t/Rows"))


def test_a_reply_that_is_too_big_is_refused(service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_BYTES_OF_A_REPLY", 1000)
    service.answer = lambda path, query: {"value": ["x" * 5000]}
    with Client(service.url, wait=0) as reader, pytest.raises(InputError, match="reply is too big"):
        reader.json("t")


def test_a_download_that_misses_rows_is_told(service: Any, tmp_path: Path, said: Said) -> None:
    version3(service)
    real = service.answer

    def forgetful(path: str, query: dict[str, list[str]]) -> Any:
        return "9" if path.endswith("/$count") else real(path, query)

    service.answer = forgetful
    with pytest.raises(InputError) as wrong:
        from_cbs([], ["83765NED"], tmp_path / "kwb", base_url=service.url, wait=0)
    assert said(wrong.value) == [
        "83765NED: download is not whole: found '5 rows'; expected 9 rows, as the service counts. "
        "The table may just have been renewed. Run the same command again."
    ]


@pytest.mark.parametrize("address", ["http://opendata.cbs.nl/odata", "ftp://127.0.0.1", "cbs"])
def test_an_address_that_is_not_safe_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="not a"):
        Client(address)


def test_waiting_doubles_and_heeds_the_service(
    service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("wijkwerk.monitor.sources.cbs.odata.client.time.sleep", waits.append)
    service.faults = ["503", "429", "cut"]
    service.answer = lambda path, query: {"value": []}
    with Client(service.url, wait=1) as reader:
        assert reader.json("t") == {"value": []}
    assert waits == [1, 2, 4]
