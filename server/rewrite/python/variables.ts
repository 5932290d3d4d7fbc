/** Variables that only one of the two stages reads. */

const runtime =
  /^(?:PYTHON(?:UNBUFFERED|DONTWRITEBYTECODE|FAULTHANDLER|HASHSEED|PATH|IOENCODING|OPTIMIZE)|PORT|HOST|TZ|LOG_LEVEL|WEB_CONCURRENCY|APP_ENV|ENVIRONMENT|(?:DJANGO|FLASK|GUNICORN|UVICORN|CELERY|STREAMLIT|GRADIO|FASTAPI)_\w+)$/;

/** Does only the running program read it, whatever is installed? */
export function isRuntimeOnly(name: string): boolean {
  return runtime.test(name);
}

/** Does only a package manager read it? */
export function isBuildOnly(name: string): boolean {
  return /^(?:PIP|POETRY|PIPENV|UV)_\w+$/.test(name);
}
