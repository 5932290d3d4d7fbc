from app import app


def test_renders_markdown():
    response = app.test_client().post("/", data={"text": "# Title"})
    assert b"<h1>Title</h1>" in response.data


def test_is_healthy():
    assert app.test_client().get("/health").json == {"status": "ok"}
