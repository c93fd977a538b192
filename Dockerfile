# syntax=docker/dockerfile:1.17
# The site in a container: read docs/howto/run-the-site.md. Three stages; only the last one is kept.

# 1. Fonts, styles and scripts, from npm by name and version.
FROM node:22.21-bookworm-slim AS assets
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/
RUN npm ci --prefix frontend --no-audit --no-fund
COPY frontend/ frontend/
RUN mkdir -p src/wijkwerk/site/static && node frontend/build.mjs

# 2. The wheel, made as anybody makes it (`make wheel`), in an environment with what the lock file names.
FROM python:3.11.14-slim-bookworm AS environment
COPY --from=ghcr.io/astral-sh/uv:0.9.11 /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/opt/wijkwerk UV_NO_CACHE=1
WORKDIR /build
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --extra papers --extra postgres --no-install-project
COPY examples/ examples/
COPY src/ src/
COPY --from=assets /build/src/wijkwerk/site/static/vendor/ src/wijkwerk/site/static/vendor/
COPY --from=assets /build/src/wijkwerk/publication/fonts/ src/wijkwerk/publication/fonts/
RUN PYTHONPATH=src /opt/wijkwerk/bin/python -m wijkwerk.site.messages compile \
  && uv build --wheel --out-dir dist \
  && uv pip install --python /opt/wijkwerk --no-deps dist/wijkwerk-*.whl

# 3. What runs: no compiler, no package manager of ours, and a user who owns nothing but /var/site.
FROM python:3.11.14-slim-bookworm
LABEL org.opencontainers.image.title="Wijkwerk" \
      org.opencontainers.image.description="The outcome monitor's site and API" \
      org.opencontainers.image.licenses="EUPL-1.2"
RUN groupadd --system --gid 10001 wijkwerk \
  && useradd --system --uid 10001 --gid 10001 --home-dir /var/site --shell /usr/sbin/nologin wijkwerk \
  && install -d -o wijkwerk -g wijkwerk /var/site /editions
COPY --from=environment /opt/wijkwerk /opt/wijkwerk
ENV PATH=/opt/wijkwerk/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 WIJKWERK_LISTS=/lists
USER 10001:10001
WORKDIR /var/site
VOLUME /var/site
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=300s --retries=4 \
  CMD ["python", "-m", "wijkwerk.site.health_check", "http://127.0.0.1:8000/health/ready"]
ENTRYPOINT ["wijkwerk"]
CMD ["serve", "/editions", "--var", "/var/site", "--host", "0.0.0.0", "--port", "8000"]
