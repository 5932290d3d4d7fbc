/** Settings per document, from whichever of three ways the editor knows. */
import { DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';
import { readSettings, settingsPrefix } from '../../shared/settings.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Logger } from '../ports.ts';
import { isRecord } from './client-features.ts';
import type { ClientFeatures } from './client-features.ts';
import { describeError, guardEvent } from './guard.ts';

export class SettingsStore {
  readonly #connection: Connection;
  readonly #logger: Logger;
  #pulls = false;
  #shared: Settings = readSettings(undefined);
  readonly #byDocument = new Map<string, Promise<Settings>>();

  constructor(connection: Connection, logger: Logger) {
    this.#connection = connection;
    this.#logger = logger;
  }

  /** After `initialize`: `initializationOptions.settings` hold until something better is known. */
  initialize(features: ClientFeatures): void {
    this.#pulls = features.configuration;
    this.#shared = readSettings(features.initialSettings);
  }

  /** After `initialized`. */
  listen(features: ClientFeatures, changed: () => void): void {
    if (features.configuration && features.registerConfiguration)
      guardEvent(this.#logger, 'register for configuration', async () => {
        await this.#connection.client.register(DidChangeConfigurationNotification.type, {
          section: settingsPrefix,
        });
      });
    this.#connection.onDidChangeConfiguration((params) =>
      guardEvent(this.#logger, 'didChangeConfiguration', () => {
        this.#byDocument.clear();
        const sent: unknown = params.settings;
        if (!this.#pulls && isRecord(sent)) this.#shared = readSettings(sent[settingsPrefix] ?? sent);
        changed();
      }),
    );
  }

  /** The settings for one document. One object per state of the settings, so that it can be compared by identity. */
  get(uri: string): Promise<Settings> {
    if (!this.#pulls) return Promise.resolve(this.#shared);
    let settings = this.#byDocument.get(uri);
    if (!settings) {
      settings = this.#pull(uri);
      this.#byDocument.set(uri, settings);
    }
    return settings;
  }

  forget(uri: string): void {
    this.#byDocument.delete(uri);
  }

  async #pull(uri: string): Promise<Settings> {
    try {
      const section: unknown = await this.#connection.workspace.getConfiguration({
        scopeUri: uri,
        section: settingsPrefix,
      });
      // An editor without any such section answers null: then what it sent at the start still holds.
      return isRecord(section) ? readSettings(section) : this.#shared;
    } catch (error) {
      this.#logger.warn(`workspace/configuration: ${describeError(error)}`);
      return this.#shared;
    }
  }
}
