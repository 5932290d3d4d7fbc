/** Gathers everything rules and rewrites may look at, before any of them runs. */
import { gatherContext } from '../context/gather.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { ImageFacts } from '../images/facts.ts';
import { embeddedImages } from '../images/table.ts';
import { locationKey } from '../location.ts';
import type { CancellationToken, Clock, FileSystem } from '../ports.ts';
import type { Facts, FactsVariant, Preferences } from '../rules/rule.ts';
import type { DockerfileUse, UsesFacts } from '../uses/facts.ts';
import { gatherUses } from '../uses/gather.ts';
import { SharedProjects } from './shared-projects.ts';

export interface GatherOptions {
  readonly model: DockerfileModel;
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  /** Location of the Dockerfile; undefined for text that is in no file. */
  readonly dockerfile: string | undefined;
  /** Location of the build context, when the user named it. */
  readonly context?: string;
  readonly workspaceRoot?: string;
  /** Name or number of the stage to judge, when the user named it. */
  readonly target?: string;
  readonly preferences?: Preferences;
  /** What is known of images; default: the embedded table. */
  readonly images?: ImageFacts;
  /** Of a run over several Dockerfiles. */
  readonly projects?: SharedProjects;
  readonly token?: CancellationToken;
}

/** More ways to build one file are not looked at: each costs a listing of its context. */
const maximumVariants = 3;

/** @throws CancelledError when the token was cancelled. Missing and broken files are facts, not errors. */
export async function gatherFacts(options: GatherOptions): Promise<Facts> {
  const { fileSystem, dockerfile, workspaceRoot, token } = options;
  const uses = await gatherUses({ fileSystem, dockerfile, workspaceRoot, token });
  const facts = await factsIn(options, uses, options.context);
  return { ...facts, variants: await variants(options, facts) };
}

async function factsIn(options: GatherOptions, uses: UsesFacts, context: string | undefined): Promise<Facts> {
  const { model, fileSystem, dockerfile, workspaceRoot, token } = options;
  const found = await gatherContext({
    fileSystem, dockerfile, model, uses, context, workspaceRoot, token,
  }); // prettier-ignore
  const project = await (options.projects ?? new SharedProjects()).get(found, fileSystem, token);
  return {
    context: found,
    project,
    images: options.images ?? embeddedImages(),
    uses,
    variants: [],
    target: options.target,
    today: options.clock.today(),
    preferences: options.preferences ?? { nodeBase: 'auto' },
  };
}

/** One for each further context and each set of arguments, none where the user has named the context. */
async function variants(options: GatherOptions, facts: Facts): Promise<readonly FactsVariant[]> {
  const { model } = options;
  const byContext = new Map([[locationKey(facts.context.location), facts]]);
  const known = new Set([keyOf(facts.context.location, new Map())]);
  const found: FactsVariant[] = [];
  for (const use of facts.uses.all) {
    if (found.length >= maximumVariants) break;
    const context = options.context === undefined ? use.context : facts.context.location;
    const args = telling(use, model);
    const key = keyOf(context, args);
    if (known.has(key)) continue;
    known.add(key);
    let inContext = byContext.get(locationKey(context));
    if (!inContext) {
      inContext = await factsIn(options, facts.uses, context);
      byContext.set(locationKey(context), inContext);
    }
    found.push({ use, facts: inContext, args });
  }
  return found;
}

/** The arguments that are declared above the first FROM and get another value than there. */
function telling(use: DockerfileUse, model: DockerfileModel): ReadonlyMap<string, string> {
  const args = new Map<string, string>();
  for (const [name, value] of use.args) {
    const declared = model.globalArgs.get(name);
    if (value === undefined || !declared || (declared.known && declared.value === value)) continue;
    args.set(name, value);
  }
  return args;
}

function keyOf(context: string, args: ReadonlyMap<string, string>): string {
  return JSON.stringify([locationKey(context), [...args].sort()]);
}
