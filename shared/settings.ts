/**
 * Every setting with its type and default: the one source of package.json's `contributes.configuration`
 * (scripts/generate writes it) and of what the server reads.
 */

export type SeverityName = 'error' | 'warning' | 'info' | 'hint' | 'off';

export const labelFormats = ['text', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email'] as const;
export type LabelFormat = (typeof labelFormats)[number];

/** Which base images Node rewrites can prefer. */
export const nodeBases = ['auto', 'alpine', 'slim', 'distroless'] as const;

export interface Settings {
  /** Turns the extension's findings on or off. */
  readonly enable: boolean;
  /** Severity by rule id, group (`size/*`), or another tool's id (`DL3008`, `JSONArgsRecommended`). */
  readonly rules: Readonly<Record<string, SeverityName>>;
  /** Folder of the build context by glob of Dockerfiles, both relative to the workspace folder. */
  readonly contexts: Readonly<Record<string, string>>;
  /** Which small base Node rewrites prefer; `auto` decides by the lockfile. */
  readonly preferredNodeBase: (typeof nodeBases)[number];
  /** Registries that images may come from, `*` at one end stands for anything; empty: any registry. */
  readonly trustedRegistries: readonly string[];
  /** Labels that an image must have, with the format of their values. */
  readonly labels: Readonly<Record<string, LabelFormat>>;
  /** No labels but those in `labels`. */
  readonly strictLabels: boolean;
  /** Whether ShellCheck looks at RUN scripts: when it is on the PATH and the workspace is trusted, or never. */
  readonly shellcheck: 'auto' | 'off';
  /** Ask the registries that a Dockerfile names for sizes, platforms, users and digests of its images. */
  readonly registryEnabled: boolean;
  /** Registry by registry another host to ask: `{"docker.io": "mirror.example.com"}`. */
  readonly registryMirrors: Readonly<Record<string, string>>;
  /** Milliseconds for one request. */
  readonly registryTimeout: number;
  /** Use what Docker's configuration holds for the registries it names. */
  readonly registryUseDockerCredentials: boolean;
  /** Show behind every FROM what its image weighs. */
  readonly inlayHintsImageSize: boolean;
  /** Apply all safe fixes when a Dockerfile is saved (also available as the editor's own code-actions-on-save). */
  readonly fixOnSave: boolean;
  readonly traceServer: 'off' | 'messages' | 'verbose';
}

export const defaultSettings: Settings = {
  enable: true,
  rules: {},
  contexts: {},
  preferredNodeBase: 'auto',
  trustedRegistries: [],
  labels: {},
  strictLabels: false,
  shellcheck: 'auto',
  registryEnabled: true,
  registryMirrors: {},
  registryTimeout: 5000,
  registryUseDockerCredentials: false,
  inlayHintsImageSize: true,
  fixOnSave: false,
  traceServer: 'off',
};

export interface SettingDescription {
  readonly key: keyof Settings;
  /** The key in settings.json, without the `dockerfileOptimizer.` prefix. */
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly markdownDescription: string;
  /** May stand in a project's configuration file too, under `path`. */
  readonly inProject?: true;
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
    inProject: true,
  },
  {
    key: 'contexts',
    path: 'contexts',
    schema: { type: 'object', scope: 'resource', additionalProperties: { type: 'string' } },
    markdownDescription:
      'Build context by Dockerfile: `{"services/*/Dockerfile": "."}`. Both are relative to the workspace folder (on the command line to the repository); of several patterns that match, the first counts. For other files the context is taken from compose, bake, dev container, task and workflow files, else from what `COPY` names.',
    inProject: true,
  },
  {
    key: 'preferredNodeBase',
    path: 'preferredNodeBase',
    schema: { type: 'string', enum: nodeBases, scope: 'resource' },
    markdownDescription:
      'Which small base image rewrites of Node projects use. `auto` takes Alpine when the lockfile shows no native code, else slim. `distroless` takes Distroless for the final stage where the program needs no shell there, else as `auto`.',
    inProject: true,
  },
  {
    key: 'shellcheck',
    path: 'shellcheck',
    schema: { type: 'string', enum: ['auto', 'off'], scope: 'resource' },
    markdownDescription:
      'Show what ShellCheck finds in `RUN` scripts. `auto` runs it when it is installed (on the `PATH`) and the workspace is trusted.',
    inProject: true,
  },
  {
    key: 'trustedRegistries',
    path: 'trustedRegistries',
    schema: { type: 'array', items: { type: 'string' }, scope: 'resource' },
    markdownDescription:
      'Registries that images may come from: `docker.io`, `ghcr.io/acme`, `*.example.com`. The rule `correctness/trusted-registry` reports any other one. Empty: no restriction.',
    inProject: true,
  },
  {
    key: 'labels',
    path: 'labels',
    schema: {
      type: 'object',
      scope: 'resource',
      additionalProperties: { type: 'string', enum: labelFormats },
    },
    markdownDescription:
      'Labels that an image must have, with the format of their values: `{"org.opencontainers.image.source": "url"}`. Checked by the rule `style/labels`, which is off by default.',
    inProject: true,
  },
  {
    key: 'strictLabels',
    path: 'strictLabels',
    schema: { type: 'boolean', scope: 'resource' },
    markdownDescription: 'Report labels that are not listed in `#dockerfileOptimizer.labels#`.',
    inProject: true,
  },
  {
    key: 'registryEnabled',
    path: 'registry.enabled',
    schema: { type: 'boolean', scope: 'window' },
    markdownDescription:
      'Ask the registries that a Dockerfile names for the sizes, platforms, users and digests of its images (a few small requests, no pull). Off: only the built-in table is used. In an untrusted workspace only well-known public registries are asked.',
  },
  {
    key: 'registryMirrors',
    path: 'registry.mirrors',
    // Not for a workspace to set: whoever writes a project must not choose the hosts that are asked.
    schema: { type: 'object', scope: 'machine', additionalProperties: { type: 'string' } },
    markdownDescription:
      'Other hosts to ask in place of a registry: `{"docker.io": "mirror.example.com/docker-hub"}`.',
  },
  {
    key: 'registryTimeout',
    path: 'registry.timeout',
    schema: { type: 'integer', scope: 'machine', minimum: 100, maximum: 60_000 },
    markdownDescription: 'How long one request to a registry may take, in milliseconds.',
  },
  {
    key: 'registryUseDockerCredentials',
    path: 'registry.useDockerCredentials',
    schema: { type: 'boolean', scope: 'machine' },
    markdownDescription:
      "Use the credentials in Docker's configuration (`config.json` and the credential helpers it names), each for its own registry only. Off: every registry is asked anonymously.",
  },
  {
    key: 'inlayHintsImageSize',
    path: 'inlayHints.imageSize',
    schema: { type: 'boolean', scope: 'resource' },
    markdownDescription:
      'Show behind every `FROM` what its image takes on disk and what a pull transfers, where that is known.',
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
  const registry = isRecord(source['registry']) ? source['registry'] : {};
  const hints = isRecord(source['inlayHints']) ? source['inlayHints'] : {};
  return {
    enable: typeof source['enable'] === 'boolean' ? source['enable'] : defaultSettings.enable,
    rules,
    contexts: readTexts(source['contexts']),
    preferredNodeBase: nodeBases.find((name) => name === base) ?? defaultSettings.preferredNodeBase,
    trustedRegistries: readStrings(source['trustedRegistries']),
    labels: readLabels(source['labels']),
    strictLabels:
      typeof source['strictLabels'] === 'boolean' ? source['strictLabels'] : defaultSettings.strictLabels,
    shellcheck: source['shellcheck'] === 'off' ? 'off' : defaultSettings.shellcheck,
    registryEnabled:
      typeof registry['enabled'] === 'boolean' ? registry['enabled'] : defaultSettings.registryEnabled,
    registryMirrors: readTexts(registry['mirrors']),
    registryTimeout: readTimeout(registry['timeout']),
    registryUseDockerCredentials: registry['useDockerCredentials'] === true,
    inlayHintsImageSize:
      typeof hints['imageSize'] === 'boolean' ? hints['imageSize'] : defaultSettings.inlayHintsImageSize,
    fixOnSave: typeof source['fixOnSave'] === 'boolean' ? source['fixOnSave'] : defaultSettings.fixOnSave,
    traceServer: trace === 'messages' || trace === 'verbose' ? trace : 'off',
  };
}

function readStrings(raw: unknown): readonly string[] {
  return Array.isArray(raw) ? raw.filter((item): item is string => typeof item === 'string') : [];
}

function readTexts(raw: unknown): Readonly<Record<string, string>> {
  const entries = isRecord(raw) ? Object.entries(raw) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function readTimeout(raw: unknown): number {
  const usable = typeof raw === 'number' && Number.isFinite(raw);
  return usable ? Math.min(Math.max(Math.round(raw), 100), 60_000) : defaultSettings.registryTimeout;
}

function readLabels(raw: unknown): Readonly<Record<string, LabelFormat>> {
  const entries = isRecord(raw) ? Object.entries(raw) : [];
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      const format = labelFormats.find((each) => each === value);
      return format === undefined ? [] : [[key, format]];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
