import Fastify from 'fastify';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const app = Fastify({ logger: { level: 'warn' } });

app.get('/', async () => {
  const text = await readFile(path.join(process.cwd(), 'data', 'products.json'), 'utf8');
  return { products: JSON.parse(text) as unknown };
});
app.get('/ready', () => ({ ready: true }));

await app.listen({ port: Number(process.env.PORT ?? 4000), host: '0.0.0.0' });
