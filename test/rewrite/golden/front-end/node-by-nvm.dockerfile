FROM python:3.12
RUN curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.39.7/install.sh | bash
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY frontend/package.json frontend/package-lock.json ./frontend/
RUN cd frontend && npm ci && npm cache clean --force
COPY . .
RUN cd frontend && npm run build
RUN useradd --system --no-create-home --uid 10001 app
USER app
CMD ["gunicorn", "site.wsgi"]

# obstacle: Not converted to several stages: How Node gets into the image, and in which version, is not certain.