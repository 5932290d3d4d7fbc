/** The custom requests of shared/protocol.ts. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { contextRequest, dockerignoreRequest, optimizeRequest } from '../../shared/protocol.ts';
import type { ContextResult, DockerignoreResult, OptimizeResult, PlanStep } from '../../shared/protocol.ts';
import { joinLocation } from '../location.ts';
import type { Logger } from '../ports.ts';
import type { Step } from '../rewrite/plan.ts';
import { isRecord } from './client-features.ts';
import type { Contexts } from './contexts.ts';
import { guardRequest } from './guard.ts';
import type { Rewrites } from './rewrites.ts';

export function listenForRequests(
  connection: Connection,
  rewrites: Rewrites,
  contexts: Contexts,
  logger: Logger,
): void {
  connection.onRequest(contextRequest, (params: unknown, token: CancellationToken) =>
    guardRequest<ContextResult | null>(logger, contextRequest, null, () =>
      contexts.describe(uriOf(params), token),
    ),
  );
  connection.onRequest(optimizeRequest, (params: unknown, token: CancellationToken) =>
    guardRequest<OptimizeResult | null>(logger, optimizeRequest, null, () =>
      optimizeFor(rewrites, params, token),
    ),
  );
  connection.onRequest(dockerignoreRequest, (params: unknown, token: CancellationToken) =>
    guardRequest<DockerignoreResult | null>(logger, dockerignoreRequest, null, () =>
      dockerignoreFor(rewrites, params, token),
    ),
  );
}

async function optimizeFor(
  rewrites: Rewrites,
  params: unknown,
  token: CancellationToken,
): Promise<OptimizeResult> {
  const { uri, kind, skip, target } = isRecord(params) ? params : {};
  if (typeof uri !== 'string' || (kind !== 'optimize' && kind !== 'multi-stage')) throw invalidParams();
  const skipped = Array.isArray(skip) ? skip.filter((id): id is string => typeof id === 'string') : [];
  const { plan, analysis, version } = await rewrites.plan(
    uri,
    kind,
    skipped,
    token,
    typeof target === 'string' ? target : undefined,
  );
  const { context } = analysis.facts;
  const dockerignore = context.known ? plan.after.dockerignore : undefined;
  return {
    uri,
    version,
    before: { text: plan.before.text, sizeBytes: plan.before.sizeBytes ?? null },
    after: {
      text: plan.after.text,
      sizeBytes: plan.after.sizeBytes ?? null,
      dockerignore: dockerignore
        ? {
            uri: joinLocation(context.location, dockerignore.path),
            before: dockerignore.before ?? null,
            after: dockerignore.after,
          }
        : null,
    },
    steps: plan.steps.map(toPlanStep),
    skipped: plan.skipped.map(toPlanStep),
    targets: plan.targets,
    obstacles: plan.obstacles,
  };
}

async function dockerignoreFor(
  rewrites: Rewrites,
  params: unknown,
  token: CancellationToken,
): Promise<DockerignoreResult> {
  const uri = uriOf(params);
  const planned = await rewrites.dockerignore(uri, token);
  return {
    uri: planned.location,
    before: planned.before ?? null,
    after: planned.after,
    entries: planned.added.map(({ pattern, bytes }) => ({ pattern, bytes: bytes ?? null })),
  };
}

function toPlanStep(step: Step): PlanStep {
  const { id, title, reason, applicability } = step;
  return { id, title, reason, applicability, savesBytes: step.savesBytes ?? null };
}

/** @throws ResponseError InvalidParams */
function uriOf(params: unknown): string {
  const uri = isRecord(params) ? params['uri'] : undefined;
  if (typeof uri !== 'string') throw invalidParams();
  return uri;
}

function invalidParams(): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, 'The parameters are not those of this request.');
}
