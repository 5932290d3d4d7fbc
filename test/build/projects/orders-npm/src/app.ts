import express from 'express';
import { z } from 'zod';

const orderSchema = z.object({ item: z.string().min(1), quantity: z.number().int().positive() });

export function createApp(): express.Express {
  const app = express();
  app.use(express.json());
  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/', (_request, response) => {
    response.json({ service: 'orders', example: orderSchema.parse({ item: 'tea', quantity: 2 }) });
  });
  app.post('/orders', (request, response) => {
    const order = orderSchema.safeParse(request.body);
    response.status(order.success ? 201 : 422).json(order.success ? order.data : { error: 'invalid order' });
  });
  return app;
}
