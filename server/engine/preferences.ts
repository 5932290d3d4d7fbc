/** What rules may know of the settings. */
import type { Settings } from '../../shared/settings.ts';
import type { Preferences } from '../rules/rule.ts';

export function preferencesOf(settings: Settings): Preferences {
  return {
    nodeBase: settings.preferredNodeBase,
    trustedRegistries: settings.trustedRegistries,
    labels: settings.labels,
    strictLabels: settings.strictLabels,
  };
}
