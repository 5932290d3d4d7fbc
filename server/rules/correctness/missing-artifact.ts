import { readCopy, type CopySource } from '../../dockerfile/copies.ts';
import type { Instruction, Stage, Word } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { finalStage, lineageInstructions, stageNamed } from '../../dockerfile/stages.ts';
import { normalizePath } from '../../dockerfile/state.ts';
import { folderOf } from '../../tools/locate.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { isInit, startCommand } from '../../tools/start-command.ts';
import { defineRule, type Report, type RuleContext } from '../rule.ts';
import { buildRuns, cannotBeIn, type BuildRun } from './missing-artifact.part.ts';

/** Sources that are looked for; each means a look at all of a stage. No real file has as many. */
const maximumSources = 300;

interface Missing {
  readonly word: Word;
  /** What the source should be, when a build leaves its result beside it. */
  readonly better: string | undefined;
}

export default defineRule<Missing>({
  id: 'correctness/missing-artifact',
  severity: 'warning',
  summary: 'A path is used that nothing makes',
  fix: 'suggested',
  why: `\`COPY --from=build /app/dist\` stops the build when the stage has no such folder, because its build step is missing or writes to another
one; a \`CMD\` that names a file which is not in the image stops the container when it starts. There is a finding only where nothing can have
brought the path: the whole context is known and does not have it, every command of the stage is known not to write it, and it lies in a
folder of the stage's own and not of the base image.`,
  fixSafety: `Copying the folder that the build writes instead is only suggested: the other name may be the one that was meant.`,
  equivalents: [],
  examples: [
    {
      title: 'the build writes elsewhere',
      files: {
        'package.json': '{"name":"shop","scripts":{"build":"vite build"},"devDependencies":{"vite":"^7.0.0"}}',
        'package-lock.json': '{"name":"shop","lockfileVersion":3,"packages":{"":{"name":"shop","devDependencies":{"vite":"^7.0.0"}},"node_modules/vite":{"version":"7.0.0","dev":true}}}',
        'index.html': '',
        'src/main.js': '',
        '.dockerignore': '.git\nnode_modules\n',
      },
      bad: 'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM nginx:1.29-alpine\nCOPY --from=build /app/build /usr/share/nginx/html\n',
      good: 'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM nginx:1.29-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
    },
  ],
  *check(context) {
    const { model } = context;
    let looked = 0;
    for (const stage of model.stages)
      for (const instruction of stage.instructions) {
        const copy = instruction.keyword === 'COPY' ? readCopy(instruction) : undefined;
        const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, stage);
        // A stage below: correctness/unknown-stage.
        if (!copy || !from || from.index > stage.index) continue;
        for (const source of copy.sources) {
          if (++looked > maximumSources) return;
          const found = missingSource(source, from, context);
          if (found) yield found;
        }
      }
    const last = finalStage(model);
    const found = last && missingProgram(last, context);
    if (found) yield found;
  },
  fixes({ data }) {
    if (data?.better === undefined) return [];
    return [
      {
        title: `Copy ${data.better}`,
        applicability: 'suggested',
        preferred: true,
        edits: [{ span: data.word.span, newText: data.better }],
      },
    ];
  },
}); // prettier-ignore

function missingSource(source: CopySource, from: Stage, context: RuleContext): Report<Missing> | undefined {
  if (!source.complete || /[*?[]/.test(source.path) || source.path === '.') return undefined;
  const path = normalizePath(`/${source.path}`);
  if (!cannotBeIn(path, from, context)) return undefined;
  // `/app/nginx.conf` is no build's result under another name.
  const runs = /\.\w+$/.test(path) ? [] : buildRuns(from, context);
  const [run] = runs;
  const name = from.name === undefined ? `stage ${from.index}` : `the stage \`${from.name}\``;
  const { word } = source;
  return {
    span: word.span,
    message: run
      ? `\`${path}\` is not in ${name}: \`${commandOf(run)}\` writes ${run.output}. Copy that, or let the build write there.`
      : `\`${path}\` is not in ${name}: nothing there makes it, and the build context does not have it. Build it there, or correct the path.`,
    related: run ? [{ span: run.command.span, message: `this writes ${run.output}` }] : [],
    data: { word, better: betterSource(word, path, runs) },
  };
}

/** The build's result in place of a folder beside it, `/app/dist` for `/app/build`. */
function betterSource(word: Word, path: string, runs: readonly BuildRun[]): string | undefined {
  const [run] = runs;
  const plain = /^\/?[\w./-]+$/.test(word.raw);
  if (runs.length !== 1 || !plain) return undefined;
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (run!.output.slice(0, run!.output.lastIndexOf('/')) !== folder) return undefined;
  return run!.output + (word.raw.endsWith('/') ? '/' : '');
}

function commandOf({ command }: BuildRun): string {
  return command.words.map(({ raw }) => raw).join(' ');
}

const interpreters = /^(?:node|nodejs|bun|python[\d.]*)$/;
/** Folders that may well be built before `docker build`, on the machine that has them. */
const builtOutside =
  /(?:^|\/)(?:dist|build|out|output|lib|public|\.next|\.nuxt|\.output|\.svelte-kit|_build|generated)(?:\/|$)/;

/** The file that CMD or ENTRYPOINT gives to an interpreter. */
function missingProgram(stage: Stage, context: RuleContext): Report<Missing> | undefined {
  // An image to build on: its triggers bring what its CMD starts.
  if (lineageInstructions(stage).some(({ keyword }) => keyword === 'ONBUILD')) return undefined;
  const { entrypoint, cmd } = startCommand(stage);
  const instruction = entrypoint && !isInit(entrypoint) ? entrypoint : cmd;
  const file = instruction && fileOf(instruction, context);
  const { workdir } = stage.endState;
  if (!file || (workdir === undefined && !file.value.startsWith('/'))) return undefined;
  const path = resolvePath(workdir ?? '/', file.value);
  if (builtOutside.test(path) && !isIgnored(file.value, context)) return undefined;
  // A context without a single file of the language is hardly the one that the image is built from.
  const extension = file.value.slice(file.value.lastIndexOf('.'));
  if (!context.facts.context.entries.some((entry) => entry.path.endsWith(extension))) return undefined;
  if (liesBeside(path, context) || !cannotBeIn(path, stage, context)) return undefined;
  return {
    span: file.span,
    message: `${instruction.keyword} starts \`${file.value}\`, but nothing puts ${path} into the image: no instruction makes it, and the build context does not have it. Correct the name, or copy the file.`,
  };
}

/** The Dockerfile's own folder has such a file: then that folder may be the context that is meant. */
function liesBeside(path: string, { facts }: RuleContext): boolean {
  const folder = folderOf(facts.context.dockerfilePath ?? '');
  const name = path.split('/').pop()!;
  return folder !== '' && facts.context.has(`${folder}/${name}`) !== false;
}

function isIgnored(file: string, { facts }: RuleContext): boolean {
  return !file.startsWith('/') && facts.context.isIgnored(normalizePath(`/${file}`).slice(1));
}

function fileOf(instruction: Instruction, { model }: RuleContext): { value: string; span: Span } | undefined {
  const commands = shellOf(instruction, model)?.commands ?? [];
  const [command] = commands;
  if (commands.length !== 1 || !command || !interpreters.test(command.name)) return undefined;
  const [file] = command.args;
  if (!file?.literal || !/^[\w./-]+\.(?:[cm]?js|py)$/.test(file.value) || file.value.startsWith('-'))
    return undefined;
  return { value: file.value, span: file.span };
}
