import type { ShellCommand, ShellWord } from '../../dockerfile/shell.ts';
import { rootBase } from '../../dockerfile/stages.ts';
import { isVerbatim, runScripts } from '../../tools/run-scripts.ts';
import { systemCommand } from '../../tools/system.ts';
import { defineRule } from '../rule.ts';

interface Upgrade {
  readonly command: ShellCommand;
  /** Undefined for a program that does nothing else. */
  readonly verb: ShellWord | undefined;
  /** The verb that upgrades within the release, where there is one. */
  readonly instead: string | undefined;
}

export default defineRule<Upgrade>({
  id: 'correctness/dist-upgrade',
  severity: 'info',
  summary: 'The image moves away from the release that its base image names',
  fix: 'suggested',
  why: `A full upgrade may remove and replace packages to get to what the package sources have today. What comes out depends on the day of the
build, and not on the base image that FROM names. The upgraded files are stored a second time, on top of those of the base. A newer base image
has the same packages, tested together and downloaded once (\`docker build --pull\`).

It does not matter in a rolling distribution, where there is no release to stay in.`,
  fixSafety: `\`apt-get upgrade\` brings the same security updates but for those that need a package to be added or removed.`,
  equivalents: [
    { tool: 'hadolint', id: 'DL3035' },
    { tool: 'trivy', id: 'DS-0024' },
  ],
  examples: [
    {
      bad: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get dist-upgrade -y && rm -rf /var/lib/apt/lists/*\nUSER 10001\nCMD ["sleep", "infinity"]\n',
      good: 'FROM debian:trixie-slim\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\nUSER 10001\nCMD ["sleep", "infinity"]\n',
    },
  ],
  *check({ model }) {
    if (model.isWindows) return;
    for (const { script, stage } of runScripts(model))
      for (const command of script.commands) {
        const upgrade = readUpgrade(command);
        if (!upgrade) continue;
        const base = rootBase(stage);
        const reference = base.kind === 'image' && base.complete ? base.reference : undefined;
        if (reference !== undefined && /tumbleweed|rolling|rawhide|\bsid\b|unstable|kali|archlinux/.test(reference)) continue;
        const { verb } = upgrade;
        yield {
          span: { start: command.words[0]!.span.start, end: (verb ?? command.words[0]!).span.end },
          message: `\`${verb ? `${command.name} ${verb.value}` : command.name}\` makes the image depend on the day of the build and not on ${reference === undefined ? 'its base image' : `\`${reference}\``}, and stores what it replaces twice. Take a newer base image instead.`,
          data: upgrade,
        };
      }
  },
  fixes({ data }, { model }) {
    const { verb, instead, command } = data ?? {};
    if (!verb || instead === undefined || !command?.exact || !isVerbatim(model, verb)) return [];
    return [
      {
        title: `Upgrade within the release (\`${command.name} ${instead}\`)`,
        applicability: 'suggested',
        edits: [{ span: verb.span, newText: verb.raw.replace(verb.value, instead) }],
      },
    ];
  },
}); // prettier-ignore

const fullUpgrades: Readonly<Record<string, { verbs: readonly string[]; instead: string | undefined }>> = {
  'apt-get': { verbs: ['dist-upgrade', 'full-upgrade'], instead: 'upgrade' },
  apt: { verbs: ['dist-upgrade', 'full-upgrade'], instead: 'upgrade' },
  zypper: { verbs: ['dist-upgrade', 'dup'], instead: 'update' },
  dnf: { verbs: ['distro-sync', 'distrosync', 'dsync', 'system-upgrade'], instead: undefined },
  yum: { verbs: ['distro-sync', 'distribution-synchronization'], instead: undefined },
};

function readUpgrade(command: ShellCommand): Upgrade | undefined {
  if (command.name === 'do-release-upgrade') return { command, verb: undefined, instead: undefined };
  const system = systemCommand(command);
  const known = system && (Object.hasOwn(fullUpgrades, system.tool) ? fullUpgrades[system.tool] : undefined);
  if (!known || !system.verb?.literal || !known.verbs.includes(system.verb.value)) return undefined;
  return { command, verb: system.verb, instead: known.instead };
}
