/** The settings in force for a document: the editor's, and those of its project's configuration file. */
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Settings } from '../../shared/settings.ts';
import { withConfig } from '../config/config.ts';
import { findConfig, isConfigLocation } from '../config/find.ts';
import type { FoundConfig } from '../config/find.ts';
import { configurationPage } from '../docs.ts';
import { locationKey } from '../location.ts';
import type { FileSystem, Logger } from '../ports.ts';
import { diagnosticSource } from './diagnostics.ts';
import { describeError, guardEvent } from './guard.ts';
import { toRange } from './mapping.ts';
import type { SettingsStore } from './settings-store.ts';

interface Combined {
  readonly settings: Settings;
  readonly found: FoundConfig | undefined;
  readonly result: Settings;
}

export class ProjectSettings {
  readonly #found = new Map<string, Promise<FoundConfig | undefined>>();
  readonly #combined = new Map<string, Combined>();
  /** Configuration files in whose text something is wrong, as the editor was told. */
  readonly #told = new Map<string, { uri: string; content: string }>();

  constructor(
    private readonly connection: Connection,
    private readonly settings: SettingsStore,
    private readonly fileSystem: FileSystem,
    private readonly rootOf: (uri: string) => string | undefined,
    private readonly logger: Logger,
  ) {}

  /** One object per state of settings and file, so that it can be compared by identity. Never rejects. */
  async get(uri: string): Promise<Settings> {
    const [settings, found] = await Promise.all([this.settings.get(uri), this.#find(uri)]);
    const known = this.#combined.get(uri);
    if (known && known.settings === settings && known.found === found) return known.result;
    const result = found ? withConfig(settings, found.config) : settings;
    this.#combined.set(uri, { settings, found, result });
    return result;
  }

  forget(uri: string): void {
    this.#found.delete(uri);
    this.#combined.delete(uri);
  }

  forgetAll(): void {
    this.#found.clear();
  }

  /** True when one of these is a configuration file: then every document's settings may be others. */
  invalidate(changed: readonly string[]): boolean {
    const files = changed.filter(isConfigLocation);
    if (files.length === 0) return false;
    this.#found.clear();
    // A file that is gone is found no more, so nobody else would take its diagnostics away.
    for (const file of files) this.#tell(file, []);
    return true;
  }

  #find(uri: string): Promise<FoundConfig | undefined> {
    let found = this.#found.get(uri);
    if (!found) {
      found = findConfig(this.fileSystem, uri, this.rootOf(uri)).then(
        (config) => {
          if (config) this.#tell(config.location, diagnosticsOf(config));
          return config;
        },
        (error: unknown) => {
          this.logger.error(`configuration file: ${describeError(error)}`);
          return undefined;
        },
      );
      this.#found.set(uri, found);
    }
    return found;
  }

  #tell(uri: string, diagnostics: Diagnostic[]): void {
    const key = locationKey(uri);
    const content = JSON.stringify(diagnostics);
    const known = this.#told.get(key);
    if ((known?.content ?? '[]') === content) return;
    if (diagnostics.length > 0) this.#told.set(key, { uri: known?.uri ?? uri, content });
    else this.#told.delete(key);
    guardEvent(this.logger, 'publishDiagnostics', () =>
      this.connection.sendDiagnostics({ uri: known?.uri ?? uri, diagnostics }),
    );
  }
}

function diagnosticsOf({ location, text, problems }: FoundConfig): Diagnostic[] {
  const document = TextDocument.create(location, '', 0, text);
  return problems.map(({ severity, message, span }) => ({
    range: toRange(document, span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: 'configuration',
    codeDescription: { href: configurationPage },
    source: diagnosticSource,
    message,
  }));
}
