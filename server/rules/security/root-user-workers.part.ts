/** PHP-FPM: root only starts the workers, which may as well be started by their own user. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { lastOf } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';

/** Does the image start `php-fpm`, by its own default or by the file's? */
export function isManager({ repository, tag, runtime }: ImageFact, stage: Stage): boolean {
  if (repository !== 'php' || runtime?.name !== 'php' || !/(?:^|-)fpm/.test(tag)) return false;
  const [entrypoint, command] = [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')];
  if (entrypoint !== undefined) return false;
  const [program] = command?.words ?? [];
  return (
    command === undefined ||
    (program !== undefined && /^(?:php-fpm|\/usr\/local\/sbin\/php-fpm)$/.test(program.value))
  );
}

/**
 * Why its settings may need root, as a half sentence: pools can have users, sockets and logs of their own. Without any the
 * official image listens on port 9000 and logs to the console (docker-library/php, Dockerfile-linux.template), which its
 * documentation lets any user do (https://hub.docker.com/_/php, "Running as an arbitrary user").
 */
export function poolDoubt(all: readonly Instruction[]): string | undefined {
  const changes = all.some((instruction) => {
    if (instruction.keyword === 'RUN')
      return /php-fpm\.(?:d|conf)|zz-docker|www\.conf/.test(instruction.args.text);
    const copy = readCopy(instruction);
    return copy !== undefined && /php-fpm|\/fpm\//.test(`${copy.target ?? ''} ${copy.destination ?? ''}`);
  });
  return changes ? 'what the settings of php-fpm ask for is not known' : undefined;
}
