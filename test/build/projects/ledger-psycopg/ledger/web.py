import os

import psycopg2
from flask import Flask
from psycopg2 import extensions

from ledger.amounts import total

app = Flask(__name__)


@app.get("/")
def index():
    return {"driver": psycopg2.paramstyle, "libpq": extensions.libpq_version(), "total": str(total(["1.10", "2.20"]))}


@app.get("/healthz")
def healthz():
    return "ok"


@app.get("/entries")
def entries():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("select amount from entries")
        return {"amounts": [str(amount) for (amount,) in cursor]}
