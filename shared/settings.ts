/**
 * Every setting with its type and default: the one source of package.json's `contributes.configuration`
 * (scripts/generate writes it) and of what the server reads.
 */

export type SeverityName = 'error' | 'warning' | 'info' | 'hint' | 'off';

export interface Settings {
  /** Turns the extension's findings on or off. */
  readonly enable: boolean;
  /** Severity by rule id, group (`size/*`), or another tool's id (`DL3008`, `JSONArgsRecommended`). */
  readonly rules: Readonly<Record<string, SeverityName>>;
  /** Which small base Node rewrites prefer; `auto` decides by the lockfile. */
  readonly preferredNodeBase: 'auto' | 'alpine' | 'slim';
  /** Apply all safe fixes when a Dockerfile is saved (also available as the editor's own code-actions-on-save). */
  readonly fixOnSave: boolean;
  readonly traceServer: 'off' | 'messages' | 'verbose';
}

export const defaultSettings: Settings = {
  enable: true,
  rules: {},
  preferredNodeBase: 'auto',
  fixOnSave: false,
  traceServer: 'off',
};

export interface SettingDescription {
  readonly key: keyof Settings;
  /** The key in settings.json, without the `dockerfileOptimizer.` prefix. */
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly markdownDescription: string;
}

export const settingsPrefix = 'dockerfileOptimizer';

/** In the order in which the settings editor shows them. */
export const settingDescriptions: readonly SettingDescription[] = [
  {
    key: 'enable',
    path: 'enable',
    schema: { type: 'boolean', scope: 'resource' },
    markdownDescription: 'Show findings in Dockerfiles.',
  },
  {
    key: 'rules',
    path: 'rules',
    schema: {
      type: 'object',
      scope: 'resource',
      additionalProperties: { type: 'string', enum: ['error', 'warning', 'info', 'hint', 'off'] },
    },
    markdownDescription:
      "Severity by rule (`size/heavy-base`), group (`style/*`), or another tool's name for it (`DL3008`, `JSONArgsRecommended`).",
  },
  {
    key: 'preferredNodeBase',
    path: 'preferredNodeBase',
    schema: { type: 'string', enum: ['auto', 'alpine', 'slim'], scope: 'resource' },
    markdownDescription:
      'Which small base image rewrites of Node projects use. `auto` takes Alpine when the lockfile shows no native code, else slim.',
  },
  {
    key: 'fixOnSave',
    path: 'fixOnSave',
    schema: { type: 'boolean', scope: 'resource' },
    markdownDescription: 'Apply all safe fixes when a Dockerfile is saved.',
  },
  {
    key: 'traceServer',
    path: 'trace.server',
    schema: { type: 'string', enum: ['off', 'messages', 'verbose'], scope: 'window' },
    markdownDescription: 'Log the messages between the editor and the language server.',
  },
];

const severities: readonly string[] = ['error', 'warning', 'info', 'hint', 'off'];

/** Reads untrusted settings (an editor may send anything): what has the wrong type gets its default. */
export function readSettings(raw: unknown): Settings {
  const source = isRecord(raw) ? raw : {};
  const rules: Record<string, SeverityName> = {};
  if (isRecord(source['rules']))
    for (const [id, value] of Object.entries(source['rules']))
      if (typeof value === 'string' && severities.includes(value)) rules[id] = value as SeverityName;
  const base = source['preferredNodeBase'];
  const trace = isRecord(source['trace']) ? source['trace']['server'] : undefined;
  return {
    enable: typeof source['enable'] === 'boolean' ? source['enable'] : defaultSettings.enable,
    rules,
    preferredNodeBase: base === 'alpine' || base === 'slim' ? base : defaultSettings.preferredNodeBase,
    fixOnSave: typeof source['fixOnSave'] === 'boolean' ? source['fixOnSave'] : defaultSettings.fixOnSave,
    traceServer: trace === 'messages' || trace === 'verbose' ? trace : 'off',
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
