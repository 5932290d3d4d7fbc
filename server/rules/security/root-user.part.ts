/** Who the final image's program runs as. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { finalStage, lastOf, lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import type { Span } from '../../dockerfile/span.ts';
import type { ImageFact } from '../../images/facts.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { isRoot } from '../../tools/users.ts';
import { containersOf, servesDevelopment } from '../../tools/development.ts';
import type { RuleContext } from '../rule.ts';
import { startedNames } from './root-user-scripts.part.ts';
import { isManager } from './root-user-workers.part.ts';
import { livesInRootHome } from './root-user-home.part.ts';

export interface RootUser {
  readonly stage: Stage;
  /** The last USER, when it says root; undefined: the base image's default is root. */
  readonly last: Instruction | undefined;
  readonly span: Span;
  /** The base image as FROM names it, variables substituted, without a digest. */
  readonly reference: string | undefined;
  /** Undefined when nothing is known about the base image. */
  readonly fact: ImageFact | undefined;
  /** Instructions that make the image, inherited ones included. */
  readonly all: readonly Instruction[];
  /** The image starts a program of this Dockerfile. */
  readonly runs: boolean;
  /** It starts none, or its last stage is for development or tests. */
  readonly minor: boolean;
  /** Root only starts workers, which run as another user already. */
  readonly manages: boolean;
}

/**
 * Images whose entrypoint or main process starts as root on purpose and gives its rights up itself (their own
 * documentation: docker-entrypoint.sh with gosu or su-exec, master processes of web servers).
 */
const dropsItself: ReadonlySet<string> = new Set([
  'postgres', 'redis', 'valkey/valkey', 'mysql', 'mariadb', 'mongo', 'memcached', 'rabbitmq', 'cassandra', 'couchdb', 'influxdb', 'elasticsearch',
  'neo4j', 'vault', 'consul', 'ghost', 'wordpress', 'nextcloud', 'drupal', 'nginx', 'httpd', 'haproxy',
]); // prettier-ignore

/** Programs that must start as root: they switch users themselves, or are an init. */
const needsRoot =
  /^(?:gosu|su-exec|setpriv|runuser|su|sudo|chpst|s6-setuidgid|s6-svscan|init|systemd|tini-root|sshd|cron|crond|dockerd|nginx|httpd|apache2|apache2ctl|apache2-foreground|httpd-foreground|php-fpm[\d.]*|supervisord)$/;

const droppers: ReadonlySet<string> = new Set([
  'gosu',
  'su-exec',
  's6-overlay',
  's6',
  'runit',
  'setpriv',
  'sudo',
  'supervisor',
  'openssh-server',
]);

/** Undefined when the container does not run as root, when it is meant to, or when nobody can tell. */
export function rootUser({ model, facts }: RuleContext): RootUser | undefined {
  const stage = finalStage(model);
  if (!stage || model.isWindows) return undefined;
  const base = rootBase(stage);
  const reference =
    base.kind === 'scratch' ? 'scratch' : base.kind === 'image' && base.complete ? base.reference : undefined;
  const fact = reference === undefined ? undefined : facts.images.lookup(reference);
  const all = lineageInstructions(stage);
  const last = lastOf(stage, 'USER');
  const user = stage.endState.user;
  if (user === undefined ? fact?.defaultUser?.uid !== 0 : isRoot(user) !== true) return undefined;
  const manages = fact !== undefined && isManager(fact, stage);
  const runs = manages || lastOf(stage, 'CMD') !== undefined || lastOf(stage, 'ENTRYPOINT') !== undefined;
  // An image from scratch that starts nothing only carries files.
  if (!runs && base.kind === 'scratch') return undefined;
  if (fact && dropsItself.has(fact.repository)) return undefined;
  // Apache opens port 80 as root, and starts its workers as www-data.
  if (fact?.repository === 'php' && /apache/.test(reference ?? '')) return undefined;
  if (!manages && startsAsRoot(stage, all, { model, facts })) return undefined;
  const containers = containersOf(model, facts);
  if (
    containers.length > 0 &&
    containers.every((one) => one.user !== undefined && isRoot(one.user) === false)
  )
    return undefined;
  const word = last?.words[0];
  const span = user !== undefined && word ? word.span : (stage.imageWord?.span ?? stage.from.span);
  const found: RootUser = {
    stage,
    last: user === undefined ? undefined : last,
    span,
    reference: reference?.replace(/@sha256:.*/, ''),
    fact,
    all,
    runs,
    minor: !runs || servesDevelopment(model, facts),
    manages,
  };
  // An image to build on: the tools that root has in its home are for whoever goes on from there.
  return !runs && livesInRootHome(found) !== undefined ? undefined : found;
}

/** gosu and its like are installed or called, or the program is one that needs root to start. */
function startsAsRoot(stage: Stage, all: readonly Instruction[], context: RuleContext): boolean {
  const { model } = context;
  const written = [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')].flatMap((instruction) =>
    instruction ? (shellOf(instruction, model)?.commands ?? []) : [],
  );
  const names = written.flatMap(({ name, wrappers }) => [name, ...wrappers]);
  if ([...names, ...startedNames(stage, context)].some((name) => needsRoot.test(name))) return true;
  return all.some((instruction) => {
    const copy = readCopy(instruction);
    if (copy)
      return /gosu|su-exec|s6-overlay/.test(
        `${copy.from ?? ''} ${copy.sources.map(({ path }) => path).join(' ')}`,
      );
    if (instruction.keyword !== 'RUN') return false;
    if (/\b(?:gosu|su-exec|s6-overlay)\b/.test(instruction.args.text)) return true;
    return (shellOf(instruction, model)?.commands ?? []).some((command) => {
      const system = systemCommand(command);
      return system?.action === 'install' && system.packages.some((word) => droppers.has(packageName(word)));
    });
  });
}
