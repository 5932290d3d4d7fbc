FROM python:3.12-alpine
WORKDIR /app
RUN apk add --no-cache gcc musl-dev postgresql-dev
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN adduser -S -D -H -u 10001 app
USER app
CMD ["gunicorn", "app:app"]

# obstacle: Not converted to several stages: On Alpine, packages without wheels for musl are compiled, and which libraries they then need is not certain.