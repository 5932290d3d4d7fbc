import { readCopy } from '../../dockerfile/copies.ts';
import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction, Stage, Word } from '../../dockerfile/model.ts';
import { normalizePath } from '../../dockerfile/state.ts';
import { isShipped, rootBase } from '../../dockerfile/stages.ts';
import { imageConfig } from '../../images/config.ts';
import { defineRule, type Report } from '../rule.ts';
import { brokenArray } from './json-form.ts';

/** A word and the absolute path that it should be. */
interface Place {
  readonly word: Word;
  readonly path: string;
}

interface Relative {
  readonly places: readonly Place[];
  /** The base's directory is known. */
  readonly certain: boolean;
}

export default defineRule<Relative>({
  id: 'correctness/relative-workdir',
  severity: 'warning',
  summary: "A path depends on the base image's working directory",
  fix: 'suggested',
  why: `A relative \`WORKDIR\` begins at the directory that the base image happens to start in, and so does a relative destination of \`COPY\`
where the stage has no \`WORKDIR\`: in most images that is \`/\`, in golang it is \`/go\`, in php \`/var/www/html\`. With another base image or
a new release of it the files lie elsewhere. Below an absolute \`WORKDIR\` of the same file, relative paths are fine. For \`COPY\` there is an
information only, and only where the image is known to start in \`/\`: an image that has a folder of its own for the program may well be
meant. In a stage that is thrown away, files in \`/\` disturb nobody.`,
  fixSafety: `The path is made absolute as it is today, safely so where the base image's directory is known. For other images \`/\` is assumed.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3000' },
    { tool: 'hadolint', id: 'DL3045' },
    { tool: 'buildkit', id: 'WorkdirRelativePath' },
    { tool: 'trivy', id: 'DS-0009' },
    { tool: 'checkov', id: 'CKV_DOCKER_10' },
  ],
  examples: [
    {
      title: 'WORKDIR',
      bad: 'FROM node:22-alpine\nWORKDIR app\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY server.js ./\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: 'COPY without WORKDIR',
      bad: 'FROM node:22-alpine\nCOPY server.js app/\nUSER node\nCMD ["node", "/app/server.js"]\n',
      good: 'FROM node:22-alpine\nCOPY server.js /app/\nUSER node\nCMD ["node", "/app/server.js"]\n',
    },
  ],
  *check({ model }) {
    /** Stages that set a directory, themselves or in those they build on: BuildKit asks no more of them. */
    const placed = new Set<Stage>();
    for (const stage of model.stages) {
      const found = firstRelative(stage, model, placed);
      if (found) yield found;
    }
  },
  fixes({ data }) {
    // Into the root by name is no better: there a WORKDIR is missing, and what to call it is the author's business.
    if (!data || data.places.some(({ path }) => path === '/')) return [];
    const { places, certain } = data;
    return [
      {
        title: places.length === 1 ? `Write ${places[0]!.path}` : 'Make the paths absolute',
        applicability: certain ? 'safe' : 'suggested',
        preferred: certain,
        edits: places.map(({ word, path }) => {
          const quote = /^(["']).*\1$/.exec(word.raw)?.[1] ?? '';
          return { span: word.span, newText: `${quote}${path}${quote}` };
        }),
      },
    ];
  },
});

function firstRelative(
  stage: Stage,
  model: DockerfileModel,
  placed: Set<Stage>,
): Report<Relative> | undefined {
  if (stage.base.kind === 'stage' && placed.has(stage.base.stage)) {
    placed.add(stage);
    return undefined;
  }
  const copies: Place[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'WORKDIR' && instruction.words[0]) {
      placed.add(stage);
      return relativeCopies(copies) ?? relativeWorkdir(instruction, stage, model);
    }
    const copy = isShipped(stage, model) ? relativeCopy(instruction, model) : undefined;
    if (copy) copies.push(copy);
  }
  return relativeCopies(copies);
}

/** Where the base image starts; undefined when it is not known. */
function startOf(stage: Stage): string | undefined {
  const base = rootBase(stage);
  if (base.kind === 'scratch') return '/';
  return base.kind === 'image' && base.complete ? imageConfig(base.reference)?.workdir : undefined;
}

function relativeWorkdir(
  instruction: Instruction,
  stage: Stage,
  model: DockerfileModel,
): Report<Relative> | undefined {
  const word = instruction.words[0]!;
  const path = knownPath(word.raw, instruction);
  if (path === undefined || isAbsolute(path, model)) return undefined;
  const start = startOf(stage);
  const absolute = normalizePath(`${start ?? '/'}/${path}`);
  const from = start === undefined ? 'where the base image starts' : `${start}, where the base image starts,`;
  return {
    span: word.span,
    message: `WORKDIR \`${path}\` is relative to ${from} and moves with it. Write \`${absolute}\`.`,
    data: { places: [{ word, path: writable(word.raw, absolute) }], certain: start !== undefined },
  };
}

function relativeCopy(instruction: Instruction, model: DockerfileModel): Place | undefined {
  const copy = readCopy(instruction);
  // A broken JSON array is correctness/json-form's.
  if (!copy || model.isWindows || brokenArray(instruction)) return undefined;
  const { destinationWord } = copy;
  const raw = instruction.json ? destinationWord.value : destinationWord.raw;
  const path = knownPath(raw, instruction);
  if (path === undefined || isAbsolute(path, model)) return undefined;
  // In `scratch` nothing but the root is there.
  const stage = instruction.stage!;
  if (rootBase(stage).kind === 'scratch' || startOf(stage) !== '/') return undefined;
  const absolute = normalizePath(`/${path}`);
  const isFolder = /(?:^|\/)\.{0,2}$/.test(path) && absolute !== '/';
  return { word: destinationWord, path: writable(raw, absolute + (isFolder ? '/' : '')) };
}

function relativeCopies(places: readonly Place[]): Report<Relative> | undefined {
  const [first, ...others] = places;
  if (!first) return undefined;
  const where = first.path === '/' ? 'the files land in `/`' : `\`${first.word.value}\` is \`${first.path}\``;
  return {
    span: first.word.span,
    message: `The stage sets no WORKDIR, so ${where}, because the base image starts there. Set a WORKDIR${first.path === '/' ? '' : `, or write \`${first.path}\``}.`,
    severity: 'info',
    related: others.map(({ word }) => ({ span: word.span, message: 'so does this' })),
    data: { places, certain: true },
  };
}

/** With variables put in; undefined where one can't be known. */
function knownPath(raw: string, { state, escape }: Instruction): string | undefined {
  const { value, complete, error } = expandWord(raw, (name) => state.variables.get(name), escape);
  return complete && !error && value !== '' && !/^#|[{}]/.test(value) ? value : undefined;
}

/** Variables stay as they are written. */
function writable(raw: string, absolute: string): string {
  return raw.includes('$') ? `/${raw.replace(/^["']|["']$/g, '')}` : absolute;
}

function isAbsolute(path: string, { isWindows }: DockerfileModel): boolean {
  return path.startsWith('/') || (isWindows && /^(?:[A-Za-z]:)?[\\/]/.test(path));
}
