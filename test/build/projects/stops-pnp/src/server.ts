import { fastify } from 'fastify';
import { nanoid } from 'nanoid';
import { allStops, timeBetween } from './stops.js';

const server = fastify({ genReqId: () => nanoid() });

server.get('/', () => ({ stops: allStops().map(({ name }) => name) }));

server.get('/health', () => ({ ok: true }));

server.get<{ Querystring: { from: string; to: string } }>('/time', (request, reply) => {
  const minutes = timeBetween(request.query.from, request.query.to);
  return minutes === undefined ? reply.code(404).send({ error: 'no such stop' }) : { minutes };
});

await server.listen({ host: '0.0.0.0', port: 4800 });
