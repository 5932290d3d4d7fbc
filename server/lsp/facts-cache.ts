/**
 * Facts per document. Gathering walks the project, so it happens when something it depends on changed (the
 * sources of COPY and ADD, a watched file, an unsaved .dockerignore), never because a key was pressed.
 */
import { CancellationTokenSource } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import { configuredContext } from '../context/configured.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { gatherFacts } from '../engine/gather.ts';
import { baseName, isWithin, locationKey, parentLocation } from '../location.ts';
import { CancelledError } from '../ports.ts';
import type { FileSystem } from '../ports.ts';
import type { Facts, Preferences } from '../rules/rule.ts';
import { orCancelled } from './guard.ts';
import type { Runtime } from './runtime.ts';

interface Entry {
  readonly signature: string;
  readonly facts: Promise<Facts>;
  readonly source: CancellationTokenSource;
  /** What was read, once it is known; until then every change counts. */
  gathered: Facts | undefined;
}

export interface FactSettings {
  readonly preferences: Preferences;
  /** Build contexts by glob. */
  readonly contexts: Readonly<Record<string, string>>;
}

/** More rounds than any real burst of changes; then the newest facts are taken as they are. */
const maxRounds = 5;

export class FactsCache {
  readonly #runtime: Runtime;
  readonly #fileSystem: FileSystem;
  readonly #rootOf: (uri: string) => string | undefined;
  readonly #entries = new Map<string, Entry>();

  constructor(runtime: Runtime, fileSystem: FileSystem, rootOf: (uri: string) => string | undefined) {
    this.#runtime = runtime;
    this.#fileSystem = fileSystem;
    this.#rootOf = rootOf;
  }

  /**
   * The facts for a Dockerfile; the same object as long as nothing they were read from changed.
   * @throws CancelledError when the token is cancelled.
   */
  async get(
    uri: string,
    model: DockerfileModel,
    settings: FactSettings,
    token: CancellationToken,
  ): Promise<Facts> {
    for (let round = 1; ; round++) {
      const entry = this.#entryFor(uri, model, settings);
      try {
        const facts = await orCancelled(entry.facts, token);
        // What became stale while we waited is gathered anew.
        if (this.#entries.get(uri) === entry || round >= maxRounds) return facts;
      } catch (error) {
        const superseded = error instanceof CancelledError && !token.isCancellationRequested;
        if (!superseded || round >= maxRounds) throw error;
      }
    }
  }

  #entryFor(uri: string, model: DockerfileModel, settings: FactSettings): Entry {
    const signature = signatureOf(model, settings);
    const known = this.#entries.get(uri);
    if (known?.signature === signature) return known;
    this.forget(uri);
    const source = new CancellationTokenSource();
    const root = this.#rootOf(uri);
    const context = configuredContext(settings.contexts, uri, root);
    const entry: Entry = {
      signature,
      source,
      gathered: undefined,
      facts: gatherFacts({
        fileSystem: this.#fileSystem,
        clock: this.#runtime.clock,
        dockerfile: uri,
        ...(root === undefined ? {} : { workspaceRoot: root }),
        ...(context === undefined ? {} : { context }),
        model,
        preferences: settings.preferences,
        token: source.token,
      }),
    };
    this.#entries.set(uri, entry);
    entry.facts.then(
      (facts) => {
        entry.gathered = facts;
      },
      () => {
        // Whoever waits for it sees the failure; the next one to ask starts over.
        if (this.#entries.get(uri) === entry) this.#entries.delete(uri);
      },
    );
    return entry;
  }

  /** The document was closed, or what it depends on changed. Work under way for it ends. */
  forget(uri: string): boolean {
    const entry = this.#entries.get(uri);
    if (!entry) return false;
    this.#entries.delete(uri);
    entry.source.cancel();
    return true;
  }

  forgetAll(): void {
    for (const uri of [...this.#entries.keys()]) this.forget(uri);
  }

  /** Drops the facts that changes of these files can touch. Returns the documents concerned. */
  invalidate(changed: readonly string[]): string[] {
    const concerned = [...this.#entries].filter(([uri, entry]) =>
      changed.some((location) => concerns(location, uri, entry.gathered)),
    );
    for (const [uri] of concerned) this.forget(uri);
    return concerned.map(([uri]) => uri);
  }
}

/** Can a change of this file change these facts? */
function concerns(location: string, dockerfile: string, facts: Facts | undefined): boolean {
  if (!facts) return true;
  // The Dockerfile's own text is in the editor, not in the facts.
  if (locationKey(location) === locationKey(dockerfile)) return false;
  if (facts.context.known && isWithin(facts.context.location, location)) return true;
  const key = locationKey(location);
  if ([...facts.project.read, ...facts.uses.read].some((read) => locationKey(read) === key)) return true;
  // Compose, bake and dev container files of an enclosing folder decide which folder the context is.
  const folder = parentLocation(location);
  return (
    folder !== undefined &&
    (isWithin(folder, dockerfile) ||
      (baseName(folder) === '.devcontainer' && isWithin(parentLocation(folder) ?? folder, dockerfile)))
  );
}

/** What of the text decides which context is gathered: the sources of COPY and ADD. */
function signatureOf(model: DockerfileModel, settings: FactSettings): string {
  const sources = model.instructions
    .filter(
      ({ keyword, flags }) =>
        (keyword === 'COPY' || keyword === 'ADD') && !flags.some((flag) => flag.name === 'from'),
    )
    .flatMap(({ words }) => words.slice(0, -1).map((word) => word.value));
  return JSON.stringify([settings, [...new Set(sources)].sort()]);
}
