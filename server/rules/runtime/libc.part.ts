/** The C library that programs find in an image. */
import type { Stage } from '../../dockerfile/model.ts';
import { lineageInstructions, rootBase } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import type { RuleContext } from '../rule.ts';
import { mayBring, runText } from './contents.part.ts';

interface TargetLibc {
  readonly libc: 'glibc' | 'musl' | 'none';
  /** `scratch`, or the base image as FROM names it. */
  readonly base: string;
}

/** Packages and files that bring the other one along. */
const others = {
  none: { text: /\bmusl\b|libc/, paths: ['/lib', '/lib64', '/usr/lib'] },
  musl: { text: /gcompat|libc6-compat|glibc/, paths: ['/lib64', '/lib/ld-linux-x86-64.so.2'] },
  glibc: { text: /\bmusl\b/, paths: ['/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1'] },
} as const;

/** Undefined where it is not known, or where both may be there. */
export function targetLibc(stage: Stage, context: RuleContext): TargetLibc | undefined {
  const root = rootBase(stage);
  const libc = root.kind === 'scratch' ? 'none' : lookupRoot(stage, context.facts.images)?.libc;
  if (libc === undefined) return undefined;
  const { text, paths } = others[libc];
  const installs = lineageInstructions(stage).some((each) => text.test(runText(each)));
  if (installs || mayBring(stage, paths, context)) return undefined;
  return { libc, base: root.kind === 'image' ? root.reference.replace(/@.*/, '') : 'scratch' };
}
