import { expandWord } from '../../dockerfile/expand.ts';
import type { DockerfileModel, Instruction, Word } from '../../dockerfile/model.ts';
import { shellOf } from '../../dockerfile/shell.ts';
import { finalStage, lastOf, lineageInstructions } from '../../dockerfile/stages.ts';
import type { Span } from '../../dockerfile/span.ts';
import { packageName, systemCommand } from '../../tools/system.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'security/ssh-port',
  severity: 'info',
  summary: 'The image has an SSH server',
  fix: 'none',
  why: `A second way into the container needs keys or passwords, updates, and a process beside the program. \`docker exec\` and \`kubectl exec\` give
a shell without any of it, and logs and files come out through \`docker logs\` and volumes.

It does not matter where the SSH server is the program itself (a git or SFTP server whose CMD or ENTRYPOINT is \`sshd\`), and in stages
that are thrown away: both are left alone. So are SSH clients.`,
  equivalents: [
    { tool: 'trivy', id: 'DS-0004' },
    { tool: 'checkov', id: 'CKV_DOCKER_1' },
  ],
  examples: [
    {
      bad: 'FROM node:22-slim\nCOPY server.js /srv/\nEXPOSE 8080 22\nUSER node\nCMD ["node", "/srv/server.js"]\n',
      good: 'FROM node:22-slim\nCOPY server.js /srv/\nEXPOSE 8080\nUSER node\nCMD ["node", "/srv/server.js"]\n',
    },
  ],
  *check({ model }) {
    const stage = finalStage(model);
    if (!stage) return;
    const started = [lastOf(stage, 'ENTRYPOINT'), lastOf(stage, 'CMD')];
    if (started.some((instruction) => instruction && startsServer(instruction, model))) return;
    const all = lineageInstructions(stage);
    const ports = all.flatMap(sshPorts);
    const servers = all.flatMap((instruction) => serverPackages(instruction, model));
    const [first, ...others] = [...ports, ...servers];
    if (!first) return;
    const what = ports.length > 0 ? 'Port 22 is exposed' : 'An SSH server is installed';
    yield {
      span: first,
      message: `${what}: a second way into the container, with keys and updates of its own. Leave it out, and use \`docker exec\` or \`kubectl exec\` for a shell.`,
      related: others.map((span) => ({ span, message: 'part of it' })),
    };
  },
});

/** The container is an SSH server. */
function startsServer(instruction: Instruction, model: DockerfileModel): boolean {
  return (shellOf(instruction, model)?.commands ?? []).some(
    ({ name }) => name === 'sshd' || name === 'dropbear',
  );
}

function sshPorts({ keyword, words, state, escape }: Instruction): Span[] {
  if (keyword !== 'EXPOSE') return [];
  const value = ({ raw }: Word): string => expandWord(raw, (name) => state.variables.get(name), escape).value;
  return words.filter((word) => /^0*22(?:\/tcp)?$/i.test(value(word))).map(({ span }) => span);
}

/** Alpine's `openssh` brings the client too, and is mostly installed for it. */
const servers: ReadonlySet<string> = new Set([
  'openssh-server',
  'openssh-server-pam',
  'ssh-server',
  'dropbear',
]);

function serverPackages(instruction: Instruction, model: DockerfileModel): Span[] {
  if (instruction.keyword !== 'RUN') return [];
  return (shellOf(instruction, model)?.commands ?? []).flatMap((command) => {
    const system = systemCommand(command);
    if (system?.action !== 'install') return [];
    return system.packages.filter((word) => servers.has(packageName(word))).map(({ span }) => span);
  });
}
