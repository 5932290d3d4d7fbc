FROM python:3.11 AS build
WORKDIR /usr/src/app
RUN pip install pipenv
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
COPY Pipfile* ./
RUN --mount=type=cache,target=/root/.cache pipenv sync

FROM python:3.11-slim
WORKDIR /usr/src/app
ENV PATH="/opt/venv/bin:$PATH"
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmariadb3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/venv /opt/venv
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["/bin/sh", "-c", "exec gunicorn -b 0.0.0.0:$PORT app:app"]
