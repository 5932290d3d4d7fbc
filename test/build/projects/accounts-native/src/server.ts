import bcrypt from 'bcrypt';
import express from 'express';

const app = express();
const stored = bcrypt.hashSync('correct horse', 4);

app.get('/', (_request, response) => {
  response.json({ right: bcrypt.compareSync('correct horse', stored), wrong: bcrypt.compareSync('battery', stored) });
});

app.listen(3400, '0.0.0.0');
