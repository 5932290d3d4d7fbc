from pathlib import Path

import yaml
from flask import Flask, jsonify, render_template

from library import by_author

app = Flask(__name__)
quotes = yaml.safe_load((Path(__file__).parent / "quotes.yaml").read_text())


@app.get("/")
def index():
    return render_template("index.html", quotes=quotes)


@app.get("/by/<author>")
def author(author):
    return jsonify(by_author(quotes, author))


@app.get("/health")
def health():
    return {"status": "ok"}
