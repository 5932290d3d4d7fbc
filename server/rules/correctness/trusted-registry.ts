import { readCopy } from '../../dockerfile/copies.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import type { Span } from '../../dockerfile/span.ts';
import { stageNamed } from '../../dockerfile/stages.ts';
import { familiarName, parseReference, type ImageReference } from '../../images/reference.ts';
import { defineRule } from '../rule.ts';

/**
 * Has no say without a list, so it needs no switch of its own: it is on by default, unlike hadolint's, which is
 * switched on by its list as well.
 */
export default defineRule({
  id: 'correctness/trusted-registry',
  severity: 'warning',
  summary: 'An image comes from a registry that is not on the list of trusted ones',
  fix: 'none',
  why: `Where an organisation allows certain registries only (its own mirror, say), an image from elsewhere is a dependency that nobody vetted, and a build
that stops when that registry is not to be reached.

The list is the setting \`dockerfileOptimizer.trustedRegistries\`. An entry is a host (\`docker.io\`, \`localhost:5000\`), a host with the beginning of a path
(\`ghcr.io/acme\`), or has a \`*\` at one end (\`*.example.com\`). While it is empty the rule is silent. Stages and named contexts of the file are no images, and
an image behind a variable that only the build knows can't be judged.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3026' }],
  examples: [
    {
      preferences: { trustedRegistries: ['registry.example.com', 'ghcr.io/acme'] },
      bad: 'FROM node:22-alpine\nUSER node\nCMD ["node"]\n',
      good: 'FROM registry.example.com/node:22-alpine\nUSER node\nCMD ["node"]\n',
    },
  ],
  *check({ model, facts }) {
    const trusted = facts.preferences.trustedRegistries ?? [];
    if (trusted.length === 0) return;
    for (const { reference, span } of images(model)) {
      const parsed = parseReference(reference);
      if (!parsed || trusted.some((entry) => covers(entry, parsed))) continue;
      yield {
        span,
        message: `${familiarName(parsed)} comes from ${parsed.domain}, which is not among the trusted registries (${listed(trusted)}).`,
      };
    }
  },
});

interface ImageUse {
  readonly reference: string;
  readonly span: Span;
}

/** Images that FROM, COPY --from and mounts name, each at its place. */
function* images(model: DockerfileModel): Iterable<ImageUse> {
  for (const { base, imageWord, instructions } of model.stages) {
    if (base.kind === 'image' && base.complete && imageWord)
      yield { reference: base.reference, span: imageWord.span };
    for (const instruction of instructions) yield* usedBy(instruction, model);
  }
}

function* usedBy(instruction: Instruction, model: DockerfileModel): Iterable<ImageUse> {
  const { state, escape, stage, flags } = instruction;
  const isImage = (name: string): boolean =>
    name !== '' &&
    name !== 'context' &&
    name !== 'scratch' &&
    !/^\d+$/.test(name) &&
    !stageNamed(model, name, stage) &&
    mayBeImage(name);
  const copy = readCopy(instruction);
  if (copy?.from !== undefined) {
    const flag = flags.find(({ name }) => name === 'from');
    const { complete } = expandWord(flag?.value ?? '', (name) => state.variables.get(name), escape);
    if (flag && complete && isImage(copy.from))
      yield { reference: copy.from, span: flag.valueSpan ?? flag.span };
  }
  for (const { from, flag } of mountsOf(instruction))
    if (from !== undefined && !from.includes('$') && isImage(from))
      yield { reference: from, span: flag.valueSpan ?? flag.span };
}

/** A bare word may as well be a named context of the build (`--build-context`). */
function mayBeImage(name: string): boolean {
  return /[/:@.]/.test(name);
}

/** Docker Hub's names. */
const dockerHub: ReadonlySet<string> = new Set(['docker.io', 'hub.docker.com', 'index.docker.io', 'registry-1.docker.io']); // prettier-ignore

function covers(entry: string, { domain, path }: ImageReference): boolean {
  const wanted = entry.trim().toLowerCase().replace(/\/+$/, '');
  const full = `${domain}/${path}`.toLowerCase();
  if (wanted === '*') return true;
  if (wanted.startsWith('*')) return domain.toLowerCase().endsWith(wanted.slice(1));
  if (wanted.endsWith('*')) return full.startsWith(wanted.slice(0, -1));
  if (dockerHub.has(wanted)) return domain === 'docker.io';
  return full === wanted || full.startsWith(`${wanted}/`);
}

function listed(trusted: readonly string[]): string {
  const shown = trusted.slice(0, 3).join(', ');
  return trusted.length > 3 ? `${shown} and ${trusted.length - 3} more` : shown;
}
