import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { mountsOf } from '../../dockerfile/mounts.ts';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { removeItem } from '../../edit/shell-items.ts';
import { removeWord } from '../../edit/words.ts';
import { defineRule, type Fix } from '../rule.ts';
import { deletes } from '../../tools/cache-paths.ts';
import { nodeCommand } from '../../tools/node.ts';
import { packageWork, type PackageTool } from '../../tools/package-work.ts';
import {
  defeated,
  noCacheFlag,
  uncached,
  type Defeated,
  type Uncached,
  type UncachedRun,
} from './missing-cache-mount.part.ts';

type Data =
  | { readonly kind: 'missing'; readonly found: Uncached }
  | { readonly kind: 'defeated'; readonly found: Defeated };

export default defineRule<Data>({
  id: 'cache/missing-cache-mount',
  severity: 'hint',
  summary: 'Packages are downloaded again whenever their step runs again',
  fix: 'suggested',
  why: `When a manifest changes, its install starts from nothing: every package comes over the network once more. A cache mount
(\`RUN --mount=type=cache\`) keeps what the package manager has downloaded on the building machine, for this file and others, and keeps it out of the
image, so that no clean-up is needed. A flag or a clean-up that does without the cache makes such a mount useless.

It does not matter where every build runs on a fresh machine without the builder's cache. Packages of the distribution are left alone: their
step runs again only when its own line changes.`,
  fixSafety: `The file then needs BuildKit, which is Docker's builder since version 23; kaniko ignores these mounts. The image's contents stay the
same. Tools that keep packages only in their cache (Go, Cargo, Maven, Gradle, NuGet) get the mount in every RUN that uses them.`,
  equivalents: [],
  examples: [
    {
      files: { 'package.json': '{"name":"shop"}', 'package-lock.json': '{"lockfileVersion":3}' },
      bad: 'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM nginx:1.29-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
      good: 'FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\nCOPY . .\nRUN npm run build\n\nFROM nginx:1.29-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
    },
    {
      title: 'A flag that makes the mount useless',
      files: { 'requirements.txt': 'flask==3.1.2\n' },
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r requirements.txt\nUSER 10001\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\nUSER 10001\n',
    },
  ],
  *check(context) {
    const { model } = context;
    if (model.isWindows) return;
    for (const found of uncached(context)) {
      const [first, ...more] = found.runs;
      // Of what is compiled only Go keeps anything in these folders.
      const compiles = found.tool === 'go' && first!.builds;
      const work = !first!.downloads ? 'compiles' : compiles ? 'downloads and compiles' : 'downloads';
      yield {
        span: first!.command.span,
        message: `\`${first!.name}\` ${work} everything again each time it runs. Keep what it ${work} with \`${mountText(first!)}\`.`,
        related: more.map(({ command }) => ({ span: command.span, message: 'and here' })),
        data: { kind: 'missing', found },
      };
    }
    for (const found of defeated(model)) {
      const { flag, path, command } = found;
      const what = flag?.value ?? words(command);
      yield {
        span: (flag ?? path ?? command).span,
        message: `\`${what}\` makes the cache mount of this RUN useless: nothing is left in it for the next build. Leave it out, the mount is not part of the image.`,
        severity: 'info',
        data: { kind: 'defeated', found },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data) return [];
    const fix = data.kind === 'missing' ? addMounts(data.found, model) : keepCache(data.found, model);
    return fix ? [fix] : [];
  },
}); // prettier-ignore

function words({ words: all }: ShellCommand): string {
  const texts = all.map(({ raw }) => raw);
  return texts.length > 4 ? `${texts.slice(0, 3).join(' ')} …` : texts.join(' ');
}

function mountText({ place }: UncachedRun): string {
  const { folders, exclusive, owner } = place;
  const options = `${exclusive ? ',sharing=locked' : ''}${owner === undefined ? '' : `,uid=${owner},gid=${owner}`}`;
  return folders.map((folder) => `--mount=type=cache,target=${folder}${options}`).join(' ');
}

/** A line that grows beyond this is broken behind the mounts. */
const comfortableLine = 120;

function addMounts({ tool, runs }: Uncached, model: DockerfileModel): Fix | undefined {
  const edits = runs.map((run): readonly TextEdit[] | undefined => {
    const { instruction, command } = run;
    if (!instruction.bodySpan || !command.exact || run.script.exec) return undefined;
    const at = instruction.bodySpan.start;
    const { end } = instruction.keywordSpan;
    // A comment that stands between the keyword and the commands is about the commands.
    if (instruction.flags.length === 0 && model.text.slice(end, at).includes('#'))
      return [{ span: { start: end, end }, newText: ` ${mountText(run)}` }, ...opposing(run, tool, model)];
    const lineEnd = model.text.slice(at).search(/\r?\n|$/);
    const isLong = at - instruction.span.start + mountText(run).length + lineEnd > comfortableLine;
    const link = isLong && instruction.heredocs.length === 0 ? ` ${instruction.escape}${model.eol}    ` : ' ';
    return [{ span: { start: at, end: at }, newText: mountText(run) + link }, ...opposing(run, tool, model)];
  });
  if (!edits.every((edit) => edit !== undefined)) return undefined;
  return {
    title:
      runs.length === 1
        ? `Keep ${runs[0]!.downloads ? 'the downloads' : 'the results'} of \`${runs[0]!.name}\` in a cache mount`
        : `Keep the downloads in cache mounts of ${runs.length} RUN instructions`,
    applicability: 'suggested',
    // Who uses such mounts already wants them; for others it is a decision about their builders.
    preferred: usesCacheMounts(model),
    edits: edits.flat(),
  };
}

function usesCacheMounts({ instructions }: DockerfileModel): boolean {
  return instructions.some((instruction: Instruction) =>
    mountsOf(instruction).some(({ type }) => type === 'cache'),
  );
}

/** Flags and clean-ups of the same RUN that would empty the mount. */
function opposing(
  { script, instruction, place }: UncachedRun,
  tool: PackageTool,
  model: DockerfileModel,
): TextEdit[] {
  return script.commands.flatMap((command): TextEdit[] => {
    if (!command.exact) return [];
    const work = packageWork(command);
    // Another tool of the same RUN gets no mount, so its cache would stay in the layer.
    const flag = work?.tool === tool ? noCacheFlag(command, tool) : undefined;
    if (flag) return [removeWord(model, flag.span)];
    const cleans =
      nodeCommand(command)?.kind === 'cache-clean' || deletesOnly(command, place.folders, instruction);
    const edit =
      cleans && script.items[command.item]?.simple ? removeItem(model, script, command.item) : undefined;
    return edit ? [edit] : [];
  });
}

function deletesOnly(command: ShellCommand, folders: readonly string[], { state }: Instruction): boolean {
  const paths: readonly ShellWord[] = command.args.filter(({ value }) => !value.startsWith('-'));
  return command.name === 'rm' && paths.length === 1 && deletes(command, folders, state);
}

function keepCache({ flag, path, command, script }: Defeated, model: DockerfileModel): Fix | undefined {
  if (!command.exact) return undefined;
  const word = flag ?? path;
  const isPlain = script.items[command.item]?.simple === true && !command.conditional;
  const edit = word
    ? removeWord(model, word.span)
    : isPlain
      ? removeItem(model, script, command.item)
      : undefined;
  const what = word?.value ?? words(command);
  return edit && { title: `Leave out \`${what}\``, applicability: 'safe', preferred: true, edits: [edit] };
}
