/** Whether a Java program needs a compiler, or another tool of the JDK, while it runs. */
import type { Facts } from '../../rules/rule.ts';
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

/** Does a dependency that the manifests declare draw pictures or text? */
export function mayDraw(facts: Facts): boolean {
  return declared(facts).some((name) => draws.test(name));
}

/** By its sources, and by the dependencies that the manifests declare; what those bring along is not known. */
export function compilesAtRunTime(facts: Facts): boolean {
  if (javaSources(facts).some(({ kitUses = [] }) => kitUses.length > 0)) return true;
  return declared(facts).some((name) => needsKit.test(name));
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
