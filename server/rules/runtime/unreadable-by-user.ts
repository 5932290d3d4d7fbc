import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { Span, TextEdit } from '../../dockerfile/span.ts';
import { lastOf, lineage } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import { lookupRoot } from '../../images/root.ts';
import { pipInstall } from '../../tools/python.ts';
import { accountOptions, isRoot } from '../../tools/users.ts';
import { defineRule, type Report, type RuleContext } from '../rule.ts';
import { isWithin, runText } from './contents.part.ts';
import { pathFolders } from './programs.part.ts';
import { runStages, startCommand } from '../../tools/start-command.ts';

interface Unreadable {
  readonly stage: Stage;
  /** The COPY to root's home, when that is what is wrong. */
  readonly copy: Instruction | undefined;
  /** The user's own home; undefined: not known. */
  readonly home: string | undefined;
}

/** Whoever runs the container, with the stage it is in. */
interface Runner {
  readonly stage: Stage;
  readonly user: string;
  readonly all: readonly Instruction[];
  readonly fact: ImageFact;
}

export default defineRule<Unreadable>({
  id: 'runtime/unreadable-by-user',
  severity: 'error',
  summary: 'The program needs files below /root, which its user may not read',
  fix: 'suggested',
  why: `\`/root\` has the mode 700 in Debian, Ubuntu and Alpine images: only root may look into it. What \`pip install --user\`, an installer or a \`COPY\` puts
there is out of reach for a container that runs as another user, who also has another home: the program ends with \`permission denied\` or does not
find its packages.

It does not matter where a \`RUN\` opens the folder; the rule is silent then, and where it does not know the base image.`,
  fixSafety: `The folder is copied to the user's own home, where Python looks for it, and \`PATH\` is changed with it. Offered only where that home is known.`,
  equivalents: [],
  examples: [
    {
      files: { 'requirements.txt': 'gunicorn==23.0.0\n', 'app.py': '' },
      bad: 'FROM python:3.13-slim AS build\nCOPY requirements.txt ./\nRUN pip install --user --no-cache-dir -r requirements.txt\n\nFROM python:3.13-slim\nRUN useradd --create-home --uid 10001 app\nCOPY --from=build /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nWORKDIR /srv\nCOPY app.py ./\nUSER app\nCMD ["gunicorn", "app:app"]\n',
      good: 'FROM python:3.13-slim AS build\nCOPY requirements.txt ./\nRUN pip install --user --no-cache-dir -r requirements.txt\n\nFROM python:3.13-slim\nRUN useradd --create-home --uid 10001 app\nCOPY --from=build /root/.local /home/app/.local\nENV PATH=/home/app/.local/bin:$PATH\nWORKDIR /srv\nCOPY app.py ./\nUSER app\nCMD ["gunicorn", "app:app"]\n',
    },
  ],
  *check(context) {
    const { model, facts } = context;
    if (model.isWindows) return;
    const seen = new Set<number>();
    for (const stage of runStages(model)) {
      const fact = lookupRoot(stage, facts.images);
      const { entrypoint, cmd } = startCommand(stage);
      // /root of other families is open to its group, which a bare uid is in.
      if (!fact || !/^(?:debian|ubuntu|alpine)$/.test(fact.distro?.family ?? '') || (!entrypoint && !cmd)) continue;
      const own = stage.endState.user;
      const user = own ?? fact.defaultUser?.name ?? '';
      if (isRoot(user) !== false || (own === undefined && fact.defaultUser?.uid === 0)) continue;
      const all = lineage(stage).reverse().flatMap((each) => candidatesOf(each));
      if (all.some(opensRoot)) continue;
      const report = problem({ stage, user, all, fact }, context);
      if (report && !seen.has(report.span.start)) yield report;
      if (report) seen.add(report.span.start);
    }
  },
  fixes({ data }, { model }) {
    const edits = data && moveHome(data, model);
    if (!edits) return [];
    return [
      {
        title: `Copy to ${data.home}/.local, the user's own`,
        applicability: 'suggested',
        edits,
        preferred: true,
      },
    ];
  },
}); // prettier-ignore

const candidates = new WeakMap<Stage, readonly Instruction[]>();

