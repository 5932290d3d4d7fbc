import express from 'express';
import PDFDocument from 'pdfkit';
import { monthly } from './monthly';

const app = express();

app.get('/', (_request, response) => {
  response.json(monthly(new Date(Date.UTC(2024, 1, 29))));
});
app.get('/health', (_request, response) => {
  response.json({ status: 'ok' });
});
app.get('/report.pdf', (_request, response) => {
  const document = new PDFDocument();
  response.type('pdf');
  document.pipe(response);
  document.text('Reports');
  document.end();
});

app.listen(4700);
