const path = require('path');
const express = require('express');
const helmet = require('helmet');
const polls = require('./polls');

const app = express();
app.use(helmet());
app.get('/api/polls', (req, res) => res.json(polls.all()));
app.get('/healthz', (req, res) => res.send('ok'));
app.use(express.static(path.join(__dirname, '../../client/dist')));

app.listen(process.env.PORT || 5050, () => console.log('polls are open'));
