from python:3.12-slim as build␍
workdir /app␍
run apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*␍
run python -m venv /opt/venv␍
env PATH="/opt/venv/bin:$PATH"␍
copy requirements.txt .␍
run --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt␍
␍
from python:3.12-slim␍
workdir /app␍
env PATH="/opt/venv/bin:$PATH"␍
run apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*␍
copy --from=build /opt/venv /opt/venv␍
copy . .␍
run useradd --system --no-create-home --uid 10001 app␍
user app␍
expose 8000␍
healthcheck --interval=30s --timeout=5s --start-period=15s cmd ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]␍
cmd ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]␍