/** The stage's instructions that can say anything about root's home or make accounts: most can't. */
function candidatesOf(stage: Stage): readonly Instruction[] {
  let found = candidates.get(stage);
  if (!found) {
    found = stage.instructions.filter((instruction) => {
      if (readCopy(instruction)?.from !== undefined) return true;
      if (instruction.keyword !== 'RUN') return false;
      return /\/root\b|--user\b|playwright|useradd|adduser/.test(runText(instruction));
    });
    candidates.set(stage, found);
  }
  return found;
}

/** Changes who may look into /root, or who root's home belongs to. */
function opensRoot(instruction: Instruction): boolean {
  return /\b(?:chmod|chown|setfacl|usermod|install|mv|ln)\b[^&;|]*\s\/root\b/.test(runText(instruction));
}

function problem(runner: Runner, context: RuleContext): Report<Unreadable> | undefined {
  const { stage, user } = runner;
  const who = `\`${user.split(':')[0]!}\``;
  const base = { stage, copy: undefined, home: undefined };
  const start = startWord(stage);
  if (start && isWithin('/root', start.path))
    return {
      span: start.span,
      message: `The container runs as ${who}, who may not look into /root and so can't start ${start.path}. Put it elsewhere, into /usr/local/bin say.`,
      data: base,
    };
  const { workdir } = stage.endState;
  const word = workdir !== undefined && isWithin('/root', workdir) ? lastOf(stage, 'WORKDIR')?.words[0] : undefined; // prettier-ignore
  if (word)
    return {
      span: word.span,
      message: `The container runs as ${who}, who may not look into /root: nothing in ${workdir} can be read. Use a folder elsewhere, /app say.`,
      data: base,
    };
  return userPackages(runner, context) ?? browsers(runner, context) ?? installedTool(runner);
}

function startWord(stage: Stage): { path: string; span: Span } | undefined {
  const { entrypoint, cmd } = startCommand(stage);
  const instruction = entrypoint ?? cmd;
  const word = instruction?.json ? instruction.words[0] : undefined;
  return word?.value.startsWith('/') ? { path: word.value, span: word.span } : undefined;
}

/** Python packages in root's ~/.local. */
function userPackages(
  { stage, user, all, fact }: Runner,
  { model }: RuleContext,
): Report<Unreadable> | undefined {
  if (fact.runtime?.name !== 'python') return undefined;
  const who = `\`${user.split(':')[0]!}\``;
  for (const instruction of all) {
    const copy = readCopy(instruction);
    if (copy?.from !== undefined && copy.target !== undefined && isWithin('/root/.local', copy.target))
      return {
        span: copy.destinationWord.span,
        message: `The packages are in ${copy.target}, and the container runs as ${who}, who may not look into /root: Python won't find them. Copy them to the user's own home, or use a virtual environment.`,
        data: { stage, copy: instruction, home: homeOf(user, all, fact, model) },
      };
    if (
      instruction.keyword !== 'RUN' ||
      isRoot(instruction.state.user ?? 'root') !== true ||
      instruction.state.env.has('HOME')
    )
      continue;
    const pip = (shellOf(instruction, model)?.commands ?? [])
      .map((command) => pipInstall(command))
      .find((each) => each?.user && each.options.value('--prefix') === undefined);
    const option = pip?.options.words('--user')[0];
    if (option)
      return {
        span: option.span,
        message: `\`--user\` installs into /root/.local, and the container runs as ${who}, who may not look into /root: Python won't find the packages. Install without it.`,
        data: { stage, copy: undefined, home: undefined },
      };
  }
  return undefined;
}

/** Playwright keeps its browsers in the home of whoever installs them (playwright.dev/docs/browsers). */
function browsers(
  { stage, user, all, fact }: Runner,
  { model }: RuleContext,
): Report<Unreadable> | undefined {
  if (/playwright/.test(fact.repository) || stage.endState.variables.has('PLAYWRIGHT_BROWSERS_PATH'))
    return undefined;
  for (const instruction of all) {
    if (
      instruction.keyword !== 'RUN' ||
      isRoot(instruction.state.user ?? 'root') !== true ||
      instruction.state.variables.has('PLAYWRIGHT_BROWSERS_PATH') ||
      instruction.state.env.has('HOME')
    )
      continue;
    const command = (shellOf(instruction, model)?.commands ?? []).find(installsBrowsers);
    if (command)
      return {
        span: command.span,
        message: `This puts the browsers into /root/.cache, and the container runs as \`${user.split(':')[0]!}\`, whose playwright looks in its own home. Set PLAYWRIGHT_BROWSERS_PATH to a folder such as /ms-playwright before it.`,
        data: { stage, copy: undefined, home: undefined },
      };
  }
  return undefined;
}

