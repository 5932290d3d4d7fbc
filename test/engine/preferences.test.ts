import { describe, expect, it } from 'vitest';
import { preferencesOf } from '../../server/engine/preferences.ts';
import { readSettings } from '../../shared/settings.ts';

describe('preferences', () => {
  it('come from the settings', () => {
    const preferences = preferencesOf(
      readSettings({
        preferredNodeBase: 'slim',
        trustedRegistries: ['ghcr.io/acme', '*.example.com'],
        labels: { 'org.opencontainers.image.source': 'url' },
        strictLabels: true,
      }),
    );
    expect(preferences).toEqual({
      nodeBase: 'slim',
      trustedRegistries: ['ghcr.io/acme', '*.example.com'],
      labels: { 'org.opencontainers.image.source': 'url' },
      strictLabels: true,
    });
  });

  it('survive what an editor may send', () => {
    for (const raw of [
      undefined,
      { trustedRegistries: 'ghcr.io', labels: ['a'], strictLabels: 'yes' },
      { trustedRegistries: [1, null], labels: { a: 'number', b: 7 }, strictLabels: 1 },
    ])
      expect(preferencesOf(readSettings(raw))).toEqual({
        nodeBase: 'auto',
        trustedRegistries: [],
        labels: {},
        strictLabels: false,
      });
  });
});
