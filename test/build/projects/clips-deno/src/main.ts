import { Hono } from 'hono';
import { titles } from './clips.ts';

const app = new Hono();
app.get('/', (context) => context.json(titles()));
app.get('/health', (context) => context.text('ok'));

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8089) }, app.fetch);
