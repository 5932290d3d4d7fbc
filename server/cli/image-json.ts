/** What `image --json` prints. */
import type { ImageFact, ImageFacts } from '../images/facts.ts';

/** Every known field, null where nothing is known, so that the keys are always the same. */
export function imageAsJson(
  reference: string,
  facts: ImageFacts,
  { platform, trouble }: { readonly platform: string; readonly trouble: string | undefined },
) {
  const fact = facts.lookup(reference);
  const siblings = fact ? facts.siblings(fact) : [];
  return {
    reference,
    platform,
    ...(fact ? toJson(fact) : { name: null }),
    tableOf: facts.compiled,
    registry: trouble ?? null,
    siblings: siblings.map((sibling) => ({ ...toJson(sibling), savesBytes: saving(fact, sibling) })),
  };
}

function toJson(fact: ImageFact) {
  const { distro, runtime } = fact;
  return {
    name: fact.name,
    approximates: fact.approximates ?? null,
    aliases: fact.aliases,
    compressed: fact.compressed ?? null,
    onDisk: fact.onDisk ?? null,
    architectures: fact.architectures,
    distro: distro
      ? { family: distro.family, version: distro.version ?? null, codename: distro.codename ?? null }
      : null,
    distroEol: fact.distroEol ?? null,
    distroLtsEol: fact.distroLtsEol ?? null,
    libc: fact.libc ?? null,
    packageManager: fact.packageManager ?? null,
    shell: fact.shell ?? null,
    shellName: fact.shellName ?? null,
    defaultUser: fact.defaultUser ?? null,
    nonRootUser: fact.nonRootUser ?? null,
    tools: fact.tools,
    runtime: runtime
      ? { name: runtime.name, version: runtime.version ?? null, eol: runtime.eol ?? null }
      : null,
    note: fact.note ?? null,
    digest: fact.digest ?? null,
    created: fact.created ?? null,
    pushed: fact.pushed ?? null,
    entrypoint: fact.entrypoint ?? null,
    exposedPorts: fact.exposedPorts ?? null,
    hasHealthcheck: fact.hasHealthcheck ?? null,
  };
}

function saving(fact: ImageFact | undefined, sibling: ImageFact): number | null {
  return fact?.onDisk && sibling.onDisk ? fact.onDisk.bytes - sibling.onDisk.bytes : null;
}
