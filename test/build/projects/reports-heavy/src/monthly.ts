import { endOfMonth, formatISO, startOfMonth } from 'date-fns';
import _ from 'lodash';

export function monthly(day: Date) {
  const days = { from: startOfMonth(day), to: endOfMonth(day) };
  return _.mapValues(days, (each) => formatISO(each, { representation: 'date' }));
}
