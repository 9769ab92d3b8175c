# Two stages: the first builds the environment and collects the static files, the second holds only what runs.
FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_LINK_MODE=copy UV_NO_CACHE=1 STATIC_FILES=collected
WORKDIR /app
RUN python -m venv .venv
COPY requirements-bootstrap.txt requirements.txt ./
RUN .venv/bin/pip install --require-hashes -r requirements-bootstrap.txt \
 && .venv/bin/uv pip install --require-hashes -r requirements.txt
COPY . .
RUN .venv/bin/uv pip install --no-deps --no-build-isolation --editable . \
 && .venv/bin/python scripts/messages.py compile \
 && mkdir -p .numba && NUMBA_CACHE_DIR=/app/.numba .venv/bin/python scripts/warm.py \
 && VERNETZT_VAR=/app/var .venv/bin/vernetzt manage collectstatic --noinput \
 && rm -f var/secret-key var/*.sqlite3* \
 && .venv/bin/python -m compileall -q platform exchanges peers events workers

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin vernetzt
WORKDIR /app
COPY --from=build --chown=root:root /app /app
# Everything is read-only but /tmp; the collected static files lie in var/static.
ENV PATH=/app/.venv/bin:$PATH VERNETZT_VAR=/app/var NUMBA_CACHE_DIR=/tmp/numba PYTHONUNBUFFERED=1 \
    STATIC_FILES=collected
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/deploy/start.sh"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
