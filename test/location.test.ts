import { describe, expect, test } from 'vitest';
import { baseName, joinLocation, parentLocation, relativeLocation } from '../server/location.ts';

describe('a file at the root of its file system', () => {
  test.each([
    ['file:///', 'file:///Dockerfile'],
    ['vscode-vfs://github/', 'vscode-vfs://github/Dockerfile'],
    ['memfs:/', 'memfs:/Dockerfile'],
  ])('%s holds %s', (root, file) => {
    expect(parentLocation(file)).toBe(root);
    expect(parentLocation(root)).toBeUndefined();
    expect(joinLocation(root, 'Dockerfile')).toBe(file);
    expect(joinLocation(root, '.')).toBe(root);
    expect(relativeLocation(root, file)).toBe('Dockerfile');
    expect(baseName(file)).toBe('Dockerfile');
  });
});

test('the parent of a folder', () => {
  expect(parentLocation('file:///srv/app/')).toBe('file:///srv');
  expect(parentLocation('file:///srv')).toBe('file:///');
});

test('a document that is in no folder', () => {
  expect(parentLocation('untitled:Untitled-1')).toBeUndefined();
});

test('going up stops at the root', () => {
  expect(joinLocation('file:///srv', '../../../etc/x')).toBe('file:///etc/x');
  expect(joinLocation('memfs:/a', '../../b')).toBe('memfs:/b');
});
