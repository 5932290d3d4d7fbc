"""Renders Markdown that is pasted into a form."""

import markdown
from flask import Flask, render_template, request
from markupsafe import escape

app = Flask(__name__)


@app.get("/")
def form():
    return render_template("index.html", html=None)


@app.post("/")
def rendered():
    text = request.form.get("text", "")
    return render_template("index.html", html=markdown.markdown(str(escape(text))))


@app.get("/health")
def health():
    return {"status": "ok"}


if __name__ == "__main__":
    app.run(port=8000)
