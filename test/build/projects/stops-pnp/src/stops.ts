export interface Stop {
  readonly name: string;
  /** Minutes behind the first stop. */
  readonly minutes: number;
}

const stops: readonly Stop[] = [
  { name: 'Harbour', minutes: 0 },
  { name: 'Fish Market', minutes: 4 },
  { name: 'Town Hall', minutes: 9 },
  { name: 'Observatory', minutes: 21 },
];

export function allStops(): readonly Stop[] {
  return stops;
}

export function timeBetween(from: string, to: string): number | undefined {
  const [first, last] = [from, to].map((name) => stops.find((stop) => stop.name === name));
  return first && last ? Math.abs(last.minutes - first.minutes) : undefined;
}
