def by_author(quotes, author):
    return [quote["text"] for quote in quotes if quote["by"].lower() == author.lower()]
