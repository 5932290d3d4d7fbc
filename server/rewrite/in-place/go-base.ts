/** A Go program in a final stage of a whole distribution → distroless's image for static programs. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { finalStage, rootBase } from '../../dockerfile/stages.ts';
import { staticBuild } from '../../rules/runtime/cgo-fix.part.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { goOption } from '../../tools/go.ts';
import { runtimeBase } from '../go/base.ts';
import { setsCgo, usesCgo } from '../go/build-command.ts';
import { startCommand } from '../go/runtime-stage.ts';
import type { Declined, Proposal } from '../steps/proposal.ts';
import { ontoBareBase, replaceable } from './bare-base.ts';
import { hasOtherPurpose } from './container.ts';
import { copiedPrograms, type CopiedProgram } from './go-program.ts';

/** What distroless's static image has of Debian's (github.com/GoogleContainerTools/distroless, base/README.md), and C libraries that a static program leaves alone. */
const inStatic: ReadonlySet<string> = new Set([
  'ca-certificates', 'tzdata', 'openssl-dev', 'libc6-compat', 'gcompat', 'libc6', 'musl', 'netbase', 'base-files',
]); // prettier-ignore

export function goFinalBase(model: DockerfileModel, facts: Facts): Proposal | Declined | undefined {
  const last = finalStage(model);
  const fact = last && replaceable(last, model, facts);
  if (!last || !fact || isForOthers(last, model, facts) || hasOtherPurpose(model, facts)) return undefined;
  const programs = copiedPrograms(model, facts);
  const [program] = programs;
  // What else starts, a script perhaps, needs what the base has.
  if (!program || programs.length > 1 || !isStatic(program)) return undefined;
  const start = startCommand({ stage: last, binary: program.binary }, model);
  if (typeof start === 'string' || !program.binary.startsWith(`${start.folder.replace(/\/$/, '')}/`)) return undefined;
  const sources = facts.project.sources(program.project.directory);
  if (!sources?.complete || program.project.work !== undefined) return undefined;
  const [called] = sources.runsPrograms;
  if (called !== undefined) return { obstacle: `The final image stays on ${last.imageWord!.raw}: the program runs other programs, by ${called}.` };
  const image = runtimeBase(rootBase(program.from), false, facts);
  const cgo = setsCgo(program.site) ? [] : staticBuild(program.site)?.edits;
  if (image === undefined || !cgo) return undefined;
  const bare = {
    program,
    start,
    image,
    packages: inStatic,
    readOnly: sources.writes.length === 0 && sources.writesElsewhere.length === 0,
    edits: cgo,
    because: 'the program is one static file that starts no others',
    notes: cgo.length > 0 ? ['CGO_ENABLED=0 makes it static; nothing in the module needs C.'] : [],
  };
  return ontoBareBase(last, fact, bare, model, facts);
} // prettier-ignore

function isStatic({ site, project }: CopiedProgram): boolean {
  const { command, instruction, script, go } = site;
  // What is built for a debugger is debugged in the container.
  if (/-N/.test(goOption(go, '-gcflags') ?? '')) return false;
  if (command.conditional || !command.exact || command.wrappers.length > 0 || usesCgo(site, project)) return false;
  const variable = instruction.state.variables.get('CGO_ENABLED');
  if (variable && !variable.known) return false;
  const assigned = [...script.commands.filter(({ name }) => name === 'export'), command].flatMap(({ assignments }) => assignments);
  return assigned.every(({ name, value }) => name !== 'CGO_ENABLED' || value?.literal === true);
} // prettier-ignore
