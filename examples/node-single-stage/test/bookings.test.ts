import { Bookings } from '../src/bookings';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour));

test('a free room can be booked', () => {
  const bookings = new Bookings();
  expect(bookings.add({ room: 'Lisbon', from: at(9), to: at(10) })).toMatchObject({ room: 'Lisbon' });
  expect(bookings.of('Lisbon')).toHaveLength(1);
});

test('a taken room cannot', () => {
  const bookings = new Bookings();
  bookings.add({ room: 'Lisbon', from: at(9), to: at(11) });
  expect(bookings.add({ room: 'Lisbon', from: at(10), to: at(12) })).toBeUndefined();
});
