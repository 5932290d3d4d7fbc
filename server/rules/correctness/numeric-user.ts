import type { DockerfileModel, Instruction, Stage } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { finalStage, lastOf, lineageInstructions } from '../../dockerfile/stages.ts';
import { lookupRoot } from '../../images/root.ts';
import { accountsMade, isRoot } from '../../tools/users.ts';
import { defineRule, type Facts } from '../rule.ts';

interface NamedUser {
  readonly user: Instruction;
  readonly name: string;
  readonly uid: number | undefined;
}

export default defineRule<NamedUser>({
  id: 'correctness/numeric-user',
  severity: 'off',
  summary: 'The image names its user instead of giving the number',
  fix: 'safe',
  why: `Kubernetes refuses to start an image whose USER is a name where \`runAsNonRoot: true\` is set without a \`runAsUser\`: it can't tell whether the name is
root. A number settles it. With a number that the image has an account for, home folder and group stay the same.

It does not matter outside of Kubernetes, or where the deployment sets \`runAsUser\`. The rule is off by default.`,
  equivalents: [{ tool: 'hadolint', id: 'DL3066' }],
  examples: [
    {
      bad: 'FROM node:22-alpine\nUSER node\nCMD ["node"]\n',
      good: 'FROM node:22-alpine\nUSER 1000\nCMD ["node"]\n',
    },
    {
      title: 'an account of the image',
      bad: 'FROM debian:trixie-slim\nRUN useradd --system --uid 10001 app\nUSER app\nCMD ["sleep", "infinity"]\n',
      good: 'FROM debian:trixie-slim\nRUN useradd --system --uid 10001 app\nUSER 10001\nCMD ["sleep", "infinity"]\n',
    },
  ],
  *check({ model, facts }) {
    const stage = finalStage(model);
    const user = stage && lastOf(stage, 'USER');
    const word = user?.words[0];
    // Windows has no numbers for accounts.
    if (!stage || !user || !word || model.isWindows) return;
    const [name = ''] = word.value.split(':');
    if (!/^[\w.@-]+$/.test(name) || /^\d+$/.test(name) || isRoot(name) !== false) return;
    const uid = uidOf(name, stage, model, facts);
    yield {
      span: { start: word.span.start, end: word.raw.startsWith(name) ? word.span.start + name.length : word.span.end },
      message: `\`USER ${name}\` is a name: Kubernetes with \`runAsNonRoot\` can't tell that it is not root and does not start the container. ${uid === undefined ? 'Use its number.' : `Use its number, ${uid}.`}`,
      data: { user, name, uid },
    };
  },
  fixes({ data }, { model }) {
    const word = data?.user.words[0];
    if (data?.uid === undefined || !word?.raw.startsWith(data.name)) return [];
    const span = { start: word.span.start, end: word.span.start + data.name.length };
    if (model.text.slice(span.start, span.end) !== data.name) return [];
    return [
      {
        title: `Use the number of ${data.name}, ${data.uid}`,
        applicability: 'safe',
        edits: [{ span, newText: String(data.uid) }],
      },
    ];
  },
}); // prettier-ignore

/** The number of an account that this file makes, or that the base image is known to have. */
function uidOf(name: string, stage: Stage, model: DockerfileModel, facts: Facts): number | undefined {
  const instructions = lineageInstructions(stage);
  if (instructions.some((instruction) => changesAccounts(instruction, model))) return undefined;
  const made = accountsMade(instructions, model).findLast((account) => account.name === name);
  if (made) return made.uid;
  const known = lookupRoot(stage, facts.images)?.nonRootUser;
  return known?.name === name ? known.uid : undefined;
}

/** `usermod -u 1001 node` gives an account another number. */
function changesAccounts(instruction: Instruction, model: DockerfileModel): boolean {
  if (instruction.keyword !== 'RUN') return false;
  return (shellOf(instruction, model)?.commands ?? []).some((command) =>
    /^(?:usermod|userdel|deluser)$/.test(command.name),
  );
}
