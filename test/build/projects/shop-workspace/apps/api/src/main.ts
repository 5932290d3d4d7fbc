import express from 'express';
import { withTax } from '@shop/prices';

const app = express();
const goods = [
  { name: 'tea', cents: 450 },
  { name: 'cups', cents: 1299 },
];

app.get('/health', (_request, response) => {
  response.json({ ok: true });
});
app.get('/', (_request, response) => {
  response.json(goods.map(({ name, cents }) => ({ name, cents: withTax(cents, 19) })));
});

app.listen(Number(process.env.PORT ?? 4100));
