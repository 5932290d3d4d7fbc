/** The embedded table of base images. */
import { decodeTable, imageName } from './decode.ts';
import { denoFact } from './deno.ts';
import { endedAlone, endedFact, endedRuntime, successorRepository } from './ended.ts';
import type { ImageFact, ImageFacts } from './facts.ts';
import { kitFact } from './java.ts';
import { nearestFact, unreleasedDistroless } from './nearest.ts';
import { Recent } from '../recent.ts';
import { familiarName, parseReference } from './reference.ts';
import { findSiblings } from './siblings.ts';
import { compiled } from './table.generated.ts';
import { compareVersions } from './tag.ts';

let embedded: ImageFacts | undefined;

/** What the program knows about base images without a network. Decoded on the first call, then always the same. */
export function embeddedImages(): ImageFacts {
  embedded ??= imageFacts(decodeTable(), compiled);
  return embedded;
}

let repositories: readonly string[] | undefined;

/** Names of all repositories of the embedded table, the most used first. */
export function tableRepositories(): readonly string[] {
  repositories ??= [...new Set(decodeTable().map(({ repository }) => repository))].filter(
    (name) => name !== 'scratch',
  );
  return repositories;
}

/** Images that are asked about at once: those of the open files, and what could stand in their place. */
const keptAnswers = 200;

/** Answers questions about a list of facts; `compiledOn` is the day (`YYYY-MM-DD`) they were put together. */
export function imageFacts(all: readonly ImageFact[], compiledOn: string): ImageFacts {
  const byName = new Map<string, ImageFact>();
  const byRepository = new Map<string, ImageFact[]>();
  for (const fact of all) {
    byRepository.set(fact.repository, [...(byRepository.get(fact.repository) ?? []), fact]);
    for (const alias of fact.aliases) byName.set(imageName(fact.repository, alias), fact);
  }
  // A tag of its own wins over an alias.
  for (const fact of all) byName.set(fact.name, fact);
  for (const facts of byRepository.values()) facts.sort(newestFirst);

  const looked = new Recent<string, ImageFact | undefined>(keptAnswers);
  const lookup = (reference: string): ImageFact | undefined => looked.get(reference, () => find(reference));
  const find = (reference: string): ImageFact | undefined => {
    if (reference === 'scratch') return byName.get(reference);
    const parsed = parseReference(reference);
    // A digest without a tag says nothing about which image it is.
    if (parsed === undefined || (parsed.tag === undefined && parsed.digest !== undefined)) return undefined;
    const repository = familiarName(parsed);
    const tag = parsed.tag ?? 'latest';
    const exact = byName.get(imageName(repository, tag));
    if (exact !== undefined) return exact;
    const facts = byRepository.get(repository);
    const deno = denoFact(reference, repository, tag, byRepository.get('denoland/deno') ?? []);
    if (deno) return deno;
    if (facts !== undefined) {
      const near = nearestFact(repository, tag, facts, all);
      // The nearest release of nginx is another one, and supported.
      if (near) return { ...near, runtime: endedRuntime(repository, tag, near.runtime) };
      return (
        endedFact(repository, tag, facts) ??
        endedAlone(repository, tag, facts) ??
        kitFact(repository, tag, lookup)
      );
    }
    const successor = successorRepository(repository);
    const ended = successor && endedFact(successor, tag, byRepository.get(successor) ?? []);
    if (ended) return { ...ended, name: imageName(repository, tag) };
    return endedAlone(repository, tag) ?? unreleasedDistroless(repository, tag, all);
  };
  return {
    lookup,
    siblings: (fact) => findSiblings(fact, lookup, all),
    ofRepository: (repository) => byRepository.get(repository) ?? [],
    compiled: compiledOn,
  };
}

function newestFirst(a: ImageFact, b: ImageFact): number {
  const version = (fact: ImageFact): string => fact.runtime?.version ?? fact.distro?.version ?? '';
  return compareVersions(version(b), version(a));
}
