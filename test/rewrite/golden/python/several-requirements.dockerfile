FROM python:3.13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev
WORKDIR /srv/app
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements/prod.txt requirements/base.txt ./requirements/
RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements/prod.txt

FROM python:3.13-slim
ENV PATH="/opt/venv/bin:$PATH"
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY --from=build /opt/venv /opt/venv
COPY . /srv/app
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "-b", ":8000", "app:app"]
