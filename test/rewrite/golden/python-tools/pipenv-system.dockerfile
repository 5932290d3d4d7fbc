FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y gcc default-libmysqlclient-dev pkg-config
RUN pip install --upgrade pip && pip install pipenv
WORKDIR /usr/src/app
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
COPY Pipfile Pipfile.lock ./
RUN --mount=type=cache,target=/root/.cache pipenv install --deploy

FROM python:3.11-slim
ENV PATH="/opt/venv/bin:$PATH"
RUN apt-get update && apt-get install -y libmariadb3 && rm -rf /var/lib/apt/lists/*
WORKDIR /usr/src/app
COPY --from=build /opt/venv /opt/venv
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]
