import express from 'express';

const app = express();

app.get('/health', (_request, response) => {
  response.json({ ok: true });
});

app.get('/orders', (_request, response) => {
  response.json([]);
});

app.listen(8080);
