/** A short, stable name for an address. */
export function shorten(address: string): string {
  let hash = 5381;
  for (const letter of address) hash = (hash * 33) ^ letter.charCodeAt(0);
  return (hash >>> 0).toString(36);
}
