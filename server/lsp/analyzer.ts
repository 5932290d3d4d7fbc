/** Text in, findings out, for one version of one document; kept until the text, the facts or the settings change. */
import type { CancellationToken } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Settings } from '../../shared/settings.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { analyze } from '../engine/analyze.ts';
import type { Finding } from '../engine/finding.ts';
import { preferencesOf } from '../engine/preferences.ts';
import { throwIfCancelled } from '../ports.ts';
import type { Logger } from '../ports.ts';
import type { Facts } from '../rules/rule.ts';
import type { FactsCache } from './facts-cache.ts';
import { orCancelled } from './guard.ts';
import type { SettingsStore } from './settings-store.ts';

/** Everything is of one version: `document` is a snapshot. */
export interface Analysis {
  readonly document: TextDocument;
  readonly model: DockerfileModel;
  readonly facts: Facts;
  readonly settings: Settings;
  /** Empty when the user turned findings off. */
  readonly findings: readonly Finding[];
}

export class Analyzer {
  readonly #facts: FactsCache;
  readonly #settings: SettingsStore;
  readonly #logger: Logger;
  readonly #models = new Map<string, { text: string; model: DockerfileModel }>();
  readonly #analyses = new Map<string, Analysis>();

  constructor(facts: FactsCache, settings: SettingsStore, logger: Logger) {
    this.#facts = facts;
    this.#settings = settings;
    this.#logger = logger;
  }

  /**
   * @param document a snapshot
   * @throws CancelledError when the token is cancelled.
   */
  async analyze(document: TextDocument, token: CancellationToken): Promise<Analysis> {
    const settings = await orCancelled(this.#settings.get(document.uri), token);
    const model = this.#model(document);
    const facts = await this.#facts.get(document.uri, model, preferencesOf(settings), token);
    const known = this.#analyses.get(document.uri);
    if (known && known.model === model && known.facts === facts && known.settings === settings)
      // The same text can have a new version (an edit and its undo); what we answer with must carry the new one.
      return known.document.version === document.version ? known : { ...known, document };
    throwIfCancelled(token);
    const findings = settings.enable
      ? analyze(model, facts, { rules: settings.rules, logger: this.#logger, token }).findings
      : [];
    const analysis: Analysis = { document, model, facts, settings, findings };
    this.#analyses.set(document.uri, analysis);
    return analysis;
  }

  forget(uri: string): void {
    this.#models.delete(uri);
    this.#analyses.delete(uri);
  }

  #model(document: TextDocument): DockerfileModel {
    const text = document.getText();
    const known = this.#models.get(document.uri);
    if (known?.text === text) return known.model;
    const model = parseDockerfile(text);
    this.#models.set(document.uri, { text, model });
    return model;
  }
}
