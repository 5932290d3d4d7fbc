/** Writes the stage that installs and builds a front end alone. */
import { readCopy, type Copy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { parseDockerfile } from '../../dockerfile/parse.ts';
import { keywordCase, lineStart } from '../../edit/insert.ts';
import type { Facts } from '../../rules/rule.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { copyText } from '../copy-text.ts';
import { Draft } from '../draft.ts';
import { installLines } from '../node/install-lines.ts';
import { coversProject, isInstallConfiguration } from '../node/copy-roles.ts';
import { readNodeStage } from '../node/reading.ts';
import { sideOf } from '../node/run-parts.ts';
import { installsBuildPackages } from '../node/system-packages.ts';
import { writeBuildStage } from '../node/stages.ts';
import { isIn, type FrontEnd } from './find.ts';
import { runWith, withoutDirectory, type RunLink, type SortedRun } from './run-texts.ts';

export interface FrontStage {
  readonly frontEnd: FrontEnd;
  readonly name: string;
  /** Another image than the user's, which has Node. */
  readonly image: string | undefined;
  readonly runs: ReadonlyMap<Instruction, SortedRun>;
  /** Instructions whose comments come along, because nothing of them stays. */
  readonly moved: ReadonlySet<Instruction>;
}

/** Settings of other ecosystems, which no front end reads. */
const foreignVariable =
  /^(?:PATH|LANG|LC_\w+|DEBIAN_FRONTEND|PYTHON\w*|PIP_\w+|POETRY_\w+|UV_\w+|PIPENV_\w+|VIRTUAL_ENV|DJANGO_\w+|FLASK_\w+|GO(?:PATH|ROOT|CACHE|FLAGS|PROXY|OS|ARCH|PRIVATE|MODCACHE)|CGO_\w+|GIN_MODE|RAILS_\w+|RACK_ENV|BUNDLE_\w+|GEM_\w+|JAVA_\w+|MAVEN_\w+|GRADLE_\w+|DOTNET_\w+|ASPNETCORE_\w+|COMPOSER_\w+|CARGO_\w+|RUST\w*|MIX_ENV)$/;

/** The text of the stage, ended by a line break; or why there is none: a complete sentence. */
export function frontStage(
  part: FrontStage,
  stage: Stage,
  model: DockerfileModel,
  facts: Facts,
): { readonly text: string } | string {
  const head = model.text.slice(0, lineStart(model.text, stage.from.span.start));
  const body = stageLines(part, stage, model, facts);
  if (typeof body === 'string') return body;
  const alone = parseDockerfile(
    [head + body[0]!, ...body.slice(1), ''].join('\n').replace(/\r?\n/g, model.eol),
  );
  const reading = readNodeStage(alone, facts);
  if (typeof reading === 'string') return reading;
  const lines = installLines(reading, alone, facts);
  if (typeof lines === 'string') return lines;
  if (lines.inputs.needsSources !== undefined)
    return `What the install of the front end leaves is not certain: ${lines.inputs.needsSources}.`;
  const draft = new Draft(alone);
  writeBuildStage(draft, reading, lines, alone, false, part.name);
  return { text: draft.render().slice(head.length) };
}

/** The user's instructions that the front end needs, in its own folder. */
function stageLines(part: FrontStage, stage: Stage, model: DockerfileModel, facts: Facts): string[] | string {
  const { frontEnd, image, runs, moved } = part;
  const { directory } = frontEnd;
  const last = Math.max(
    ...[...runs.values()]
      .filter((run) => run.links.some(isFront(frontEnd)))
      .map(({ instruction }) => instruction.index),
  );
  const lines = [fromLine(stage, model, image), `${keywordCase(model, 'WORKDIR')} ${directory}`];
  const copied = new Set<string>();
  for (const instruction of stage.instructions) {
    if (instruction.index > last) break;
    const { keyword } = instruction;
    const texts: string[] = [];
    const copy = readCopy(instruction);
    const run = runs.get(instruction);
    if (keyword === 'ARG' || keyword === 'ENV') {
      const isForeign = instruction.pairs.every(({ key }) => foreignVariable.test(key));
      if (!isForeign) texts.push(model.text.slice(instruction.span.start, instruction.span.end));
    } else if (copy) {
      const text = sourceLine(copy, part, model, facts);
      if (text !== undefined && !copied.has(text)) texts.push(text);
      if (text !== undefined) copied.add(text);
    } else if (run) {
      const edits = withoutDirectory(frontEnd.commands, model);
      const needed = neededLinks(run, part, model);
      // What prepares the system does so anywhere.
      const moves = run.links.map((link) => (needed.includes(link.item) ? { ...link, directory } : link));
      const own = { ...run, links: moves };
      const text =
        needed.length === 0
          ? undefined
          : runWith(own, (link) => needed.includes(link.item), directory, model, edits);
      if (needed.length > 0 && text === undefined)
        return 'Where a command of the front end runs is not certain.';
      if (text !== undefined) texts.push(text);
    }
    if (texts.length > 0 || moved.has(instruction))
      lines.push(...(moved.has(instruction) ? commentsOf(instruction, model) : []), ...texts);
  }
  return lines;
}

function fromLine(stage: Stage, model: DockerfileModel, image: string | undefined): string {
  const flags = image === undefined ? stage.from.flags.map(({ span }) => `${model.text.slice(span.start, span.end)} `).join('') : ''; // prettier-ignore
  return `${keywordCase(model, 'FROM')} ${flags}${image ?? stage.imageWord?.raw ?? ''}`;
}

export function isFront({ commands }: FrontEnd): (link: RunLink) => boolean {
  return (link) => link.part === 'front' && link.commands.some((command) => commands.has(command));
}

/** Its own work; and on the user's Node image what prepares it: package managers, compilers. */
function neededLinks(
  run: SortedRun,
  { frontEnd, image }: FrontStage,
  model: DockerfileModel,
): RunLink['item'][] {
  const tools = installsBuildPackages(run.instruction, model);
  const isNeeded = (link: RunLink): boolean => {
    if (isFront(frontEnd)(link)) return true;
    const sides = link.commands.map(sideOf);
    if (link.part !== 'rest') return false;
    if (sides.includes('setup')) return sides.every((side) => side === 'setup' || side === 'neutral');
    return image === undefined && tools && sides.every((side) => side === 'system' || side === 'neutral');
  };
  return run.links.filter(isNeeded).map(({ item }) => item);
}

/** A copy that may bring files of the front end; the whole context becomes its folder alone, where that does. */
function sourceLine(
  copy: Copy,
  { frontEnd, image }: FrontStage,
  model: DockerfileModel,
  facts: Facts,
): string | undefined {
  const { directory, project } = frontEnd;
  const { target } = copy;
  const text = (): string => copyText(copy, model, { workdir: directory, keepsOwner: false });
  if (copy.from !== undefined || copy.inline || target === undefined)
    return image === undefined || (target !== undefined && isIn(target, directory)) ? text() : undefined;
  const place = { contextRoot: project.directory, imageRoot: directory };
  const isAlone = facts.project.sources(project.directory)?.reachesOutside?.length === 0;
  if (isInstallConfiguration(copy)) return text();
  if (coversProject(copy, place)) {
    if (!isAlone || project.directory === '') return text();
    return `${keywordCase(model, 'COPY')} ${project.directory}/ ./`;
  }
  if (isIn(target, directory)) return text();
  // A part of its folder through one above: `COPY client/src server ./`.
  const inside = copy.sources.some(
    ({ path }) => isIn(resolvePath(target, path), directory) || path.startsWith(`${project.directory}/`),
  );
  if (inside) return text();
  return isAlone ? undefined : text();
}

/** The comments above an instruction, and those between its lines. */
export function commentsOf(instruction: Instruction, model: DockerfileModel): string[] {
  const previous = model.instructions[instruction.index - 1];
  const start = previous?.span.end ?? 0;
  return model.comments
    .filter(({ span }) => span.start >= start && span.end <= instruction.span.end)
    .map(({ span }) => model.text.slice(span.start, span.end));
}
