import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { insertAfter, insertBefore, keywordCase } from '../../edit/insert.ts';
import { accountsMade, isRoot, programUser, type ProgramUser } from '../../tools/users.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';
import { foldersToOwn, type WrittenFolders } from './root-user-folders.part.ts';
import { copyOfWritten, doubts, foldersOf, writtenPaths } from './root-user-doubts.part.ts';
import { keepsBrowsers, livesInRootHome } from './root-user-home.part.ts';
import { rootUser, type RootUser } from './root-user.part.ts';

export default defineRule<RootUser>({
  id: 'security/root-user',
  severity: 'warning',
  summary: 'The container runs as root',
  fix: 'suggested',
  why: `A program that runs as root may do in the container whatever it likes: overwrite its own code, install tools, and use every hole in
the kernel or the runtime with full rights. Most programs need none of that. Judged is the last \`USER\` of the final stage with what it
inherits, and without one the base image's default: images that already switch users, or start as root on purpose and give their rights
up (databases, nginx), have no finding.`,
  fixSafety: `The program loses the right to write to folders that belong to root and to open ports below 1024 on some platforms. Where the project
shows that it does such a thing, the fix is offered with the reason but Optimize does not take it. There is none where the program would not
start: it lives in root's home, or its browsers do.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3002' },
    { tool: 'trivy', id: 'DS-0002' },
    { tool: 'checkov', id: 'CKV_DOCKER_3' },
    { tool: 'checkov', id: 'CKV_DOCKER_8' },
  ],
  examples: [
    {
      title: 'the image has an account for programs',
      files: { 'package.json': '{"name":"shop"}', 'src/index.js': '' },
      bad: 'FROM node:22-alpine\nWORKDIR /app\nCOPY src ./src\nEXPOSE 8080\nCMD ["node", "src/index.js"]\n',
      good: 'FROM node:22-alpine\nWORKDIR /app\nCOPY src ./src\nUSER node\nEXPOSE 8080\nCMD ["node", "src/index.js"]\n',
    },
    {
      title: 'an account is made',
      files: { 'requirements.txt': 'flask==3.1.2\n', 'app.py': '' },
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py ./\nRUN useradd --system --no-create-home --uid 10001 app\nUSER app\nCMD ["python", "app.py"]\n',
    },
    {
      title: 'no account file',
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go': 'package main\n\nfunc main() {}\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const found = rootUser(context);
    if (!found) return;
    yield {
      span: found.span,
      message: message(found, context),
      ...((found.minor || found.manages) && { severity: 'info' }),
      data: found,
    };
  },
  fixes({ data }, context) {
    const fix = data && switchUser(data, context);
    return fix ? [fix] : [];
  },
});

function message(found: RootUser, context: RuleContext): string {
  const { stage, last, reference } = found;
  const cause = last
    ? `the last USER is ${last.words[0]?.value ?? 'root'}`
    : `that is the default of ${reference ?? 'the base image'}, and no USER changes it`;
  const user = candidate(found, context.model);
  const reasons = doubts(found, context);
  const but = reasons.length > 0 ? ` Mind that ${reasons.join(', and ')}.` : '';
  const hidden = livesInRootHome(found);
  if (hidden !== undefined)
    return `The container runs as root: ${cause}. Move ${hidden} out of /root, which no other user can read, and switch to another user.`;
  if (!user)
    return `The container runs as root: ${cause}. Switch to another user ${beforeStart(stage)}.${but}`;
  const who = whoIs(user);
  if (found.manages)
    return `php-fpm starts as root: ${cause}. Its workers run as another user already, and so may the whole: switch to ${who} ${beforeStart(stage)}, and php-fpm says that its own setting \`user\` is ignored.${but}`;
  return `The container runs as root: ${cause}. Switch to ${who} ${beforeStart(stage)}.${but}`;
}

function whoIs({ origin, user }: ProgramUser): string {
  switch (origin) {
    case 'file':
      return `the user ${user}, which the file knows already,`;
    case 'image':
      return `the image's user ${user}`;
    case 'number':
      return `a user without rights (${user})`;
    case 'created':
      return 'a user of its own';
  }
}

function beforeStart({ instructions }: Stage): string {
  const start = ['ENTRYPOINT', 'CMD'].find((name) => instructions.some(({ keyword }) => keyword === name));
  return start === undefined ? 'at the end of the stage' : `before ${start}`;
}

/** An account the file has or makes already, before one of the image, before one that we make. */
function candidate({ all, fact, last }: RootUser, model: DockerfileModel): ProgramUser | undefined {
  const used = all.findLast(
    ({ keyword, words }) =>
      keyword === 'USER' && /^[\w.:-]+$/.test(words[0]?.raw ?? '') && isRoot(words[0]!.raw) === false,
  );
  const made = used?.words[0]?.raw ?? accountsMade(all, model).at(-1)?.name;
  if (made !== undefined) return { user: made, owner: made, create: undefined, origin: 'file' };
  const byDefault = last && fact?.defaultUser?.uid !== 0 ? fact?.defaultUser : undefined;
  const own = byDefault?.name ?? byDefault?.uid?.toString();
  if (own !== undefined) return { user: own, owner: own, create: undefined, origin: 'image' };
  return fact && programUser(fact);
}

/** Nobody has looked where programs in these languages write. */
const unread: ReadonlySet<string> = new Set(['elixir']);

function switchUser(found: RootUser, context: RuleContext): Fix | undefined {
  const { stage } = found;
  const { model, facts } = context;
  const user = candidate(found, model);
  if (!user || livesInRootHome(found) !== undefined || keepsBrowsers(model)) return undefined;
  const chowned = copiesToOwn(stage, user, context);
  const reasons = doubts(found, context);
  const given = commandsFor(found, user, context);
  const known =
    facts.project.projects.some(({ directory }) => facts.project.sources(directory)?.complete) &&
    !facts.project.projects.some(({ kind }) => unread.has(kind));
  const title =
    user.origin === 'created'
      ? 'Create a user app and run as it'
      : `Run as ${user.origin === 'image' ? "the image's user " : 'user '}${user.user}`;
  return {
    title,
    applicability: 'suggested',
    preferred: reasons.length === 0 && known && !found.minor,
    edits: [
      ...userEdits(found, user, chowned.length > 0, given, model),
      ...chowned.map((copy) => addChown(copy, user)),
      ...keepRoot(found, model),
    ],
  };
}

/** What makes the folders that the program writes to, and gives them to the user. */
function commandsFor(found: RootUser, user: ProgramUser, context: RuleContext): string[] {
  const { stage, fact } = found;
  if (!found.runs) return [];
  const written: WrittenFolders = foldersOf(found, context);
  const names = [
    user.owner.split(':')[0]!,
    ...(fact?.nonRootUser?.name === user.user ? [String(fact.nonRootUser.uid)] : []),
  ];
  const folders = foldersToOwn(written.folders, names, stage, context);
  if (folders.length === 0) return [];
  const workdir = stage.endState.workdir ?? '/';
  const short = (path: string): string =>
    workdir !== '/' && path.startsWith(`${workdir}/`) ? path.slice(workdir.length + 1) : path;
  const missing = folders.filter((folder) => written.missing.has(folder)).map(short);
  return [
    ...(missing.length > 0 ? [`mkdir -p ${missing.join(' ')}`] : []),
    `chown -R ${user.owner} ${folders.map(short).join(' ')}`,
  ];
}

/** Stages that build on this one go on as the user that they had: they install, and somebody works in them. */
function keepRoot({ stage, last }: RootUser, model: DockerfileModel): TextEdit[] {
  const line = `${keywordCase(model, 'USER')} ${last?.words[0]?.raw ?? 'root'}`;
  return model.stages
    .filter(({ base, instructions }) => {
      const own = instructions.find(
        ({ keyword }) => keyword === 'USER' || keyword === 'RUN' || startKeywords.has(keyword),
      );
      return base.kind === 'stage' && base.stage === stage && own !== undefined && own.keyword !== 'USER';
    })
    .map(({ from }) => insertAfter(model, from, [line]));
}

/** They only describe how the program starts. */
const startKeywords: ReadonlySet<string> = new Set([
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'HEALTHCHECK',
  'STOPSIGNAL',
]);
/** They run as the user, or make folders that belong to it. */
const buildKeywords: ReadonlySet<string> = new Set([
  'ADD',
  'COPY',
  'RUN',
  'SHELL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

/** USER (and the account) behind the last step that builds the image, before what describes the start. */
function userEdits(
  { stage, last }: RootUser,
  user: ProgramUser,
  early: boolean,
  given: readonly string[],
  model: DockerfileModel,
): TextEdit[] {
  const { instructions } = stage;
  const lastStep = instructions.findLastIndex(({ keyword }) => buildKeywords.has(keyword));
  const keyword = keywordCase(model, 'RUN');
  const made = user.create === undefined ? [] : [user.create];
  const create = made.map((command) => `${keyword} ${command}`);
  const line = `${keywordCase(model, 'USER')} ${user.user}`;
  const word = last?.words[0];
  // A USER root under which nothing is built is simply the wrong user.
  if (word && instructions[lastStep] === last && create.length === 0 && given.length === 0)
    return [{ span: word.span, newText: user.user }];
  const start = instructions.slice(lastStep + 1).find(({ keyword }) => startKeywords.has(keyword));
  // A copy can only name an owner that is there already.
  const firstCopy = early && create.length > 0 ? instructions.find((one) => readCopy(one)) : undefined;
  const commands = [...(firstCopy ? [] : made), ...given];
  const lines = [...(commands.length > 0 ? [`${keyword} ${commands.join(' && ')}`] : []), line];
  const userEdit = start
    ? insertBefore(model, start, lines)
    : insertAfter(model, instructions[lastStep] ?? stage.from, lines);
  return firstCopy ? [userEdit, insertBefore(model, firstCopy, create)] : [userEdit];
}

/** The copies that bring what the program writes; when one of those places is not certain, all that bring the program. */
function copiesToOwn(stage: Stage, user: ProgramUser, context: RuleContext): Instruction[] {
  const written = writtenPaths(context);
  if (written.length === 0) return [];
  const candidates = copiesOfProgram(stage, user);
  const needed = written.map((path) => copyOfWritten(path, stage, context));
  return needed.includes(undefined) ? candidates : candidates.filter((copy) => needed.includes(copy));
}

/** The copies of the final stage that bring the program and belong to root. */
function copiesOfProgram(stage: Stage, user: ProgramUser): Instruction[] {
  return stage.instructions.filter((instruction) => {
    const copy = readCopy(instruction);
    if (!copy || copy.chown !== undefined || copy.destination === undefined) return false;
    // With --link names are not looked up in the image.
    if (instruction.flags.some(({ name }) => name === 'link') && !/^\d/.test(user.owner)) return false;
    const { workdir } = stage.endState;
    return (
      workdir !== undefined &&
      workdir !== '/' &&
      (copy.destination === workdir || copy.destination.startsWith(`${workdir}/`))
    );
  });
}

function addChown(instruction: Instruction, { owner }: ProgramUser): TextEdit {
  const at = instruction.keywordSpan.end;
  return { span: { start: at, end: at }, newText: ` --chown=${owner}` };
}
