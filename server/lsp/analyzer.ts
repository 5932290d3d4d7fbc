/** Text in, findings out, for one version of one document; kept until the text, the facts or the settings change. */
import type { CancellationToken } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Settings } from '../../shared/settings.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { analyze } from '../engine/analyze.ts';
import type { Finding } from '../engine/finding.ts';
import { preferencesOf } from '../engine/preferences.ts';
import { isShellCheckOff } from '../engine/severities.ts';
import { throwIfCancelled } from '../ports.ts';
import type { Logger } from '../ports.ts';
import type { Facts, Rule } from '../rules/rule.ts';
import type { ImageFacts } from '../images/facts.ts';
import type { FactsCache } from './facts-cache.ts';
import { orCancelled } from './guard.ts';
import type { DocumentImages } from './live-images.ts';
import type { ProjectSettings } from './project-settings.ts';
import type { ScriptChecks } from './script-checks.ts';

/** Everything is of one version: `document` is a snapshot. */
export interface Reading {
  readonly document: TextDocument;
  readonly model: DockerfileModel;
  readonly settings: Settings;
}

export interface Analysis extends Reading {
  readonly facts: Facts;
  /** Empty when the user turned findings off. */
  readonly findings: readonly Finding[];
}

const noGuests: readonly Rule[] = [];

export class Analyzer {
  readonly #facts: FactsCache;
  readonly #settings: ProjectSettings;
  readonly #scripts: ScriptChecks;
  readonly #images: DocumentImages;
  readonly #logger: Logger;
  /** Facts with newer images, so that the same two make the same object. */
  readonly #composed = new WeakMap<Facts, WeakMap<ImageFacts, Facts>>();
  readonly #models = new Map<string, { text: string; model: DockerfileModel }>();
  readonly #analyses = new Map<string, { readonly analysis: Analysis; readonly guests: readonly Rule[] }>();

  constructor(
    facts: FactsCache,
    settings: ProjectSettings,
    scripts: ScriptChecks,
    images: DocumentImages,
    logger: Logger,
  ) {
    this.#facts = facts;
    this.#settings = settings;
    this.#scripts = scripts;
    this.#images = images;
    this.#logger = logger;
  }

  /**
   * @param document a snapshot
   * @throws CancelledError when the token is cancelled.
   */
  async analyze(document: TextDocument, token: CancellationToken): Promise<Analysis> {
    const settings = await orCancelled(this.#settings.get(document.uri), token);
    const model = this.#model(document);
    const gathered = await this.#facts.get(
      document.uri,
      model,
      { preferences: preferencesOf(settings), contexts: settings.contexts },
      token,
    );
    const facts = this.#withImages(gathered, this.#images.facts(document.uri, model, settings));
    const guests = await this.#guests(document.uri, model, facts, settings, token);
    const known = this.#analyses.get(document.uri);
    if (known?.guests === guests && isFor(known.analysis, model, facts, settings))
      // The same text can have a new version (an edit and its undo); what we answer with must carry the new one.
      return known.analysis.document.version === document.version
        ? known.analysis
        : { ...known.analysis, document };
    throwIfCancelled(token);
    const findings = settings.enable
      ? analyze(model, facts, { rules: settings.rules, logger: this.#logger, token, guests }).findings
      : [];
    const analysis: Analysis = { document, model, facts, settings, findings };
    this.#analyses.set(document.uri, { analysis, guests });
    return analysis;
  }

  /**
   * What needs no look at the project, and so is there at once.
   * @param document a snapshot
   * @throws CancelledError when the token is cancelled.
   */
  async read(document: TextDocument, token: CancellationToken): Promise<Reading> {
    const settings = await orCancelled(this.#settings.get(document.uri), token);
    return { document, model: this.#model(document), settings };
  }

  forget(uri: string): void {
    this.#models.delete(uri);
    this.#analyses.delete(uri);
    this.#scripts.forget(uri);
    this.#images.forget(uri);
  }

  #withImages(facts: Facts, images: ImageFacts): Facts {
    if (facts.images === images) return facts;
    let byImages = this.#composed.get(facts);
    if (!byImages) this.#composed.set(facts, (byImages = new WeakMap()));
    let composed = byImages.get(images);
    if (!composed) byImages.set(images, (composed = { ...facts, images }));
    return composed;
  }

  async #guests(
    uri: string,
    model: DockerfileModel,
    facts: Facts,
    { enable, shellcheck, rules }: Settings,
    token: CancellationToken,
  ): Promise<readonly Rule[]> {
    if (enable && shellcheck === 'auto' && !isShellCheckOff(rules))
      return this.#scripts.rules(uri, model, facts.images, token);
    this.#scripts.forget(uri);
    return noGuests;
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

function isFor(analysis: Analysis, model: DockerfileModel, facts: Facts, settings: Settings): boolean {
  return analysis.model === model && analysis.facts === facts && analysis.settings === settings;
}
