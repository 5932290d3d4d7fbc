const path = require('node:path');
const express = require('express');
const helmet = require('helmet');
const { nanoid } = require('nanoid');

function createApp() {
  const app = express();
  const targets = new Map();

  app.use(helmet());
  app.use(express.urlencoded({ extended: false }));
  app.use(express.static(path.join(__dirname, 'public')));

  app.get('/healthz', (req, res) => {
    res.sendStatus(200);
  });

  app.post('/links', (req, res) => {
    if (!URL.canParse(req.body.target)) {
      res.status(400).send('not an address');
      return;
    }
    const id = nanoid(7);
    targets.set(id, req.body.target);
    res.status(201).send(`/${id}`);
  });

  app.get('/:id', (req, res) => {
    const target = targets.get(req.params.id);
    if (target === undefined) res.sendStatus(404);
    else res.redirect(target);
  });

  return app;
}

module.exports = { createApp };
