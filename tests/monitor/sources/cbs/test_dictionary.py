import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.sources.cbs.dictionary import candidates, definitions, dictionary, plain


@pytest.mark.parametrize(
    ("header", "topic"),
    [
        ("Bevolking/Aantal inwoners (aantal)", "a_inw"),
        ("Bevolking.Aantal.inwoners..aantal.", "a_inw"),
        ("AantalInwoners_5", "a_inw"),
        (" A_INW ", "a_inw"),
        ("T001036: Bevolking/Aantal inwoners (aantal)", "a_inw"),
        ("T001036", "a_inw"),
        ("k_0Tot15Jaar_8", "a_00_14"),
        ("Bevolking/Leeftijdsgroepen/0 tot 15 jaar (aantal)", "a_00_14"),
        ("Bevolking.Leeftijdsgroepen.0.tot.15.jaar..aantal.", "a_00_14"),
        ("Wonen/Gemiddelde woningwaarde (x 1 000 euro)", "g_woz"),
        ("Wonen.Gemiddelde.WOZ.waarde.van.woningen..x.1.000.euro.", "g_woz"),
        ("GemiddeldeWOZWaardeVanWoningen_39", "g_woz"),
        ("g_wozbag", "g_woz"),
        ("Wonen.Woningen.naar.eigendom.Huurwoningen.In.bezit.woningcorporatie....", "p_wcorpw"),
        ("InBezitWoningcorporatie_49", "p_wcorpw"),
        ("Inkomen.Inkomen.van.personen.40..personen.met.laagste.inkomen....", "p_ink_li"),
        ("k_40PersonenMetLaagsteInkomen_79", "p_ink_li"),
        ("Inkomen/Inkomen van huishoudens/Huish. onder of rond sociaal minimum (%)", "p_hh_osm"),
        ("HuishOnderOfRondSociaalMinimum_79", "p_hh_osm"),
        ("p_hh_110", "p_hh_110"),
        ("Sociale.zekerheid.Personen.per.soort.uitkering..AO..aantal.", "a_soz_ao"),
        ("PersonenPerSoortUitkeringBijstand_89", "a_soz_wb"),
        ("Zorg.Wmo.cliënten..aantal.", "a_wmo_t"),
        ("Zorg.Wmo.cliënten.relatief..per.1.000.inwoners.", "p_wmo_t"),
        ("Criminaliteit/Totaal diefstal uit woning, schuur e.d. (per 1 000 inwoners)", "g_wodief"),
        ("Criminaliteit/Totaal diefstal uit woning/schuur e.d. (per 1 000 inwoners)", "g_wodief"),
        ("BasisonderwijsVmboMbo1_67", "a_opl_lg"),
        ("a_opl_bvm", "a_opl_lg"),
    ],
)  # fmt: skip
def test_a_header_is_known_however_a_year_writes_it(header: str, topic: str) -> None:
    meaning = dictionary().meaning(header)
    assert (meaning.kind, meaning.id) == ("topic", topic)


@pytest.mark.parametrize(
    ("header", "topic"),
    [
        ("Bevolking/Leeftijdsgroepen/0 tot 15 jaar (%)", "p_00_14"),
        ("Bevolking.Leeftijdsgroepen.0.tot.15.jaar....", "p_00_14"),
        ("Bevolking/Particuliere huishoudens/Eenpersoonshuishoudens (%)", "p_1p_hh"),
    ],
)
def test_a_percentage_is_not_taken_for_the_count_of_the_same_name(header: str, topic: str) -> None:
    assert dictionary().meaning(header).id == topic


@pytest.mark.parametrize(
    "header", ["Inkomen/Aantal inkomensontvangers (%)", "Koopwoningen (aantal)"]
)
def test_a_header_with_another_unit_is_not_understood(header: str) -> None:
    assert dictionary().meaning(header).kind == "unknown"


@pytest.mark.parametrize(
    "header",
    [
        "Bevolking/Bevolking naar herkomst/Herkomstland/Buiten Europa  (aantal)",
        "BuitenEuropa_19", "a_marok", "Gehuwd_14",
    ],
)  # fmt: skip
def test_origin_and_marital_status_never_make_an_indicator(header: str) -> None:
    meaning = dictionary().meaning(header)
    assert meaning.kind == "left_out"
    assert "origin" in dictionary().left_out[int(meaning.id)].en


def test_a_header_that_nobody_knows_is_unknown() -> None:
    assert dictionary().meaning("Aantal luchtballonnen (aantal)").kind == "unknown"


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(dictionary().topics)), st.integers(1, 150), st.booleans())
def test_case_spaces_and_suffix_numbers_never_matter(topic: str, number: int, upper: bool) -> None:
    name = next(name for name, found in dictionary().exact.items() if found.id == topic)
    shown = name.upper() if upper else f"  {name} "
    assert dictionary().meaning(f"{shown.strip()}_{number}").id == topic
    assert dictionary().meaning(shown).id == topic


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_a_header(text: str) -> None:
    assert dictionary().meaning(text).kind in ("role", "topic", "left_out", "unknown")
    assert all(plain(name) == name for name in candidates(text))


def test_every_definition_uses_topics_that_exist() -> None:
    themes, found = definitions()
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert set(one.topics) <= set(dictionary().topics)
        assert one.theme in {theme["id"] for theme in themes}
        assert one.value or (one.numerator and one.denominator)


def test_no_name_or_measure_is_claimed_by_two_topics() -> None:
    import tomllib
    from importlib import resources

    text = (resources.files("wijkwerk.monitor.sources.cbs") / "kwb.toml").read_text("utf-8")
    claimed: dict[str, str] = {}
    for id_, entry in tomllib.loads(text)["topic"].items():
        for name in [*map(plain, entry["names"]), *entry.get("codes", ())]:
            assert claimed.setdefault(name, id_) == id_, name
