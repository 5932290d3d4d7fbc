FROM node:22 AS frontend
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY frontend/ ./
RUN npm run build

FROM python:3.12-slim AS build
WORKDIR /app
# Node for the front end
RUN apt-get update \
  && apt-get install -y gcc libpq-dev \
  && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1
WORKDIR /app
ENV PATH="/opt/venv/bin:$PATH"
RUN apt-get update \
  && apt-get install -y libpq5 \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/venv /opt/venv
COPY . .
COPY --from=frontend /app/frontend/dist ./frontend/dist
RUN python manage.py collectstatic --noinput
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "site.wsgi"]
