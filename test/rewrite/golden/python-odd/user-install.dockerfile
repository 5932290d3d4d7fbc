FROM python:3.12-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir --user -r requirements.txt
COPY . .
CMD ["gunicorn", "app:app"]

# obstacle: Not converted to several stages: `pip … --user` decides where packages go, or what they see.