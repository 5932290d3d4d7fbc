/** Whether a Java program needs a compiler, or another tool of the JDK, while it runs. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Stage } from '../../dockerfile/model.ts';
import { lineage, stageNamed } from '../../dockerfile/stages.ts';
import type { Facts } from '../../rules/rule.ts';
import { runCommands } from '../../tools/sites.ts';
import { isBuildTool } from '../java/made.ts';
import { javaSources } from '../java/reads.ts';

/**
 * Libraries that call the JDK's compiler (javax.tools) or attach themselves to a running VM (jdk.attach), neither of which
 * a JRE has.
 */
const needsKit =
  /^(?:byte-buddy-agent|ebean-agent-loader|kotlin-(?:compiler|scripting)[\w-]*|compile-testing|compiler|arthas[\w-]*|jshell[\w-]*|jol-core|jmh-core|tools|jasper-compiler-jdt|reflections-compiler|spring-loaded|gwt-dev|javac)$/;

/**
 * Libraries that draw, for which Java needs those of the desktop: an image called headless has none of these
 * (docs.aws.amazon.com/corretto: the headless packages leave out X11, fonts and their libraries).
 */
const draws =
  /^(?:poi(?:-ooxml)?|itext[\w-]*|openpdf|pdfbox|jasperreports[\w-]*|flying-saucer[\w-]*|openhtmltopdf[\w-]*|jfreechart|thumbnailator|[\w-]*captcha[\w-]*|javase|barcode4j|batik[\w-]*|imgscalr-lib|easyexcel|twelvemonkeys[\w-]*|imageio[\w-]*)$/;

/** Libraries that start programs of the system, or load its native libraries: a browser, an office, ffmpeg, libudev. */
const usesSystem =
  /^(?:commons-exec|zt-exec|nuprocess|pty4j|jna(?:-platform)?|oshi-core|sigar|jnr-[\w-]+|jffi|testcontainers|playwright|selenium-[\w-]+|webdrivermanager|jodconverter[\w-]*|jave[\w-]*|ffmpeg|im4java|tess4j|javac(?:pp|v)[\w-]*|opencv[\w-]*|embedded-(?:postgres|redis|mysql)[\w-]*|de\.flapdoodle[\w.-]*|pi4j-[\w-]+|jserialcomm|netty-tcnative|gpio[\w-]*|docker-compose-rule[\w-]*|jep|jython[\w-]*|graalpy[\w-]*)$/i;

/** Why the program may need more of a system than Java and its libraries: completes a sentence; undefined when nothing shows that. */
export function systemUse(facts: Facts): string | undefined {
  const sources = javaSources(facts);
  const [called] = sources.flatMap(({ runsPrograms }) => runsPrograms);
  if (called !== undefined) return `the program runs other programs, by ${called}`;
  const library = declared(facts).find((name) => usesSystem.test(name));
  if (library !== undefined)
    return `the program uses ${library}, and what that starts or loads is not certain`;
  if (mayDraw(facts)) return 'a library of the project may draw, and the fonts would be others';
  const [local] = sources.flatMap(({ localeUses = [] }) => localeUses);
  return local && `${local.file} calls ${local.what}, and the country of the locale would be gone`;
}

/** Does a dependency that the manifests declare draw pictures or text? */
export function mayDraw(facts: Facts): boolean {
  return declared(facts).some((name) => draws.test(name));
}

/** By its sources, and by the dependencies that the manifests declare; what those bring along is not known. */
export function compilesAtRunTime(facts: Facts): boolean {
  if (javaSources(facts).some(({ kitUses = [] }) => kitUses.length > 0)) return true;
  return declared(facts).some((name) => needsKit.test(name));
}

/** The sources of all Java projects of the context have been read. */
export function knowsSources(facts: Facts): boolean {
  const sources = javaSources(facts);
  return sources.length > 0 && sources.every(({ complete }) => complete);
}

/**
 * Every stage that the final one copies from builds a project whose sources are known: of servers that were fetched, and of
 * languages that nobody has looked into, it is not known whether they compile (a server of pages does).
 */
export function buildsItself(last: Stage, model: DockerfileModel, facts: Facts): boolean {
  if (!knowsSources(facts)) return false;
  const built = new Set(
    [...runCommands(model)].filter(({ command }) => isBuildTool(command)).map(({ stage }) => stage.index),
  );
  const origins = last.instructions.flatMap((instruction) => {
    const from = readCopy(instruction)?.from;
    return from === undefined ? [] : [stageNamed(model, from, last)];
  });
  return (
    origins.length > 0 &&
    origins.every((stage) => stage && lineage(stage).some(({ index }) => built.has(index)))
  );
}

/** Names of the artifacts that run with the program. */
function declared({ project }: Facts): readonly string[] {
  return project.projects.flatMap((each) => {
    if (each.kind === 'maven')
      return each.dependencies
        .filter(({ scope }) => scope !== 'test' && scope !== 'provided')
        .map(({ artifactId }) => artifactId);
    if (each.kind !== 'gradle') return [];
    return each.modules.flatMap(({ dependencies }) =>
      dependencies.map((name) => name.slice(name.indexOf(':') + 1)),
    );
  });
}
