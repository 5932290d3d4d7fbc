/** Whether a Java program needs a compiler, or another tool of the JDK, while it runs. */
import type { Facts } from '../../rules/rule.ts';
import { javaSources } from '../java/reads.ts';

/**
 * Libraries that call the JDK's compiler (javax.tools) or attach themselves to a running VM (jdk.attach), neither of which
 * a JRE has.
 */
const needsKit =
  /^(?:byte-buddy-agent|ebean-agent-loader|kotlin-(?:compiler|scripting)[\w-]*|compile-testing|compiler|arthas[\w-]*|jshell[\w-]*|jol-core|jmh-core|tools|jasper-compiler-jdt|reflections-compiler|spring-loaded|gwt-dev|javac)$/;

/** By its sources, and by the dependencies that the manifests declare; what those bring along is not known. */
export function compilesAtRunTime(facts: Facts): boolean {
  if (javaSources(facts).some(({ kitUses = [] }) => kitUses.length > 0)) return true;
  return facts.project.projects.some((each) => {
    if (each.kind === 'maven')
      return each.dependencies.some(
        ({ artifactId, scope }) => needsKit.test(artifactId) && scope !== 'test' && scope !== 'provided',
      );
    if (each.kind !== 'gradle') return false;
    const declared = each.modules.flatMap(({ dependencies }) => dependencies);
    return declared.some((name) => needsKit.test(name.slice(name.indexOf(':') + 1)));
  });
}
