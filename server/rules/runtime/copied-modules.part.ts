/** node_modules with native code that was installed for another C library. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { Instruction, Stage } from '../../dockerfile/model.ts';
import { isWithin, runText } from './contents.part.ts';
import { lineageInstructions, rootBase, stageNamed } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import type { NodeProject } from '../../project/facts.ts';
import { nodeInstalls } from '../../tools/installs.ts';
import { nodeModulesOf } from '../../tools/node-modules.ts';
import type { Report, RuleContext } from '../rule.ts';
import { targetLibc } from './libc.part.ts';

/**
 * Packages whose install brings code for one C library only: they download it by the library's name, or have a package
 * for each (their release pages on GitHub and npm). Others bring both along. With a number: before that major version.
 */
const forOneLibc: ReadonlyMap<string, number> = new Map([
  ['better-sqlite3', Infinity],
  ['sqlite3', Infinity],
  ['bcrypt', 6],
  ['canvas', Infinity],
  ['node-sass', Infinity],
  ['sharp', Infinity],
  ['re2', Infinity],
  ['isolated-vm', Infinity],
  ['node-rdkafka', Infinity],
  ['libpq', Infinity],
  ['grpc', Infinity],
  ['@swc/core', Infinity],
  ['lightningcss', Infinity],
  ['@parcel/watcher', Infinity],
  ['@tailwindcss/oxide', Infinity],
  ['@napi-rs/canvas', Infinity],
  ['@node-rs/bcrypt', Infinity],
  ['@node-rs/argon2', Infinity],
]);

export function* copiedModules(stage: Stage, context: RuleContext): Generator<Report<undefined>> {
  const { model, facts } = context;
  if (nodeInstalls(model, facts).length === 0) return;
  const all = lineageInstructions(stage);
  if (!all.some((instruction) => readCopy(instruction)?.from !== undefined)) return;
  const target = targetLibc(stage, context);
  if (!target || target.libc === 'none') return;
  // What is compiled again, or generated for this image, fits.
  if (all.some((each) => /\b(?:rebuild|node-gyp|prisma generate)\b/.test(runText(each)))) return; // prettier-ignore
  for (const { path, install, project } of nodeModulesOf(stage, model, facts).values()) {
    const fact = lookupRoot(install.stage, facts.images);
    if (fact?.libc === undefined || fact.libc === 'none' || fact.libc === target.libc) continue;
    const native = project && nativePackage(project);
    const copy = native === undefined ? undefined : bringer(path, all, context);
    if (!copy) continue;
    const { word } = readCopy(copy)!.sources[0]!;
    const base = rootBase(install.stage);
    const from = base.kind === 'image' ? base.reference.replace(/@.*/, '') : fact.name;
    yield {
      span: word.span,
      message: `${native} was installed on ${from} (${fact.libc}), and can't be loaded on ${target.base} (${target.libc}). Use the same kind of base in both stages, or install in this one.`,
      related: [{ span: install.command.span, message: 'it is installed here' }],
    };
  }
}

/** A package that production needs and that runs on one C library only. */
function nativePackage({ lockfile }: NodeProject): string | undefined {
  return lockfile?.packages?.find(({ name, version, dev, optional }) => {
    const before = forOneLibc.get(name);
    return dev === false && !optional && before !== undefined && Number.parseInt(version, 10) < before;
  })?.name;
}

/** The last COPY --from that puts the folder there. */
function bringer(path: string, all: readonly Instruction[], { model }: RuleContext): Instruction | undefined {
  return all.findLast((instruction) => {
    const copy = readCopy(instruction);
    if (copy?.from === undefined || copy.target === undefined || copy.sources.length !== 1) return false;
    return stageNamed(model, copy.from, instruction.stage) !== undefined && isWithin(copy.target, path);
  });
}
