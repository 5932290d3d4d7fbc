import { createApp } from '../src/app';

test('the application can be made', () => {
  expect(createApp()).toBeDefined();
});
