/** A Go program in a final stage of a whole distribution → the image of distroless that has what it needs. */
import type { DockerfileModel } from '../../dockerfile/model.ts';
import { finalStage, rootBase } from '../../dockerfile/stages.ts';
import { staticBuild } from '../../rules/runtime/cgo-fix.part.ts';
import type { Facts } from '../../rules/rule.ts';
import { isForOthers } from '../../rules/size/toolchain.part.ts';
import { goOption } from '../../tools/go.ts';
import { lookupRoot } from '../../images/root.ts';
import { buildPackageKind } from '../../tools/build-packages.ts';
import { runtimeBase } from '../go/base.ts';
import { flagEdits, setsCgo, usesCgo } from '../go/build-command.ts';
import { cgoLinking, linkedNote, withoutCgo } from '../go/linking.ts';
import { startCommand } from '../go/runtime-stage.ts';
import type { Declined, Proposal } from '../steps/proposal.ts';
import { ontoBareBase, replaceable } from './bare-base.ts';
import { hasOtherPurpose } from './container.ts';
import { copiedPrograms, type CopiedProgram } from './go-program.ts';
import { installedIn } from './installed.ts';

/** What distroless's static image has of Debian's (github.com/GoogleContainerTools/distroless, base/README.md), and C libraries that a static program leaves alone. */
const inStatic: ReadonlySet<string> = new Set([
  'ca-certificates', 'tzdata', 'openssl-dev', 'libc6-compat', 'gcompat', 'libc6', 'musl', 'netbase', 'base-files',
]); // prettier-ignore

/** What distroless's images with the C library have besides. */
const inBase: ReadonlySet<string> = new Set([...inStatic, 'libgcc-s1', 'libstdc++6']);

export function goFinalBase(model: DockerfileModel, facts: Facts): Proposal | Declined | undefined {
  const last = finalStage(model);
  const fact = last && replaceable(last, model, facts);
  if (!last || !fact || isForOthers(last, model, facts) || hasOtherPurpose(model, facts)) return undefined;
  const programs = copiedPrograms(model, facts);
  const [program] = programs;
  // What else starts, a script perhaps, needs what the base has.
  if (!program || programs.length > 1 || !isCertain(program)) return undefined;
  const start = startCommand({ stage: last, binary: program.binary }, model);
  if (typeof start === 'string' || !program.binary.startsWith(`${start.folder.replace(/\/$/, '')}/`))
    return undefined;
  const sources = facts.project.sources(program.project.directory);
  if (!sources?.complete || program.project.work !== undefined) return undefined;
  const [called] = sources.runsPrograms;
  if (called !== undefined)
    return {
      obstacle: `The final image stays on ${last.imageWord!.raw}: the program runs other programs, by ${called}.`,
    };
  const { site, project } = program;
  const cgo = usesCgo(site, project);
  const linking = cgo ? cgoLinking(site, project, lookupRoot(site.stage, facts.images)) : withoutCgo;
  // Behind headers stand libraries that these images do not have.
  if (cgo && [...installedIn(site.stage, model)].some((name) => buildPackageKind(name) === 'headers'))
    return undefined;
  const image = runtimeBase(rootBase(program.from), linking, facts);
  const edits = cgo
    ? linking.kind === 'static'
      ? flagEdits(site.go, linking)
      : []
    : setsCgo(site)
      ? []
      : staticBuild(site)?.edits;
  if (image === undefined || !/distroless/.test(image) || !edits) return undefined;
  const note = cgo
    ? linkedNote(cgo, linking).trim()
    : edits.length > 0
      ? 'CGO_ENABLED=0 makes it static; nothing in the module needs C.'
      : '';
  const bare = {
    program,
    start,
    image,
    packages: linking.kind === 'static' ? inStatic : inBase,
    readOnly: sources.writes.length === 0 && sources.writesElsewhere.length === 0,
    edits,
    because:
      linking.kind === 'static'
        ? 'the program is one static file that starts no others'
        : 'the program starts no others and loads no library that it lacks',
    notes: note === '' ? [] : [note],
  };
  return ontoBareBase(last, fact, bare, model, facts);
}

/** Is it certain what the command builds, and how? */
function isCertain({ site }: CopiedProgram): boolean {
  const { command, instruction, script, go } = site;
  // What is built for a debugger is debugged in the container.
  if (/-N/.test(goOption(go, '-gcflags') ?? '')) return false;
  if (command.conditional || !command.exact || command.wrappers.length > 0) return false;
  const variable = instruction.state.variables.get('CGO_ENABLED');
  if (variable && !variable.known) return false;
  const assigned = [...script.commands.filter(({ name }) => name === 'export'), command].flatMap(
    ({ assignments }) => assignments,
  );
  return assigned.every(({ name, value }) => name !== 'CGO_ENABLED' || value?.literal === true);
}
