/** A stand-in for Optimize: appends `USER app` to a Dockerfile without USER, and ignores .git. */
import type { Facts } from '../../server/rules/rule.ts';
import type { Plan } from '../../server/rewrite/plan.ts';

export function optimize(
  text: string,
  facts: Facts,
  options: { kind: 'optimize' | 'multi-stage'; skip?: readonly string[] },
): Plan {
  const step = {
    id: 'user',
    title: 'Run as app',
    reason: 'It runs as root.',
    applicability: 'suggested' as const,
    savesBytes: undefined,
  };
  const { dockerignore } = facts.context;
  const before = { text, sizeBytes: 1000 };
  const done = text.includes('USER');
  const skipped = options.skip?.includes('user') === true;
  if (done || skipped || options.kind === 'multi-stage')
    return {
      before,
      after: { text, sizeBytes: 1000, dockerignore: undefined },
      steps: [],
      skipped: skipped ? [step] : [],
      targets: [],
      obstacles: options.kind === 'multi-stage' ? ['There is no build to separate.'] : [],
    };
  return {
    before,
    after: {
      text: `${text}USER app\n`,
      sizeBytes: undefined,
      dockerignore: dockerignore.exists
        ? undefined
        : { path: dockerignore.path, before: undefined, after: '.git\n' },
    },
    steps: [step],
    skipped: [],
    targets: [],
    obstacles: [],
  };
}
