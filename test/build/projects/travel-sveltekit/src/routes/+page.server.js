import { all } from '$lib/trips.js';

export const load = () => ({ trips: all() });
