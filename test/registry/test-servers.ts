/** Servers for one test each: whoever starts one need not close it. */
import { afterEach } from 'vitest';
import { serve } from './server.ts';
import type { Handler, TestServer } from './server.ts';

const servers: TestServer[] = [];

// Hooks run in reverse order, so what a test file disposes of itself goes first.
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export async function startServer(handler: Handler): Promise<TestServer> {
  const server = await serve(handler);
  servers.push(server);
  return server;
}
