/** What a pom says together with the parents of it that lie in the context. */
import type { Pom, PomDependency, PomPlugin } from './pom.ts';

/** A pom with its parents in the context, the nearest first. */
export class EffectivePom {
  readonly pom: Pom;
  readonly #chain: readonly Pom[];
  readonly #values = new Map<string, string | undefined>();

  constructor(chain: readonly [Pom, ...Pom[]]) {
    this.#chain = chain;
    this.pom = chain[0];
  }

  get artifactId(): string | undefined {
    return this.fill(this.pom.artifactId);
  }

  get groupId(): string | undefined {
    return this.fill(this.pom.groupId ?? this.pom.parent?.groupId);
  }

  get version(): string | undefined {
    return this.fill(this.pom.version ?? this.pom.parent?.version);
  }

  get dependencies(): readonly PomDependency[] {
    return this.#chain.flatMap((pom) => pom.dependencies);
  }

  get managed(): readonly PomDependency[] {
    return this.#chain.flatMap((pom) => pom.managed);
  }

  /** Each plugin once; what is nearest says most. */
  get plugins(): readonly PomPlugin[] {
    const byName = new Map<string, PomPlugin>();
    for (const plugin of this.#chain.flatMap((pom) => pom.plugins)) {
      const known = byName.get(plugin.artifactId);
      byName.set(plugin.artifactId, known === undefined ? plugin : merged(known, plugin));
    }
    return [...byName.values()];
  }

  get repositories(): readonly string[] {
    return this.#chain.flatMap((pom) => pom.repositories);
  }

  /** The nearest pom's value, as written. */
  nearest(read: (pom: Pom) => string | undefined): string | undefined {
    for (const pom of this.#chain) {
      const value = read(pom);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** A property with what it refers to filled in; undefined when it is not set here or can't be filled in. */
  property(name: string): string | undefined {
    return this.fill(this.nearest(({ properties }) => properties.get(name)));
  }

  /** The text with `${…}` filled in; undefined when one of them is not known. */
  fill(text: string | undefined): string | undefined {
    return this.#fill(text, 0);
  }

  #fill(text: string | undefined, depth: number): string | undefined {
    if (text === undefined || !text.includes('${')) return text;
    if (depth > maximumDepth || text.length > maximumLength) return undefined;
    let known = true;
    const filled = text.replace(/\$\{([^${}]*)\}/g, (_match, name: string) => {
      const value = this.#valueOf(name, depth);
      known &&= value !== undefined;
      return value ?? '';
    });
    return known && !filled.includes('${') && filled.length < maximumLength ? filled : undefined;
  }

  /** Once each: properties made of properties would multiply, and those that go in a circle have no value. */
  #valueOf(name: string, depth: number): string | undefined {
    if (!this.#values.has(name)) {
      this.#values.set(name, undefined);
      this.#values.set(name, this.#fill(this.#raw(name), depth + 1));
    }
    return this.#values.get(name);
  }

  #raw(name: string): string | undefined {
    switch (name.replace(/^(?:project|pom)\./, '')) {
      case 'artifactId':
        return this.pom.artifactId;
      case 'groupId':
        return this.pom.groupId ?? this.pom.parent?.groupId;
      case 'version':
        return this.pom.version ?? this.pom.parent?.version;
      case 'parent.version':
        return this.pom.parent?.version;
      default:
        return this.nearest(({ properties }) => properties.get(name));
    }
  }
}

/** Properties that refer to each other go two or three levels deep. */
const maximumDepth = 8;
const maximumLength = 1000;

function merged(near: PomPlugin, far: PomPlugin): PomPlugin {
  return {
    artifactId: near.artifactId,
    version: near.version ?? far.version,
    goals: [...new Set([...near.goals, ...far.goals])],
    settings: new Map([...far.settings, ...near.settings]),
    configured: [...new Set([...near.configured, ...far.configured])],
  };
}
