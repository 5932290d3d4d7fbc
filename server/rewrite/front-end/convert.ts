/**
 * A front end and a back end in one stage → a stage that builds the front end, in parallel to what the back end's own recipe
 * makes of the rest. Where no recipe takes the rest apart, it stays the stage that it was.
 */
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { lineStart } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import type { Conversion } from '../multi-stage.ts';
import { newStageName } from '../keywords.ts';
import { buildDoubt, findFrontEnds, type FrontEnd } from './find.ts';
import { isNodeSetup, nodeImage, isNodePackage } from './node-setup.ts';
import { bringResults, isIndependent } from './results.ts';
import { frontCopies, restText, restTexts, type RestOptions } from './rest.ts';
import { sortRun, type SortedRun } from './run-texts.ts';
import { frontStage, type FrontStage } from './stage.ts';
import { startDoubt } from './start.ts';
import { packageName, systemCommand } from '../../tools/system.ts';

/** Undefined: the file has no front end beside what it starts. `convertRest` takes the rest apart, if it can. */
export function convertFrontEnds(
  model: DockerfileModel,
  facts: Facts,
  convertRest: (rest: DockerfileModel) => Conversion,
): Conversion | undefined {
  const stage = model.stages[0]!;
  const all = findFrontEnds(model, facts);
  const doubts = new Map(all.map((frontEnd) => [frontEnd, startDoubt(frontEnd, stage, model, facts)]));
  const frontEnds = all.filter((frontEnd) => doubts.get(frontEnd) === undefined);
  const [first] = frontEnds;
  if (!first) {
    // With one install another recipe may do.
    const doubt = nodeInstalls(model, facts).length > 1 ? [...doubts.values()][0] : undefined;
    return doubt === undefined
      ? undefined
      : { obstacle: `${doubt}, so building it apart could leave out what that needs.` };
  }
  const others = nodeInstalls(model, facts).filter(({ directory }) => !all.some((one) => one.directory === directory)); // prettier-ignore
  const image = nodeImage(stage, model, facts);
  // On an image of Node's with one install the front end is all there is, as far as can be seen.
  if (image === undefined && others.length === 0 && startsNode(stage, model)) return undefined;
  if (typeof image === 'string') return { obstacle: image };
  for (const frontEnd of frontEnds) {
    const doubt = buildDoubt(frontEnd);
    if (doubt !== undefined) return { obstacle: `${doubt}.` };
  }
  const runs = sortRuns(stage, model, frontEnds);
  if (typeof runs === 'string') return { obstacle: runs };
  const names = stageNames(frontEnds, model);
  const parts = frontEnds.map((frontEnd, i): FrontStage => ({ frontEnd, name: names[i]!, image: image?.image, runs, moved: new Set() })); // prettier-ignore
  const options: RestOptions = {
    parts,
    runs,
    dropsNode: image !== undefined && !usesNode(stage, model, facts, runs, parts),
    dropped: frontCopies(parts, stage, facts),
  };
  const texts = restTexts(stage, model, options);
  if (!texts) return { obstacle: 'A RUN works for the front end and for the rest in a way that can\'t be taken apart.' }; // prettier-ignore
  const moved = [...texts].flatMap(([instruction, text]) => (text === undefined ? [instruction] : []));
  const stages: string[] = [];
  for (const part of withMoved(parts, moved)) {
    const made = frontStage(part, stage, model, facts);
    if (typeof made === 'string')
      return {
        obstacle: `The front end (${folderOf(part.frontEnd)}) can't have a stage of its own: ${lower(made)}`,
      };
    stages.push(made.text);
  }
  const rest = parseDockerfile(restText(texts, stage, model, facts, options));
  if (rest.problems.length > 0) return { obstacle: 'What is left without the front end can\'t be written.' }; // prettier-ignore
  const converted = convertRest(rest);
  const brought =
    converted.text === undefined
      ? undefined
      : bringResults(converted.text, parts, isIndependent(frontEnds, others, rest, facts), rest);
  const body = brought ?? rest.text;
  const head = model.text.slice(0, lineStart(model.text, stage.from.span.start));
  const text = head + stages.map((one) => one + model.eol).join('') + body.slice(head.length);
  return {
    text,
    reason: reasonFor(
      parts,
      image,
      options,
      brought === undefined && converted.text !== undefined
        ? { obstacle: 'Where its build reads what the front end makes is not certain.' }
        : converted,
    ),
  };
}

function folderOf({ project }: FrontEnd): string {
  return project.directory === '' ? 'package.json' : `${project.directory}/`;
}

function lower(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence[0]!.toLowerCase() + sentence.slice(1) : sentence;
}

function startsNode(stage: Stage, model: DockerfileModel): boolean {
  const start = lastOf(stage, 'ENTRYPOINT') ?? lastOf(stage, 'CMD');
  const commands = (start && shellOf(start, model)?.commands) ?? [];
  return commands.some(({ name }) => /^(?:node|npm|npx|pnpm|yarn|bun|serve|pm2.*)$/.test(name));
}

