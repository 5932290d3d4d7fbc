import pino from 'pino';
import { createApp } from './app';
import { Bookings } from './bookings';

const log = pino();
const port = 8080;

const server = createApp(new Bookings(), log).listen(port, () => {
  log.info({ port }, 'listening');
});

process.on('SIGTERM', () => {
  log.info('stopping');
  server.close();
});
