/** How old the embedded table is. */

const oldDays = 365;

/** Is a table of `compiled` so old on `today` (both `YYYY-MM-DD`) that its figures should not be taken for today's? */
export function isOldTable(compiled: string, today: string): boolean {
  const days = (Date.parse(today) - Date.parse(compiled)) / 86_400_000;
  return days > oldDays;
}
