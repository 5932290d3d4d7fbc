import express from 'express';
import { fileURLToPath } from 'node:url';

const app = express();
app.set('views', fileURLToPath(new URL('./pages', import.meta.url)));
app.set('view engine', 'pug');
app.get('/', (_request, response) => {
  response.render('tasks', { tasks: ['Water the plants', 'Write to Ada'] });
});
app.get('/up', (_request, response) => {
  response.json({ up: true });
});
app.listen(process.env.PORT ?? 4400);
