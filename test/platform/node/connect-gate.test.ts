import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectGate } from '../../../server/platform/node/connect-gate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gate() {
  const away: string[] = [];
  const made = new ConnectGate(200, () => Date.now());
  return { made, away, enter: (name: string) => made.enter(() => void away.push(name)) };
}

describe('a gate', () => {
  it('turns everybody away when the first connection does not come up in time', () => {
    const { made, away, enter } = gate();
    enter('a');
    vi.advanceTimersByTime(150);
    enter('b');
    vi.advanceTimersByTime(49);
    expect(away).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(away).toEqual(['a', 'b']);
    enter('c');
    expect(away).toEqual(['a', 'b', 'c']);
    made.open();
    enter('d');
    expect(away).toHaveLength(4);
  });

  it('turns nobody away once a connection stood', () => {
    const { made, away, enter } = gate();
    enter('a');
    vi.advanceTimersByTime(199);
    made.open();
    vi.advanceTimersByTime(10_000);
    enter('b');
    vi.advanceTimersByTime(10_000);
    expect(away).toEqual([]);
  });

  it('counts only the time that somebody waits', () => {
    const { away, enter } = gate();
    const leave = enter('refused at once');
    vi.advanceTimersByTime(10);
    leave();
    vi.advanceTimersByTime(60_000);
    const second = enter('b');
    const third = enter('c');
    vi.advanceTimersByTime(100);
    second();
    vi.advanceTimersByTime(89);
    expect(away).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(away).toEqual(['c']);
    third();
  });

  it('counts all of the time of a run, however many requests it was', () => {
    const { away, enter } = gate();
    for (let i = 0; i < 50; i++) {
      const leave = enter(String(i));
      vi.advanceTimersByTime(10);
      leave();
    }
    expect(away).toHaveLength(31);
  });
});
