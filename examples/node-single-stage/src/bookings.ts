import { randomUUID } from 'node:crypto';

export interface Booking {
  readonly id: string;
  readonly room: string;
  readonly from: Date;
  readonly to: Date;
}

/** Keeps bookings in memory; a room is taken once at a time. */
export class Bookings {
  private readonly all: Booking[] = [];

  of(room: string): readonly Booking[] {
    return this.all.filter((it) => it.room === room);
  }

  /** The booking, or undefined when the room is taken in that time. */
  add(wanted: Omit<Booking, 'id'>): Booking | undefined {
    const taken = this.of(wanted.room).some((it) => it.from < wanted.to && wanted.from < it.to);
    if (taken) return undefined;
    const booking = { id: randomUUID(), ...wanted };
    this.all.push(booking);
    return booking;
  }
}
