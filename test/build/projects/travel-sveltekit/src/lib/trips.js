import { marked } from 'marked';

const trips = [
  { id: 'coast', title: 'Along the coast', text: 'Take the *slow* train.' },
  { id: 'hills', title: 'Into the hills', text: 'Bring **good** shoes.' },
];

export const all = () => trips.map(({ id, title }) => ({ id, title }));

export const find = (id) => {
  const trip = trips.find((one) => one.id === id);
  return trip && { ...trip, html: marked.parse(trip.text) };
};
