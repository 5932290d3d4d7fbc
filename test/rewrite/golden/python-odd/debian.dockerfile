FROM debian:12-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc python3 python3-pip libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "app:app"]

# obstacle: Not converted to several stages: The base is not an official Python image, so what a smaller one of the same version has is not certain.