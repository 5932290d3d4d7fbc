import type { Clock } from '../../ports.ts';

/** The worker's clock; days are days in UTC. */
export const workerClock: Clock = {
  today: () => new Date().toISOString().slice(0, 10),
  now: () => performance.now(),
};
