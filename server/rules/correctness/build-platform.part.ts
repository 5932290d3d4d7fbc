/** Where the builder's own platform gets into the image that ships. */
import { readCopy } from '../../dockerfile/copies.ts';
import type { DockerfileModel, Flag, Instruction, Stage } from '../../dockerfile/model.ts';
import { finalStage, isShipped, lastOf, rootBase, rootStage, stageNamed } from '../../dockerfile/stages.ts';
import { binaryOf, caches } from '../../tools/go-output.ts';
import { goCommands, type GoSite } from '../../tools/installs.ts';
import type { RuleContext } from '../rule.ts';

export interface ShippedOnBuilder {
  readonly kind: 'shipped';
  readonly flag: Flag;
  /** The base image, for messages. */
  readonly reference: string;
}

export interface ForeignBuild {
  readonly kind: 'build';
  readonly site: GoSite;
  /** The COPY that ships the program, and how it names the stage. */
  readonly copy: Instruction;
  readonly from: string;
  /** Variables that the RUN sees. */
  readonly declared: { has(name: string): boolean };
}

function builderFlag(stage: Stage): Flag | undefined {
  return stage.from.flags.find(
    ({ name, value }) => name === 'platform' && /^\$(?:BUILDPLATFORM|\{BUILDPLATFORM\})$/.test(value ?? ''),
  );
}

/** The FROM at the root of the final stage, when that is for the builder. Files that nothing starts from scratch are a way to export them. */
export function shippedOnBuilder({ model }: RuleContext): ShippedOnBuilder | undefined {
  const last = finalStage(model);
  if (!last || model.globalArgs.get('BUILDPLATFORM')?.known) return undefined;
  const root = rootStage(last);
  const flag = builderFlag(root);
  if (!flag || root.base.kind === 'missing' || root.base.kind === 'stage') return undefined;
  const starts = lastOf(last, 'CMD') !== undefined || lastOf(last, 'ENTRYPOINT') !== undefined;
  const reference = root.base.kind === 'scratch' ? 'the image' : root.base.reference.replace(/@.*$/, '');
  // Checks and exports (`--target lint`, `--output`) are no images.
  if (!starts && (root.base.kind === 'scratch' || notShipped.test(last.name ?? ''))) return undefined;
  return { kind: 'shipped', flag, reference };
}

const notShipped =
  /(?:^|[-_])(?:tests?|lint|check|ci|export|artifacts?|build(?:er)?|dev(?:elopment)?|binar(?:y|ies)|vendor|update|validate|generate)(?:$|[-_])/i;

/** `go build` in a stage for the builder without a word about the target, when its program is copied into what ships for the target. */
export function foreignBuilds(context: RuleContext): ForeignBuild[] {
  const { model, facts } = context;
  const stages = new Set(model.stages.filter((stage) => builderFlag(rootStage(stage))));
  if (stages.size === 0) return [];
  const ships = shippingCopies(model, stages);
  return goCommands(model, facts).flatMap((site): ForeignBuild[] => {
    const { stage, go, project, instruction } = site;
    if (!stages.has(stage) || go.subcommand !== 'build' || !project || saysTarget(site)) return [];
    const path = binaryOf(site, project, caches(site, rootBase(stage)).bin, facts);
    const ship = ships.find(
      ({ from, paths }) =>
        from === stage &&
        path !== undefined &&
        paths.some((each) => each === path || path.startsWith(`${each}/`)),
    );
    return ship
      ? [{ kind: 'build', site, copy: ship.copy, from: ship.name, declared: instruction.state.variables }]
      : [];
  });
}

interface ShippingCopy {
  readonly copy: Instruction;
  readonly from: Stage;
  readonly name: string;
  readonly paths: readonly string[];
}

/** Copies of builder stages in stages that ship and are for the target. */
function shippingCopies(model: DockerfileModel, builders: ReadonlySet<Stage>): ShippingCopy[] {
  return model.stages
    .filter((stage) => isShipped(stage, model) && !builders.has(stage))
    .flatMap(({ instructions }) => instructions)
    .flatMap((instruction): ShippingCopy[] => {
      const copy = readCopy(instruction);
      const from = copy?.from === undefined ? undefined : stageNamed(model, copy.from, instruction.stage);
      if (!copy?.from || !from || !builders.has(from)) return [];
      return [
        { copy: instruction, from, name: copy.from, paths: copy.sources.map(({ path }) => `/${path}`) },
      ];
    });
}

/** GOOS or GOARCH anywhere in what the RUN is or sees: in the environment, before the command, in a script. */
function saysTarget({ instruction, command }: GoSite): boolean {
  const { variables } = instruction.state;
  return (
    variables.has('GOARCH') ||
    variables.has('GOOS') ||
    /\bGO(?:OS|ARCH)\b/.test(instruction.args.text) ||
    instruction.heredocs.some(({ body }) => /\bGO(?:OS|ARCH)\b/.test(body)) ||
    command.wrappers.length > 0
  );
}
