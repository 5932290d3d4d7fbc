import express from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Bookings } from './bookings';

const bookingRequest = z
  .object({
    room: z.string().min(1),
    from: z.coerce.date(),
    to: z.coerce.date(),
  })
  .refine((it) => it.from < it.to, { message: 'A booking ends after it begins' });

export function createApp(bookings: Bookings, log: Logger): express.Express {
  const app = express();
  app.use(express.json());

  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });

  app.get('/rooms/:room/bookings', (request, response) => {
    response.json(bookings.of(request.params.room));
  });

  app.post('/bookings', (request, response) => {
    const parsed = bookingRequest.safeParse(request.body);
    if (!parsed.success) {
      response.status(400).json({ errors: parsed.error.issues.map((issue) => issue.message) });
      return;
    }
    const booking = bookings.add(parsed.data);
    if (booking === undefined) {
      response.status(409).json({ errors: ['The room is taken then'] });
      return;
    }
    log.info({ booking }, 'booked');
    response.status(201).json(booking);
  });

  return app;
}
