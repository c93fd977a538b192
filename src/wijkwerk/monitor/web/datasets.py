"""Editions as others describe data: schema.org for search engines, DCAT-AP-NL for catalogues of open data."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from wijkwerk.monitor.library import library
from wijkwerk.monitor.serving.sdmx import MEDIA_TYPE as SDMX_TYPE
from wijkwerk.monitor.web.edition_context import EditionContext
from wijkwerk.monitor.web.file_words import file_word
from wijkwerk.shared.text import Text

MOST_VARIABLES = 100
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_LICENCES = {
    "cc-by-4.0": "http://creativecommons.org/licenses/by/4.0/deed.nl",
    "cc by 4.0": "http://creativecommons.org/licenses/by/4.0/deed.nl",
    "cc-by": "http://creativecommons.org/licenses/by/4.0/deed.nl",
    "cc0": "http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    "cc0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    "mit": "https://opensource.org/license/mit",
}
_MEDIA = {
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".html": "text/html",
}
_FILE_TYPES = {
    ".parquet": "PARQUET", ".json": "JSON", ".geojson": "GEOJSON", ".xlsx": "XLSX", ".pdf": "PDF",
    ".html": "HTML",
}  # fmt: skip
Node = dict[str, Any]


def registered_of(edition: str) -> date:
    """The day on which this site took an edition up."""
    return next(
        record.registered_at.date() for record in library().records() if record.edition == edition
    )


def script_of(node: Node) -> SafeString:
    """JSON-LD as it may stand inside a page: nothing in it can end the element."""
    text = json.dumps(node, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308  (the signs that could end it were just taken out)


def _distributions(visit: EditionContext) -> list[tuple[str, str, str, str, int | None]]:
    """Address, name, media type, file type and size of each way to take an edition along: its files, and
    the figures by the API."""
    build = visit.request.build_absolute_uri
    ways: list[tuple[str, str, str, str, int | None]] = []
    for name, entry in visit.catalogue.manifest["outputs"].items():
        ending = f".{name.rsplit('.', 1)[-1]}"
        label = f"{name}: {file_word(name)}" if file_word(name) else name
        ways.append(
            (
                build(visit.url("file", name)),
                label,
                _MEDIA.get(ending, "application/octet-stream"),
                _FILE_TYPES.get(ending, "OCTET"),
                int(entry["bytes"]),
            )
        )
    figures = reverse("api:figures", args=[visit.catalogue.id])
    for kind, media, file_type in (
        ("csv", "text/csv", "CSV"),
        ("json", "application/json", "JSON"),
        ("sdmx", SDMX_TYPE, "CSV"),
    ):
        api_title = _("Figures by the API, %(kind)s") % {
            "kind": "SDMX-CSV" if kind == "sdmx" else kind.upper()
        }
        ways.append(
            (build(f"{figures}?{urlencode({'format': kind})}"), api_title, media, file_type, None)
        )
    return ways


def _description(visit: EditionContext) -> str:
    notes = visit.catalogue.source["notes"][visit.language]
    description = notes or _("Figures of areas with margins, distances to a reference and changes.")
    if visit.catalogue.simulated:
        description = f"{_('Simulated: no figure is about a real place.')} {description}"
    return str(description)


def _span(visit: EditionContext) -> tuple[str, str] | None:
    """The first and the last period with a figure."""
    periods = sorted(
        {period for measure in visit.catalogue.measures.values() for period in measure.periods}
    )
    return (periods[0], periods[-1]) if periods else None


def _places(visit: EditionContext) -> list[str]:
    """The names of the largest areas, at most twenty."""
    areas = visit.catalogue.areas
    return [area.name for area in areas.values() if area.parent not in areas][:20]


def schema_org(visit: EditionContext, issued: date) -> Node:
    """An edition as a Dataset of schema.org, in the reader's language."""
    catalogue, build = visit.catalogue, visit.request.build_absolute_uri
    licence = catalogue.source["licence"]
    span = _span(visit)
    node: Node = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": build(reverse("dataset", args=[catalogue.id])),
        "url": build(visit.url("files")),
        "name": visit.text(catalogue.title),
        "description": _description(visit),
        "identifier": catalogue.id,
        "version": catalogue.id,
        "inLanguage": ["nl", "en"],
        "isAccessibleForFree": True,
        "license": _LICENCES.get(licence.lower(), licence),
        "datePublished": issued.isoformat(),
        "creator": {"@type": "Organization", "name": catalogue.source["publisher"]},
        "spatialCoverage": [{"@type": "Place", "name": name} for name in _places(visit)],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": build(reverse("catalog")),
            "name": _("Open data of this site"),
        },
        "keywords": [visit.text(theme) for theme in catalogue.themes.values()],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": visit.text(measure.name), "unitText": measure.unit}
            for measure in list(catalogue.measures.values())[:MOST_VARIABLES]
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "contentUrl": address,
                "encodingFormat": media,
                **({"contentSize": f"{size} B"} if size is not None else {}),
            }
            for address, name, media, _kind, size in _distributions(visit)
        ],
    }
    if span is not None:
        node["temporalCoverage"] = f"{span[0]}/{span[1]}"
    return node


