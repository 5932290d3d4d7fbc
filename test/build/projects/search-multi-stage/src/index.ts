import express from 'express';
import Fuse from 'fuse.js';

const books = new Fuse(['Middlemarch', 'Moby-Dick', 'Ulysses']);
const app = express();
app.get('/', (request, response) => {
  response.json(books.search(String(request.query.q ?? 'moby')).map(({ item }) => item));
});
app.get('/health', (_request, response) => {
  response.json({ ok: true });
});
app.listen(3600);
