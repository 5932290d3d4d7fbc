const fs = require('fs');
const path = require('path');
const express = require('express');
const morgan = require('morgan');

const app = express();
const pages = path.join(__dirname, 'pages');

app.set('view engine', 'ejs');
app.use(morgan('tiny'));
app.use('/assets', express.static(path.join(__dirname, 'public')));
app.use(express.urlencoded({ extended: false }));

app.get('/healthz', (req, res) => res.sendStatus(200));
app.get('/', (req, res) => {
  res.render('index', { pages: fs.readdirSync(pages).sort() });
});
app.post('/pages/:name', (req, res) => {
  fs.writeFileSync(path.join(pages, `${req.params.name}.md`), req.body.text ?? '');
  res.redirect(303, '/');
});

const port = process.env.PORT || 3000;
app.listen(port, () => console.log('wiki on', port));
