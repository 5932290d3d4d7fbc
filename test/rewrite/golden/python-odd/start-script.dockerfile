FROM python:3.12-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN chmod +x start.sh
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["./start.sh"]

# obstacle: Not converted to several stages: The container starts through ./start.sh, and whether all that it calls is found in a virtual environment is not certain.