def dcat_dataset(visit: EditionContext, issued: date) -> Node:
    """An edition as a dcat:Dataset with what DCAT-AP-NL asks, texts in both languages."""
    catalogue, build = visit.catalogue, visit.request.build_absolute_uri
    source = catalogue.source
    dataset_address = build(reverse("dataset", args=[catalogue.id]))
    agent = {"@type": "foaf:Agent", "foaf:name": source["publisher"]}
    span = _span(visit)
    node: Node = {
        "@id": dataset_address,
        "@type": "dcat:Dataset",
        "dct:title": _both(catalogue.title),
        "dct:description": _both(_in_both(visit, _description)),
        "dct:identifier": dataset_address,
        "dcat:version": catalogue.id,
        "dct:issued": {"@type": "xsd:date", "@value": issued.isoformat()},
        "dct:publisher": agent,
        "dct:creator": agent,
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": source["publisher"],
            "vcard:hasURL": {"@id": build(reverse("root"))},
        },
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dcat:theme": [{"@id": f"{_EU}/data-theme/SOCI"}],
        "dct:language": [{"@id": f"{_EU}/language/NLD"}, {"@id": f"{_EU}/language/ENG"}],
        "dct:spatial": [
            {"@type": "dct:Location", "skos:prefLabel": name} for name in _places(visit)
        ],
        "dcat:keyword": [
            keyword for theme in catalogue.themes.values() for keyword in _both(theme)
        ],
        "dcat:landingPage": {"@id": build(visit.url("files"))},
        "dcat:distribution": [
            {
                "@id": f"{dataset_address}#{number}",
                "@type": "dcat:Distribution",
                "dct:title": name,
                "dcat:accessURL": {"@id": address},
                "dcat:downloadURL": {"@id": address},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:format": {"@id": f"{_EU}/file-type/{kind}"},
                "dct:license": _licence(source["licence"]),
                **({"dcat:byteSize": size} if size is not None else {}),
            }
            for number, (address, name, media, kind, size) in enumerate(_distributions(visit), 1)
        ],
    }
    if span is not None:
        node["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:gYear", "@value": span[0][:4]},
            "dcat:endDate": {"@type": "xsd:gYear", "@value": span[1][:4]},
        }
    return node


def dcat_catalog(home: str, address: str, datasets: list[Node]) -> Node:
    """The list that a catalogue of open data harvests: every edition that the site serves."""
    dataset_title = Text("Open data van deze site", "Open data of this site")
    return {
        "@context": CONTEXT,
        "@id": address,
        "@type": "dcat:Catalog",
        "dct:title": _both(dataset_title),
        "dct:description": _both(
            Text(
                "Edities van de monitor: cijfers van gebieden met marges, afstanden en veranderingen.",
                "Editions of the monitor: figures of areas with margins, distances and changes.",
            )
        ),
        "dct:publisher": datasets[0]["dct:publisher"]
        if datasets
        else {"@type": "foaf:Agent", "foaf:name": "Wijkwerk"},
        "dct:language": [{"@id": f"{_EU}/language/NLD"}, {"@id": f"{_EU}/language/ENG"}],
        "foaf:homepage": {"@id": home},
        "dcat:dataset": datasets,
    }


def _licence(licence: str) -> Node:
    licence_address = _LICENCES.get(licence.lower())
    return (
        {"@id": licence_address}
        if licence_address
        else {"@type": "dct:LicenseDocument", "rdfs:label": licence}
    )


def _both(text: Text) -> list[Node]:
    return [{"@language": name, "@value": text.in_(name)} for name in ("nl", "en")]


def _in_both(visit: EditionContext, sentence: Any) -> Text:
    text_by_language = {}
    for name in ("nl", "en"):
        with override(name):
            text_by_language[name] = sentence(
                EditionContext(visit.request, visit.serving, name, visit.against, visit.group)
            )
    return Text(text_by_language["nl"], text_by_language["en"])
