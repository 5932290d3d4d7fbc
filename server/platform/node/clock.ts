import type { Clock } from '../../ports.ts';

/** The machine's clock; days are days in UTC. */
export const systemClock: Clock = {
  today: () => new Date().toISOString().slice(0, 10),
  now: () => performance.now(),
};
