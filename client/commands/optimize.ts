/** "Optimize Dockerfile" and "Convert to Multi-Stage Build": plan, choice of steps, diff, one edit. */
import * as vscode from 'vscode';
import { optimizeRequest, type OptimizeParams, type OptimizeResult } from '../../shared/protocol.ts';
import { pickPlan } from '../plan-picker.ts';
import type { Previews } from '../preview.ts';
import { withDelayedProgress } from '../progress.ts';
import type { Proposal } from '../proposal.ts';
import type { Session } from '../session.ts';
import { formatChange } from '../sizes.ts';
import { resolveTarget } from '../target.ts';

interface Kind {
  readonly kind: OptimizeParams['kind'];
  readonly title: string;
  readonly label: string;
  readonly nothing: string;
}

const optimize: Kind = {
  kind: 'optimize',
  title: 'Optimize Dockerfile',
  label: 'optimized',
  nothing: 'There is nothing to optimize in this Dockerfile.',
};

const convert: Kind = {
  kind: 'multi-stage',
  title: 'Convert to Multi-Stage Build',
  label: 'multi-stage',
  nothing: 'This Dockerfile is not converted to a multi-stage build.',
};

export function optimizeDockerfile(session: Session, previews: Previews, argument: unknown): Promise<void> {
  return rewrite(optimize, session, previews, argument);
}

export function convertToMultiStage(session: Session, previews: Previews, argument: unknown): Promise<void> {
  return rewrite(convert, session, previews, argument);
}

async function rewrite(kind: Kind, session: Session, previews: Previews, argument: unknown): Promise<void> {
  const uri = await resolveTarget(argument, 'dockerfile');
  if (uri === undefined) return;
  // An open document is one the server knows, with its unsaved changes.
  await vscode.workspace.openTextDocument(uri);
  let target: string | undefined;
  const compute = async (
    skip: readonly string[],
    token: vscode.CancellationToken,
  ): Promise<OptimizeResult> => {
    const params = {
      uri: session.protocolUri(uri),
      kind: kind.kind,
      skip,
      ...(target !== undefined && { target }),
    };
    const plan = await session.request<OptimizeParams, OptimizeResult | null>(optimizeRequest, params, token);
    if (plan === null) throw new Error('The server could not make a plan. Its log says why.');
    return plan;
  };
  const start = (): Promise<OptimizeResult> =>
    withDelayedProgress(`${kind.title}: reading the project`, (token) => compute([], token));
  let first = await start();
  if (first.targets.length > 0) {
    target = await pickStage(kind.title, first.targets);
    if (target === undefined) return;
    first = await start();
  }
  if (first.steps.length === 0) {
    void vscode.window.showInformationMessage([kind.nothing, ...first.obstacles].join(' '));
    return;
  }
  const plan = await pickPlan({
    title: kind.title,
    plan: first,
    recompute: (skip, token) =>
      withDelayedProgress(`${kind.title}: computing the plan again`, (inner) => compute(skip, inner), token),
  });
  if (plan === undefined) return;
  const proposal = toProposal(kind, uri, plan);
  if (proposal === undefined) {
    void vscode.window.showInformationMessage('No step is left, so nothing changes.');
    return;
  }
  const skip = plan.skipped.map((step) => step.id);
  await previews.show({
    proposal,
    recompute: async (token) => toProposal(kind, uri, await compute(skip, token)),
  });
}

/** Asks which stage is shipped; undefined when the user gave up. */
async function pickStage(title: string, targets: readonly string[]): Promise<string | undefined> {
  const last = targets.at(-1);
  const items = targets.map((label) => ({
    label,
    ...(label === last && { description: 'the last stage, for development by its name' }),
  }));
  const placeHolder = 'Which stage is shipped? A compose file that names the target answers this for good.';
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.label;
}

/** Undefined when the plan changes nothing. */
function toProposal(kind: Kind, uri: vscode.Uri, plan: OptimizeResult): Proposal | undefined {
  const { before, after, steps, obstacles } = plan;
  const changes = [];
  if (before.text !== after.text) changes.push({ uri, before: before.text, after: after.text });
  if (after.dockerignore !== null)
    changes.push({
      uri: vscode.Uri.parse(after.dockerignore.uri),
      before: after.dockerignore.before,
      after: after.dockerignore.after,
    });
  if (changes.length === 0) return undefined;
  const change = formatChange(before.sizeBytes, after.sizeBytes);
  const count = steps.length === 1 ? '1 step' : `${String(steps.length)} steps`;
  const summary = change === undefined ? count : `${count}, ${change}`;
  return {
    changes,
    label: change === undefined ? kind.label : `${kind.label}, ${change}`,
    message: [`${kind.title}: ${summary}.`, ...obstacles].join(' '),
    done: `${count} applied${change === undefined ? '' : `, ${change}`}`,
  };
}
