import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { z } from 'zod';
import { add, all } from './notes.ts';

const app = new Hono();
app.get('/', (context) => context.text('Notes'));
app.get('/notes', (context) => context.json(all()));
app.post('/notes', zValidator('form', z.object({ text: z.string().min(1) })), (context) => {
  add(context.req.valid('form').text);
  return context.redirect('/notes', 303);
});
app.get('/health', (context) => context.text('ok'));

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8091) }, app.fetch);
