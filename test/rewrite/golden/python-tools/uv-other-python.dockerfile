FROM python:3.12-slim
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --locked --no-install-project
COPY . .
RUN uv sync --locked
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["uv", "run", "uvicorn", "shop.main:app"]

# obstacle: Not converted to several stages: .python-version asks for Python 3.13; where 3.12 does not fit, uv fetches a Python of its own, which only the build would have.