import express from 'express';
import fs from 'node:fs';
import path from 'node:path';
import { renderNote } from './render';

const app = express();
const notes = path.join(__dirname, '..', 'notes');

app.get('/healthz', (_request, response) => {
  response.send('ok');
});
app.get('/', async (_request, response) => {
  const text = fs.readFileSync(path.join(notes, 'welcome.md'), 'utf8');
  response.type('html').send(await renderNote(text));
});

app.listen(process.env.PORT || 5000);
