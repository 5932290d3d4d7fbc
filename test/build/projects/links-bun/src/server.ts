import { Hono } from 'hono';
import { shorten } from './shorten';

const app = new Hono();
app.get('/', (context) => context.json({ short: shorten('https://example.com/a/long/path') }));
app.get('/health', (context) => context.text('ok'));

export default { port: Number(process.env.PORT ?? 3000), fetch: app.fetch };