function sortRuns(
  stage: Stage,
  model: DockerfileModel,
  frontEnds: readonly FrontEnd[],
): ReadonlyMap<Instruction, SortedRun> | string {
  const commands = new Set(frontEnds.flatMap((frontEnd) => [...frontEnd.commands]));
  const runs = new Map<Instruction, SortedRun>();
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const own = shellOf(instruction, model)?.commands.filter((command) => commands.has(command)) ?? [];
    const run = sortRun(instruction, model, (command) => commands.has(command));
    const text = `\`${model.text.slice(instruction.span.start, instruction.span.end).split(/\s*\\?\r?\n/)[0]!}\``;
    if (own.length > 0) {
      if (!run || (!run.splittable && run.has.has('rest')))
        return `${text} works for the front end and for the rest in one RUN that can't be taken apart.`;
      if (own.some(({ subshell }) => subshell))
        return `${text} works for the front end in a shell of its own, which can't be taken apart.`;
      if (own.some(({ conditional, failureIgnored, exact }) => conditional || failureIgnored || !exact))
        return `Whether ${text} builds the front end is not certain.`;
    }
    if (run) runs.set(instruction, run);
  }
  return runs;
}

/** Does anything that stays call Node? Programs that run others may. */
function usesNode(
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
  runs: ReadonlyMap<Instruction, SortedRun>,
  parts: readonly FrontStage[],
): boolean {
  const front = new Set(parts.flatMap(({ frontEnd }) => [...frontEnd.commands]));
  const commands = stage.instructions.flatMap((instruction) => shellOf(instruction, model)?.commands ?? []);
  const calls = commands.some(
    (command) =>
      !front.has(command) &&
      !isNodeSetup(command) &&
      !isQuestion(command.args) &&
      command.words.some(({ value }) => /^(?:.*\/)?(?:node|nodejs|npm|npx|yarn|pnpm)$/.test(value)) &&
      !systemCommand(command)?.packages.some((word) => isNodePackage(packageName(word))),
  );
  const unread = stage.instructions.some(
    (instruction) => instruction.keyword === 'RUN' && !runs.has(instruction),
  );
  const runsPrograms = facts.project.projects.some(
    (project) =>
      !parts.some(({ frontEnd }) => frontEnd.project === project) &&
      (facts.project.sources(project.directory)?.runsPrograms.length ?? 0) > 0,
  );
  return calls || unread || runsPrograms;
}

/** `node --version`. */
function isQuestion(args: readonly { readonly value: string }[]): boolean {
  return args.length > 0 && args.every(({ value }) => /^(?:-v|--version)$/.test(value));
}

/** After the folder, where that says something. */
function stageNames(frontEnds: readonly FrontEnd[], model: DockerfileModel): string[] {
  const taken = new Set([
    'base',
    'build',
    'builder',
    'deps',
    'prod-deps',
    'packages',
    'common',
    'production',
    'app',
    'src',
  ]);
  return frontEnds.map(({ project }) => {
    const folder = project.directory.slice(project.directory.lastIndexOf('/') + 1).toLowerCase();
    const wanted = /^[a-z][a-z0-9_-]*$/.test(folder) && !taken.has(folder) ? folder : 'frontend';
    let name = newStageName(model, wanted);
    for (let i = 2; taken.has(name); i++) name = `${wanted}-${i}`;
    taken.add(name);
    return name;
  });
}

/** Comments of what goes stay with the front end that comes next. */
function withMoved(parts: readonly FrontStage[], moved: readonly Instruction[]): FrontStage[] {
  const lastOf = (part: FrontStage): number =>
    Math.max(
      ...[...part.runs.values()]
        .filter(({ links }) =>
          links.some((link) => link.commands.some((command) => part.frontEnd.commands.has(command))),
        )
        .map(({ instruction }) => instruction.index),
    );
  const ordered = [...parts].sort((a, b) => lastOf(a) - lastOf(b));
  let before = -1;
  return ordered.map((part, i) => {
    const end = i === ordered.length - 1 ? Infinity : lastOf(part);
    const own = new Set(moved.filter(({ index }) => index > before && index <= end));
    before = end;
    return { ...part, moved: own };
  });
}

function reasonFor(
  parts: readonly FrontStage[],
  image: { image: string; because: string } | undefined,
  { dropsNode }: RestOptions,
  rest: Conversion,
): string {
  const made = parts.map(({ frontEnd }) => frontEnd);
  const plural = made.length > 1;
  return [
    `The front end${plural ? 's' : ''} (${made.map(folderOf).join(', ')}) ${plural ? 'have stages' : 'has a stage'} of ${plural ? 'their' : 'its'} own, which a change of the back end leaves alone; of ${plural ? 'them' : 'it'} the final image gets ${made.map(({ output }) => output).join(', ')}, at the place where the build put ${plural ? 'them' : 'it'} before.`,
    ...(image ? [`It builds on ${image.image}, ${image.because}.`] : []),
    ...(image && !dropsNode ? ['Node stays in the final image: something else may call it.'] : []),
    ...(rest.text === undefined
      ? rest.obstacle === undefined
        ? []
        : [`The back end stays in one stage: ${lower(rest.obstacle)}`]
      : rest.reason === undefined
        ? []
        : [rest.reason]),
  ].join(' ');
}
