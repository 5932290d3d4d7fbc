import Big from 'big.js';

/** The price with the tax on it, in cents. */
export function withTax(cents: number, percent: number): number {
  return Number(Big(cents).times(100 + percent).div(100).round(0));
}
