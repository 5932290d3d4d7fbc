/** Which secrets an expert would keep out of the context, and which files with such names a build can't do without. */
import type { ProjectFacts } from '../project/facts.ts';
import { joinPath } from './build-output.ts';
import type { Draft } from './candidates.ts';
import { literalPattern } from './dockerignore.ts';
import type { ContextFacts } from './facts.ts';
import { isExampleEnvironment } from './secrets.ts';

const environmentFile = /(?:^|\/)\.env[^/]*$/;

/** What a build packages with the sources: the program asks for it by its name there. */
const packaged = /(?:^|\/)src\/main\/resources\//;

/**
 * Environment files that the build or the start fails or changes without: what git has was in every image until now (a
 * finding says so, but leaving it out is not for us to decide), front ends publish what theirs say, and Symfony reads the
 * defaults of its .env (https://symfony.com/doc/current/configuration.html).
 */
function isReadFile(path: string, context: ContextFacts, { projects }: ProjectFacts): boolean {
  if (
    context.secrets.some(
      (secret) => secret.path === path && (secret.readByBuild ?? secret.committed) === true,
    )
  )
    return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /^\.env(?:\.(?:prod|dev|test))?$/.test(name) &&
    projects.some(
      (each) =>
        each.kind === 'php' && each.frameworks.includes('symfony') && joinPath(each.directory, name) === path,
    )
  );
}

export function secretDrafts(context: ContextFacts, project: ProjectFacts): Draft[] {
  const isEnvironment = ({ path }: { readonly path: string }): boolean => environmentFile.test(path);
  const folders = new Set(['', ...context.secrets.filter(isEnvironment).map(({ path }) => parentOf(path))]);
  const others = context.secrets.filter((secret) => !isEnvironment(secret) && !packaged.test(secret.path));
  return [
    ...[...folders].map((folder): Draft => {
      const kept = context
        .children(folder)
        .filter((entry) => entry.type === 'file' && isEnvironment(entry))
        .filter(
          ({ path }) =>
            isExampleEnvironment(path) ||
            context.publicEnvironment.includes(path) ||
            isReadFile(path, context, project),
        );
      return {
        pattern: joinPath(literalPattern(folder), '.env*'),
        reason: 'secret',
        exceptions: kept.map(({ path }) => `!${literalPattern(path)}`),
      };
    }),
    ...others.map(({ path }): Draft => ({ pattern: literalPattern(path), reason: 'secret' })),
  ];
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
