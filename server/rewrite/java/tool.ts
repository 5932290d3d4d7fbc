/** Containers that start through the build tool: the build goes into the image, and the jar starts. */
import { formatJsonForm } from '../../dockerfile/json-form.ts';
import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import { keywordCase } from '../../edit/insert.ts';
import type { BuildToolCommand } from '../../tools/build-tool.ts';
import { gradleCommand } from '../../tools/gradle.ts';
import { mavenCommand } from '../../tools/maven.ts';
import { runCommands } from '../../tools/sites.ts';
import { resolvePath } from '../../tools/working-directory.ts';
import { isSpringBootJar, jarName } from './jar.ts';
import type { BuiltBy, Origins } from './made.ts';
import { appJar, springBootOf } from './spring-boot.ts';
import { textOf } from './needs.ts';
import type { JavaStart } from './start.ts';

export interface Packaged {
  /** The RUN of the build stage that makes the jar; undefined when the file has one. */
  readonly line: string | undefined;
  /** The jar's absolute path in the build stage, and where it goes. */
  readonly jar: string;
  readonly to: string;
  readonly by: BuiltBy;
  /** The instruction that starts it, in other words. */
  readonly texts: ReadonlyMap<Instruction, string>;
  /** A complete sentence. */
  readonly note: string;
}

/** Settings of Spring Boot's plugin that are for the jar; all others may be about running. */
const forTheJar: ReadonlySet<string> = new Set([
  'excludes',
  'image',
  'docker',
  'mainClass',
  'layers',
  'includes',
]);
const quiet = /^(?:-B|--batch-mode|-q|--quiet|-ntp|--no-transfer-progress|-e|--errors|--no-daemon|--info|--stacktrace|--console|-s|--settings|-P|--activate-profiles)$/; // prettier-ignore

/** `mvn spring-boot:run` and `gradle bootRun` as a build and its jar, or why that is not certain: a complete sentence. */
export function packaged(
  start: JavaStart,
  stage: Stage,
  model: DockerfileModel,
  origins: Origins,
): Packaged | string {
  const command = start.tool!;
  const text = `\`${textOf(command)}\``;
  const advice = `The container starts through ${text}, which builds the program first: build it with a RUN, and start its jar with \`java -jar\`.`;
  const instructions = [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')].filter((one) => one !== undefined);
  const [instruction] = instructions;
  if (!instruction || instructions.length > 1 || start.scripts.length > 0 || start.commands !== 1)
    return advice;
  const maven = mavenCommand(command);
  const tool = maven ?? gradleCommand(command);
  if (!tool || tool.operands.length !== 1 || tool.options.some(({ name }) => !quiet.test(name)))
    return advice;
  const task = tool.operands[0]!.value;
  if (!(maven ? task === 'spring-boot:run' : /^:?bootRun$/.test(task))) return advice;
  if (maven === undefined && tool.has('-P')) return advice;
  const workdir = stage.endState.workdir ?? '/';
  const by = origins.built(resolvePath(workdir, maven ? 'target/x.jar' : 'build/libs/x.jar'));
  if (!by || !isSpringBootJar(by, origins.facts.project)) return advice;
  if (springBootOf(by).settings.some((name) => !forTheJar.has(name)))
    return `${advice} What the build sets for ${task} would be lost otherwise.`;
  if (hasDevtools(by)) return `${advice} Started so, it has Spring Boot's devtools, which a jar does not.`;
  const name = jarName(by, workdir);
  if (name === undefined) return `${advice} What the build calls the jar is not certain.`;
  const options = tool.options.flatMap(({ words }) => words);
  if (!options.every(({ value, literal }) => literal && /^[\w@%+=:,./-]+$/.test(value))) return advice;
  const program = commandText(tool);
  const goal = maven ? 'package -DskipTests' : 'bootJar';
  const to = appJar(stage);
  return {
    line: isMade(model)
      ? undefined
      : [keywordCase(model, 'RUN'), program, ...options.map(({ value }) => value), goal].join(' '),
    jar: resolvePath(workdir, `${maven ? 'target' : 'build/libs'}/${name}`),
    to,
    by,
    texts: new Map([
      [
        instruction,
        `${keywordCase(model, instruction.keyword)} ${formatJsonForm(['java', '-jar', 'app.jar'])}`,
      ],
    ]),
    note: `The jar is built once, instead of at every start, without the tests, which ${text} does not run either.`,
  };
}

/** The program as it is called, through a shell where it is. */
function commandText({ command, program }: BuildToolCommand): string {
  const words = command.words.slice(0, command.words.indexOf(program) + 1);
  return words.map(({ value }) => value).join(' ');
}

/** Does a RUN make the jar already? */
function isMade(model: DockerfileModel): boolean {
  return [...runCommands(model)].some(({ command }) => {
    const makes = mavenCommand(command)
      ? /^(?:package|verify|install|deploy)$/
      : /^:?(?:assemble|build|bootJar)$/;
    const tool = mavenCommand(command) ?? gradleCommand(command);
    return tool?.operands.some(({ value }) => makes.test(value)) === true;
  });
}

function hasDevtools(by: BuiltBy): boolean {
  return by.kind === 'maven'
    ? by.project.dependencies.some(({ artifactId }) => artifactId === 'spring-boot-devtools')
    : by.module.dependencies.some((name) => name.endsWith(':spring-boot-devtools'));
}
