const assert = require('node:assert');
const test = require('node:test');
const request = require('supertest');
const { createApp } = require('./app');

test('a short link leads to its target', async () => {
  const app = createApp();
  const made = await request(app).post('/links').type('form').send({ target: 'https://example.com/long' });
  assert.equal(made.status, 201);
  const followed = await request(app).get(made.text);
  assert.equal(followed.headers.location, 'https://example.com/long');
});
