/**
 * Debian's list of the packages of one release and architecture (`dists/…/binary-amd64/Packages`), as far as relations
 * between packages go. The format: deb822(5); the fields: Debian Policy, chapters 5 and 7.
 */

/** One package. Relations are without versions and architectures: only which package is meant counts here. */
export interface DebianPackage {
  readonly name: string;
  readonly source: string;
  /** `libs`, `libdevel`. */
  readonly section: string;
  /** `required`, `optional`. */
  readonly priority: string;
  /** Kept by every installation. */
  readonly essential: boolean;
  /** Depends and Pre-Depends: each is a list of alternatives, of which one suffices. */
  readonly depends: readonly (readonly string[])[];
}

export class PackageList {
  readonly #packages = new Map<string, DebianPackage>();
  readonly #providers = new Map<string, Set<string>>();

  constructor(text: string) {
    for (const stanza of text.split(/\n{2,}/)) {
      const fields = fieldsOf(stanza);
      const name = fields.get('Package');
      if (name === undefined) continue;
      this.#packages.set(name, {
        name,
        // The version in brackets is only there when it is not the package's own.
        source: (fields.get('Source') ?? name).replace(/ .*/, ''),
        section: fields.get('Section') ?? '',
        priority: fields.get('Priority') ?? '',
        essential: fields.get('Essential') === 'yes',
        depends: [...relations(fields.get('Pre-Depends')), ...relations(fields.get('Depends'))],
      });
      for (const [virtual] of relations(fields.get('Provides'))) {
        if (virtual !== undefined) this.#provide(virtual, name);
      }
    }
  }

  get all(): Iterable<DebianPackage> {
    return this.#packages.values();
  }

  /** What `apt-get install` takes for the name: the package, or the only one that provides it; undefined: it refuses. */
  find(name: string): DebianPackage | undefined {
    const own = this.#packages.get(name);
    if (own) return own;
    const [provider, ...others] = this.#providers.get(name) ?? [];
    return provider === undefined || others.length > 0 ? undefined : this.#packages.get(provider);
  }

  /** What its dependencies install: the first alternative that can be. `alternatives`: leaves those out that have more. */
  neededBy({ depends }: DebianPackage, alternatives = Infinity): readonly DebianPackage[] {
    return depends
      .filter(({ length }) => length <= alternatives)
      .flatMap((names) => names.map((name) => this.find(name)).find((found) => found) ?? []);
  }

  #provide(virtual: string, name: string): void {
    const providers = this.#providers.get(virtual);
    if (providers) providers.add(name);
    else this.#providers.set(virtual, new Set([name]));
  }
}

function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of stanza.split('\n')) {
    // A line that begins with a blank continues a field that does not matter here.
    const match = /^([\w-]+): *(.*)$/.exec(line);
    if (match) fields.set(match[1]!, match[2]!.trimEnd());
  }
  return fields;
}

/** `a (= 1) | b, c:any` → `[[a, b], [c]]`. */
function relations(field: string | undefined): string[][] {
  if (field === undefined || field === '') return [];
  return field
    .split(',')
    .map((group) => group.split('|').map((relation) => relation.trim().replace(/[\s(:[].*$/s, '')));
}
