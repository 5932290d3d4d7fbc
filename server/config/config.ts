/** What a project's configuration file says. */
import type { Settings } from '../../shared/settings.ts';
import type { Span } from '../dockerfile/span.ts';
import { layeredSeverities } from '../engine/severities.ts';

/** The settings that the file makes; what it does not name is not there. */
export type ProjectConfig = Partial<Settings>;

export interface ConfigProblem {
  /** `error`: the file can't be read, and nothing in it counts. `warning`: this part does not count. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Half-open UTF-16 offsets into the file's text. */
  readonly span: Span;
}

export interface ReadConfig {
  readonly config: ProjectConfig;
  /** In the order of the text. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * The settings in force where a project has a configuration file: what the project says goes before what the user
 * says, rule by rule. Only that ShellCheck must not run is the user's last word: it runs a program.
 */
export function withConfig(settings: Settings, config: ProjectConfig): Settings {
  return {
    ...settings,
    ...config,
    rules: layeredSeverities([settings.rules, config.rules ?? {}]),
    shellcheck: settings.shellcheck === 'off' ? 'off' : (config.shellcheck ?? settings.shellcheck),
  };
}
