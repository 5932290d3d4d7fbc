import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Instruction } from '../../dockerfile/model.ts';
import { shellOf, type ShellCommand } from '../../dockerfile/shell.ts';
import type { TextEdit } from '../../dockerfile/span.ts';
import { finalStage, lineageInstructions } from '../../dockerfile/stages.ts';
import { appendWord } from '../../edit/words.ts';
import { packageName, systemCommand, type SystemCommand } from '../../tools/system.ts';
import { defineRule, type Fix } from '../rule.ts';

interface Recommends {
  readonly installs: readonly SystemCommand[];
  /** Packages that fetch over TLS, none of which brings the certificates by itself. */
  readonly needsCertificates: SystemCommand | undefined;
}

export default defineRule<Recommends>({
  id: 'size/apt-recommends',
  severity: 'info',
  summary: 'apt-get install also brings recommended packages',
  fix: 'suggested',
  why: `Besides what a package needs, apt installs what its maintainer recommends for an ordinary computer: documentation viewers, mail
servers, compilers for \`python3-pip\`. In an image these are megabytes that nothing calls. It does not matter in stages that are thrown away, nor
where apt is configured not to do it.`,
  fixSafety: `A program may rely on a package that only came as a recommendation, so build and start the image once. The best known case is
taken care of: \`curl\`, \`wget\` and \`git\` recommend \`ca-certificates\`, without which they can't open an https address; the fix asks for it by name.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3015' },
    { tool: 'trivy', id: 'DS-0029' },
  ],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN apt-get update \\\n    && apt-get install -y imagemagick \\\n    && rm -rf /var/lib/apt/lists/*\nUSER 10001\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends imagemagick \\\n    && rm -rf /var/lib/apt/lists/*\nUSER 10001\n',
    },
    {
      title: 'A program that needs certificates',
      bad: 'FROM debian:trixie-slim\nRUN apt-get update \\\n    && apt-get install -y curl \\\n    && rm -rf /var/lib/apt/lists/*\nUSER 10001\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends curl ca-certificates \\\n    && rm -rf /var/lib/apt/lists/*\nUSER 10001\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    const last = finalStage(model);
    let configured = false;
    let certificates = false;
    // Exactly the layers that ship.
    for (const instruction of last ? lineageInstructions(last) : []) {
      const commands = runCommands(instruction, model);
      configured ||= configures(instruction, commands);
      if (configured) return;
      const installs = commands.flatMap((command) => aptInstall(command) ?? []);
      certificates ||= installs.some((install) => names(install).includes('ca-certificates'));
      const greedy = installs.filter(takesRecommended);
      const [first] = greedy;
      if (!first) continue;
      yield {
        span: first.command.span,
        message: `\`${first.tool} install\` also brings what ${listed(first)} only ${first.packages.length === 1 ? 'recommends' : 'recommend'}. Add \`--no-install-recommends\` and name what else is needed.`,
        data: { installs: greedy, needsCertificates: certificates ? undefined : greedy.find(fetches) },
      };
    }
  },
  fixes({ data }, { model }) {
    const fix = data && leaveOut(data, model);
    return fix ? [fix] : [];
  },
});

function runCommands(instruction: Instruction, model: DockerfileModel): readonly ShellCommand[] {
  return instruction.keyword === 'RUN' ? (shellOf(instruction, model)?.commands ?? []) : [];
}

function aptInstall(command: ShellCommand): SystemCommand | undefined {
  // aptitude has an option of its own for it.
  if (command.name !== 'apt' && command.name !== 'apt-get') return undefined;
  const system = systemCommand(command);
  return system?.action === 'install' && system.packages.length > 0 ? system : undefined;
}

const configuration = /install-recommends/i;

/** Both `--no-install-recommends` and an explicit `--install-recommends` are a decision. */
function takesRecommended(install: SystemCommand): boolean {
  if (install.command.args.some(({ value }) => configuration.test(value))) return false;
  return !names(install).every((name) => recommendNothing.has(name));
}

/** Packages that neither recommend others nor depend on ones that do (packages.debian.org, Debian 12 and 13). */
const recommendNothing: ReadonlySet<string> = new Set([
  'ca-certificates', 'tzdata', 'tini', 'dumb-init', 'gosu', 'unzip', 'xz-utils', 'bzip2', 'make', 'locales', 'less', 'netcat-openbsd', 'jq',
]); // prettier-ignore

/** Settings of apt that are written, or copied from somewhere. */
function configures(instruction: Instruction, commands: readonly ShellCommand[]): boolean {
  const copy = readCopy(instruction);
  if (copy) return copy.target !== undefined && /^\/etc\/apt(?:\/apt\.conf|$)/.test(copy.target);
  if (instruction.pairs.some(({ key }) => key === 'APT_CONFIG')) return true;
  return commands.some(
    (command) =>
      !systemCommand(command) &&
      (command.args.some(({ value }) => configuration.test(value)) ||
        command.redirects.some(
          ({ body, target }) =>
            (body !== undefined && configuration.test(body)) || target?.value.startsWith('/etc/apt/apt.conf'),
        )),
  );
}

function names({ packages }: SystemCommand): string[] {
  return packages.map(packageName);
}

function fetches(install: SystemCommand): boolean {
  return names(install).some((name) => name === 'curl' || name === 'wget' || name === 'git');
}

function listed(install: SystemCommand): string {
  const all = names(install).filter((name) => !/[$`]/.test(name));
  const count = install.packages.length;
  if (all.length !== count || all.length > 3 || all.some((name) => name.includes('/')))
    return count === 1 ? 'its package' : `its ${count} packages`;
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)!}`;
}

/** Behind the `-y` that mostly follows the verb: other options may take the next word. */
function behindUsualOptions({ command }: SystemCommand, verbEnd: number): number {
  let at = verbEnd;
  for (const { value, span } of command.args) {
    if (span.start < verbEnd) continue;
    if (!/^(?:-[yq]+|--(?:yes|assume-yes|quiet))$/.test(value)) break;
    at = span.end;
  }
  return at;
}

function leaveOut({ installs, needsCertificates }: Recommends, model: DockerfileModel): Fix | undefined {
  const edits = installs.flatMap((install): (TextEdit | undefined)[] => {
    const { command, verb, packages } = install;
    if (!command.exact || !verb) return [undefined];
    const at = behindUsualOptions(install, verb.span.end);
    const flag = { span: { start: at, end: at }, newText: ' --no-install-recommends' };
    return install === needsCertificates
      ? [flag, appendWord(model, packages.at(-1)!.span, 'ca-certificates')]
      : [flag];
  });
  if (!edits.every((edit) => edit !== undefined)) return undefined;
  return {
    title: `Add --no-install-recommends${needsCertificates ? ' and ca-certificates' : ''}`,
    applicability: 'suggested',
    edits,
  };
}
