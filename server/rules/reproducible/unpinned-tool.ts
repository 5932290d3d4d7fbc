import type { DockerfileModel } from '../../dockerfile/model.ts';
import type { ShellCommand } from '../../dockerfile/shell.ts';
import type { Span } from '../../dockerfile/span.ts';
import { neededStages } from '../../dockerfile/stages.ts';
import type { NodeProject } from '../../project/facts.ts';
import { isVerbatim, runScripts } from '../../tools/run-scripts.ts';
import { defineRule, type Facts, type Fix } from '../rule.ts';
import { unpinnedTools, type ToolInstall, type UnpinnedTool } from './tool-installs.part.ts';

interface Unpinned {
  readonly install: ToolInstall;
  /** Versions that the project names for some of the tools. */
  readonly wanted: readonly Wanted[];
  readonly swallowed: Swallowed | undefined;
}

/** `pip install flask>=3`: the shell writes a file of the name `=3`, and pip gets no version. */
interface Swallowed {
  /** The word with what was meant as its version. */
  readonly span: Span;
}

interface Wanted {
  readonly tool: UnpinnedTool;
  readonly version: string;
  /** The manifest or lockfile that says so. */
  readonly source: string;
}

export default defineRule<Unpinned>({
  id: 'reproducible/unpinned-tool',
  severity: 'info',
  summary: 'A tool is installed without a version',
  fix: 'suggested',
  why: `Tools that no manifest and lockfile speak for come in the newest version on the day the layer is built: another one on another machine, and
one day a major version that no longer runs here. With a version the build stays what it was, and an update is a commit.

A version in a variable is a version, and so are a range and a constraints file. It does not matter for pip, setuptools and wheel, for Yarn 1, which gets no
new versions, and in stages that the final image does not need.`,
  fixSafety: `Suggested: the version that the project's own files name may not be the one that the last build got. Where they name none there is no fix.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3013' },
    { tool: 'hadolint', id: 'DL3016' },
    { tool: 'hadolint', id: 'DL3028' },
    { tool: 'hadolint', id: 'DL3062' },
  ],
  examples: [
    {
      title: 'the version that package.json asks for',
      files: {
        'package.json': '{"name":"shop","packageManager":"pnpm@10.4.1"}',
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  .: {}\n",
      },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nRUN npm install -g pnpm\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile\nUSER node\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nRUN npm install -g pnpm@10.4.1\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile\nUSER node\n',
    },
    {
      title: 'a tool of Go',
      bad: 'FROM golang:1.25-alpine\nRUN go install example.org/tools/lint@latest\n',
      good: 'FROM golang:1.25-alpine\nRUN go install example.org/tools/lint@v1.4.0\n',
    },
  ],
  *check({ model, facts }) {
    const needed = neededStages(model);
    for (const { run, stage, script } of runScripts(model)) {
      if (!needed.has(stage) || run.state.variables.has('PIP_CONSTRAINT')) continue;
      for (const command of script.commands) {
        const install = unpinnedTools(command);
        const [first, ...others] = install?.tools ?? [];
        if (!install || !first) continue;
        const wanted = install.tools.flatMap((tool) => wantedVersion(tool, facts) ?? []);
        const swallowed = swallowedVersion(install, command);
        yield {
          span: swallowed?.span ?? first.word.span,
          message: swallowed
            ? `The shell takes \`>\` for a redirection: \`${install.verb}\` gets no version, and writes a file. Quote the word.`
            : message(install, wanted),
          ...(swallowed && { severity: 'warning' }),
          related: others.map(({ word }) => ({ span: word.span, message: 'without a version too' })),
          data: { install, wanted, swallowed },
        };
      }
    }
  },
  fixes({ data }, { model }) {
    const fix = data && (data.swallowed ? quote(data.swallowed, model) : pin(data, model));
    return fix ? [fix] : [];
  },
});

function message({ verb, tools, pinned }: ToolInstall, wanted: readonly Wanted[]): string {
  const names = tools.map(({ name }) => name);
  const shown =
    names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : joined(names);
  const [known] = wanted;
  const advice = known
    ? `${known.source} has ${known.tool.name} ${known.version}: write ${pinned(known.tool.name, known.version)}.`
    : `Write ${pinned(names[0]!, 'VERSION')}.`;
  return `\`${verb}\` takes the newest ${shown} on the day of the build, so the next build may get another. ${advice}`;
}

function swallowedVersion({ tools }: ToolInstall, command: ShellCommand): Swallowed | undefined {
  for (const { word } of tools) {
    const behind = command.redirects.find(({ span }) => command.exact && span.start === word.span.end);
    const isVersion = behind?.operator === '>' && behind.target?.literal && /^=\d/.test(behind.target.value);
    if (isVersion) return { span: { start: word.span.start, end: behind.span.end } };
  }
  return undefined;
}

function quote({ span }: Swallowed, { text }: DockerfileModel): Fix | undefined {
  const written = text.slice(span.start, span.end);
  if (/['"\s\\]/.test(written)) return undefined;
  return {
    title: `Quote "${written}"`,
    applicability: 'suggested',
    preferred: true,
    edits: [{ span, newText: `"${written}"` }],
  };
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

/** The version that the context's Node projects agree on: of the package manager by its field, of others by the lockfile. */
function wantedVersion(tool: UnpinnedTool, { project }: Facts): Wanted | undefined {
  if (tool.registry !== 'npm') return undefined;
  const found = project.projects.flatMap((one): Omit<Wanted, 'tool'>[] => {
    const version = one.kind === 'node' ? versionIn(one, tool.name) : undefined;
    return version ? [version] : [];
  });
  const [first] = found;
  return first && found.every(({ version }) => version === first.version) ? { tool, ...first } : undefined;
}

function versionIn(project: NodeProject, name: string): Omit<Wanted, 'tool'> | undefined {
  const field = /^([a-z]+)@(\d[\w.+-]*)$/.exec(project.packageManagerField ?? '');
  if (field?.[1] === name) return { version: field[2]!.replace(/\+.*$/, ''), source: project.manifest };
  const isDirect = name in project.dependencies || name in project.devDependencies;
  const versions = isDirect
    ? (project.lockfile?.packages ?? []).filter((one) => one.name === name).map(({ version }) => version)
    : [];
  const [version] = versions;
  // Of several versions nobody knows which one is the tool.
  return version !== undefined && versions.length === 1 && project.lockfile
    ? { version, source: project.lockfile.path }
    : undefined;
}

function pin({ install, wanted }: Unpinned, model: DockerfileModel): Fix | undefined {
  // A fix that leaves others of the same command without a version would not settle it.
  if (wanted.length === 0 || wanted.length < install.tools.length) return undefined;
  if (!wanted.every(({ tool: { word } }) => word.raw === word.value && isVerbatim(model, word)))
    return undefined;
  const texts = wanted.map(({ tool, version }) => install.pinned(tool.name, version));
  const isManager = wanted.every(({ source }) => source.endsWith('package.json'));
  return {
    title: `Install ${joined(texts)}`,
    applicability: 'suggested',
    // What the project itself says of its package manager holds here as well.
    preferred: isManager,
    edits: wanted.map(({ tool }, i) => ({ span: tool.word.span, newText: texts[i]! })),
  };
}
