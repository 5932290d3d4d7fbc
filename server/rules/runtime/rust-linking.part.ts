/** The C library of what cargo builds. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { lineageInstructions } from '../../dockerfile/stages.ts';
import type { ImageFact } from '../../images/facts.ts';
import type { RuleContext } from '../rule.ts';
import { runText } from './contents.part.ts';

/** What the official images' cargo builds for Debian uses glibc; for Alpine it is static (doc.rust-lang.org/reference/linkage.html). */
export function rustReason(stage: Stage, fact: ImageFact, { model, facts }: RuleContext): string | undefined {
  if (fact.repository !== 'rust' || fact.libc !== 'glibc') return undefined;
  let builds = false;
  for (const instruction of lineageInstructions(stage)) {
    if (['ENV', 'ARG'].includes(instruction.keyword) && instruction.pairs.some(({ key }) => rustVariable.test(key))) return undefined; // prettier-ignore
    const copied = readCopy(instruction);
    if (copied?.sources.some(({ path }) => cargoSettings.test(path))) return undefined;
    if (instruction.keyword !== 'RUN') continue;
    const script = shellOf(instruction, model);
    if (!script || rustVariable.test(runText(instruction)) || /musl/.test(runText(instruction))) return undefined; // prettier-ignore
    for (const { name, args } of script.commands) {
      if (name !== 'cargo' && name !== 'cross') continue;
      const words = args.map(({ value }) => value);
      if (words.some((word) => word.startsWith('--target') || word.startsWith('--config'))) return undefined;
      builds ||= words.some((word) => word === 'build' || word === 'install' || word === 'b');
    }
  }
  const { context } = facts;
  const configured = !context.complete || context.entries.some(({ path }) => cargoSettings.test(path));
  return builds && context.known && !configured
    ? `cargo builds for ${fact.name}'s own platform, and names no musl target`
    : undefined;
}

const cargoSettings = /(?:^|\/)(?:\.cargo\/config(?:\.toml)?|rust-toolchain(?:\.toml)?)$/;
const rustVariable =
  /\b(?:RUSTFLAGS|CARGO_BUILD_\w+|CARGO_TARGET_\w+|CARGO_ENCODED_RUSTFLAGS|RUSTUP_TOOLCHAIN)\b/;
