/** "Create or Update .dockerignore". */
import * as vscode from 'vscode';
import {
  dockerignoreRequest,
  type DockerignoreParams,
  type DockerignoreResult,
} from '../../shared/protocol.ts';
import type { Previews } from '../preview.ts';
import { withDelayedProgress } from '../progress.ts';
import type { Proposal } from '../proposal.ts';
import type { Session } from '../session.ts';
import { formatBytes } from '../sizes.ts';
import { resolveTarget } from '../target.ts';

/** More patterns than this are counted, not listed. */
const maxListed = 6;

export async function updateDockerignore(
  session: Session,
  previews: Previews,
  argument: unknown,
): Promise<void> {
  const uri = await resolveTarget(argument, 'dockerfile-or-dockerignore');
  if (uri === undefined) return;
  await vscode.workspace.openTextDocument(uri);
  const compute = async (token: vscode.CancellationToken): Promise<Proposal | undefined> =>
    toProposal(
      await session.request<DockerignoreParams, DockerignoreResult | null>(
        dockerignoreRequest,
        { uri: session.protocolUri(uri) },
        token,
      ),
    );
  const proposal = await withDelayedProgress('Reading the build context', compute);
  if (proposal === undefined) {
    void vscode.window.showInformationMessage(
      'Nothing to add: the .dockerignore keeps out of the build what it should.',
    );
    return;
  }
  await previews.show({ proposal, recompute: compute });
}

/** Undefined when there is nothing to write. */
function toProposal(result: DockerignoreResult | null): Proposal | undefined {
  if (result === null || result.before === result.after) return undefined;
  const { uri, before, after, entries } = result;
  const patterns = entries.slice(0, maxListed).map((entry) => entry.pattern);
  if (entries.length > maxListed) patterns.push(`${String(entries.length - maxListed)} more`);
  const measured = entries.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  const saving = measured > 0 ? ` (${formatBytes(measured)} less to send to the builder)` : '';
  const what = patterns.length > 0 ? `keeps out ${patterns.join(', ')}${saving}` : 'is brought up to date';
  return {
    changes: [{ uri: vscode.Uri.parse(uri), before, after }],
    label: 'updated',
    message: `The .dockerignore ${what}.`,
    done: `.dockerignore ${before === null ? 'created' : 'updated'}`,
  };
}