function installsBrowsers({ words, assignments }: ShellCommand): boolean {
  const values = words.map(({ value }) => value.replace(/^playwright@.*/, 'playwright'));
  const at = values.indexOf('playwright');
  if (assignments.some(({ name }) => name === 'PLAYWRIGHT_BROWSERS_PATH')) return false;
  return at >= 0 && at < 4 && values[at + 1] === 'install' && !values.includes('--dry-run');
}

/** Where the installers of these tools put them when root runs them. */
const tools: ReadonlyMap<string, string> = new Map([
  ['bun', '/root/.bun/bin'],
  ['deno', '/root/.deno/bin'],
  ['cargo', '/root/.cargo/bin'],
  ['uv', '/root/.local/bin'],
  ['poetry', '/root/.local/bin'],
]);

/** The program itself comes from an installer that used root's home. */
function installedTool({ stage, user, fact }: Runner): Report<Unreadable> | undefined {
  const { entrypoint, cmd } = startCommand(stage);
  const word = (entrypoint ?? cmd)?.words[0];
  const folder = word && tools.get(word.value);
  if (!word || folder === undefined || fact.tools.includes(word.value) || !pathFolders(stage).includes(folder)) return undefined; // prettier-ignore
  return {
    span: word.span,
    message: `${word.value} is in ${folder}, and the container runs as \`${user.split(':')[0]!}\`, who may not look into /root. Install it into /usr/local/bin.`,
    data: { stage, copy: undefined, home: undefined },
  };
}

/** The home of an account that is made here, or of the image's own; undefined where it has none or it is not known. */
function homeOf(
  user: string,
  all: readonly Instruction[],
  fact: ImageFact,
  model: DockerfileModel,
): string | undefined {
  const name = user.split(':')[0]!;
  for (const instruction of all) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of shellOf(instruction, model)?.commands ?? []) {
      if (command.name !== 'useradd' && command.name !== 'adduser') continue;
      const options = accountOptions(command);
      const named = command.name === 'useradd' ? options.operands.at(-1) : options.operands[0];
      if (named?.value !== name) continue;
      const home = options.value('-d', '--home-dir', '--home') ?? (command.name === 'adduser' ? options.value('-h') : undefined); // prettier-ignore
      const isMade = command.name === 'useradd' ? options.has('-m', '--create-home') : !options.has('-H', '--no-create-home'); // prettier-ignore
      if (!isMade || (home !== undefined && !/^\/[\w./-]+$/.test(home))) return undefined;
      return home ?? `/home/${name}`;
    }
  }
  return fact.repository === 'node' && name === 'node' ? '/home/node' : undefined;
}

/** The COPY's target and what PATH says about it. */
function moveHome({ stage, copy, home }: Unreadable, model: DockerfileModel): TextEdit[] | undefined {
  const word = copy && readCopy(copy)?.destinationWord;
  if (!word || home === undefined || copy.stage !== stage) return undefined;
  const edits: TextEdit[] = [];
  const rename = (span: Span): void => {
    const text = model.text.slice(span.start, span.end);
    for (const match of text.matchAll(/\/root(?=\/\.local(?:\/|$|[:"'\s]))/g)) {
      const start = span.start + match.index;
      edits.push({ span: { start, end: start + '/root'.length }, newText: home });
    }
  };
  rename(word.span);
  if (edits.length !== 1) return undefined;
  for (const { keyword, pairs } of stage.instructions)
    if (keyword === 'ENV') for (const { valueSpan } of pairs) if (valueSpan) rename(valueSpan);
  // Its owner may be named in other places.
  return stage.instructions.some((each) => runText(each).includes('/root/.local')) ? undefined : edits; // prettier-ignore
}
