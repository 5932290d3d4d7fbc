from library import by_author


def test_by_author():
    assert by_author([{"text": "a", "by": "B"}], "b") == ["a"]
