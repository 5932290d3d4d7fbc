/** Installs of package managers other than Node's that do not keep to their lockfile. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { dependencyInstalls } from '../../tools/dependencies/all.ts';
import type { Change, DependencyInstall } from '../../tools/dependencies/install.ts';
import type { Facts, Fix } from '../rule.ts';
import { copyLockfile, missingLockfile, type LockedInstall } from './lockfile.part.ts';

export interface LooseInstall {
  readonly kind: 'dependencies';
  readonly install: DependencyInstall;
  readonly locked: LockedInstall;
  readonly freeze: Change | undefined;
}

export function* looseInstalls(model: DockerfileModel, facts: Facts): Iterable<LooseInstall> {
  for (const install of dependencyInstalls(model, facts)) {
    const { lock, locking } = install;
    if (!lock || locking.kind === 'frozen' || locking.kind === 'ignores') continue;
    // `if [ -f uv.lock ]; then uv sync --locked; else uv sync; fi`
    if (install.command.conditional && install.script.commands.length > 1) continue;
    yield {
      kind: 'dependencies',
      install,
      locked: { ...install, lockPath: lock.path },
      freeze: locking.freeze,
    };
  }
}

/** A Gemfile with conditions asks for other gems elsewhere: a frozen install may refuse the lockfile for that alone. */
export function isProgram({ install }: LooseInstall): boolean {
  return install.project?.kind === 'ruby' && install.lock?.inStep === undefined;
}

export function messageOf(
  { install, locked, freeze }: LooseInstall,
  model: DockerfileModel,
  facts: Facts,
): string {
  const { lock, locking, name } = install;
  const path = lock!.path;
  const missing = missingLockfile(locked, model, facts);
  if (missing) {
    const where = missing.hidden
      ? `is excluded by ${facts.context.dockerignore.path}`
      : 'is not copied before it';
    return `\`${name}\` resolves versions anew: ${path} ${where}. Bring it along${freeze ? `, then use \`${freeze.name}\`` : ''}.`;
  }
  const what =
    locking.kind === 'updates'
      ? `\`${name}\` resolves versions anew, whatever ${path} pins`
      : `\`${name}\` may change what ${path} pins`;
  if (lock!.inStep === false)
    return `${what}. It is out of step with ${install.manifestName} (${lock!.differences.slice(0, 3).join(', ')}): update it${freeze ? `, then use \`${freeze.name}\`` : ' first'}.`;
  return `${what}. ${freeze ? `Use \`${freeze.name}\`, which installs exactly the lockfile.` : advice(install)}`;
}

/** Nothing but the lockfile is installed as long as it fits, which it does now. */
export function isHarmless({ install, locked }: LooseInstall, model: DockerfileModel, facts: Facts): boolean {
  const { lock, locking } = install;
  return (
    locking.kind === 'loose' &&
    locking.exact === true &&
    lock?.inStep === true &&
    !missingLockfile(locked, model, facts)
  );
}

/** Where the command can't be made to keep to the lockfile. */
function advice({ name }: DependencyInstall): string {
  return name === 'bundle install'
    ? 'The lockfile is for other platforms than Linux: run `bundle lock --add-platform x86_64-linux aarch64-linux`, then set BUNDLE_FROZEN=true.'
    : 'Install what the lockfile says, and update it outside of the build.';
}

export function freezeFix(
  { install, locked, freeze }: LooseInstall,
  model: DockerfileModel,
  facts: Facts,
): Fix | undefined {
  const { lock, locking } = install;
  if (!freeze || !lock || lock.inStep === false) return undefined;
  const missing = missingLockfile(locked, model, facts);
  const copied = missing ? copyLockfile(locked) : [];
  if (!copied || missing?.hidden) return undefined;
  const isSure = lock.inStep === true && freeze.doubt === undefined && locking.kind === 'loose';
  return {
    title: `${missing ? `Copy ${lock.path} and install` : 'Install'} with \`${freeze.name}\``,
    // An update brings other versions than the lockfile's, so what the image holds changes.
    applicability: isSure ? 'safe' : 'suggested',
    edits: [...copied, ...freeze.edits],
    preferred: lock.inStep === true && freeze.doubt === undefined,
  };
}
