/** Plans for whole files (Optimize, Convert, .dockerignore), for the custom requests and the server's commands. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Command } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { serverCommands } from '../../shared/protocol.ts';
import { proposeDockerignore } from '../context/propose.ts';
import { isDockerignoreName } from '../dockerfile-name.ts';
import type { DockerfileModel } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { gatherSubject } from '../dockerignore/subject.ts';
import { baseName, joinLocation } from '../location.ts';
import type { FileSystem, Logger } from '../ports.ts';
import { optimize } from '../rewrite/optimize.ts';
import type { Plan } from '../rewrite/plan.ts';
import type { Facts } from '../rules/rule.ts';
import type { Analysis, Analyzer } from './analyzer.ts';
import type { Documents } from './documents.ts';
import { orCancelled } from './guard.ts';

export type RewriteKind = 'optimize' | 'multi-stage';

const titles: Readonly<Record<RewriteKind, string>> = {
  optimize: 'Optimize Dockerfile',
  'multi-stage': 'Convert to multi-stage build',
};

/** The command behind a rewrite: our client's own (it shows the plan first), or the server's (it just applies it). */
export function rewriteCommand(kind: RewriteKind, uri: string, client: boolean): Command {
  const own = kind === 'optimize' ? serverCommands.optimize : serverCommands.convertToMultiStage;
  const clients =
    kind === 'optimize' ? 'dockerfileOptimizer.optimize' : 'dockerfileOptimizer.convertToMultiStage';
  return { title: titles[kind], command: client ? clients : own, arguments: [uri] };
}

export interface PlannedRewrite {
  readonly plan: Plan;
  readonly analysis: Analysis;
  /** Null when the document is not open. */
  readonly version: number | null;
}

export interface PlannedDockerignore {
  readonly location: string;
  readonly path: string;
  readonly contextLocation: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly added: readonly { readonly pattern: string; readonly bytes: number | undefined }[];
}

export class Rewrites {
  constructor(
    private readonly documents: Documents,
    private readonly analyzer: Analyzer,
    private readonly fileSystem: FileSystem,
    private readonly rootOf: (uri: string) => string | undefined,
    private readonly logger: Logger,
  ) {}

  /** @throws ResponseError RequestFailed when there is no such document, CancelledError. */
  async plan(
    uri: string,
    kind: RewriteKind,
    skip: readonly string[],
    token: CancellationToken,
    target?: string,
  ): Promise<PlannedRewrite> {
    const read = await this.documents.read(uri, this.fileSystem);
    if (!read) throw new ResponseError(LSPErrorCodes.RequestFailed, `${baseName(uri)} can't be read.`);
    const analysis = await this.analyzer.analyze(read.document, token);
    const plan = optimize(read.document.getText(), analysis.facts, {
      kind,
      skip,
      target,
      rules: analysis.settings.rules,
      logger: this.logger,
      token,
    });
    return { plan, analysis, version: read.version };
  }

  /**
   * The .dockerignore for a Dockerfile's context, or for the context which a .dockerignore stands in. `after`
   * equals `before` when it is fine as it is.
   */
  async dockerignore(uri: string, token: CancellationToken): Promise<PlannedDockerignore> {
    if (isDockerignoreName(baseName(uri))) {
      const options = { fileSystem: this.fileSystem, workspaceRoot: this.rootOf(uri), token };
      const subject = await orCancelled(gatherSubject(uri, options), token);
      if (!subject) throw new ResponseError(LSPErrorCodes.RequestFailed, `No build reads ${baseName(uri)}.`);
      return planned(subject, subject.dockerfile?.model ?? parseDockerfile(''));
    }
    const read = await this.documents.read(uri, this.fileSystem);
    if (!read) throw new ResponseError(LSPErrorCodes.RequestFailed, `${baseName(uri)} can't be read.`);
    const { facts, model } = await this.analyzer.analyze(read.document, token);
    return planned(facts, model);
  }
}

function planned(facts: Pick<Facts, 'context' | 'project'>, model: DockerfileModel): PlannedDockerignore {
  const { context } = facts;
  const proposal = proposeDockerignore(facts, model);
  const present = context.dockerignore;
  const before = present.exists ? present.text : undefined;
  const path = proposal?.path ?? present.path;
  return {
    location: joinLocation(context.location, path),
    path,
    contextLocation: context.location,
    before: proposal ? proposal.before : before,
    after: proposal?.after ?? before ?? '',
    added: proposal?.added ?? [],
  };
}

/** A document which holds `text`, for computing edits of a file that is not open. */
export function virtualDocument(uri: string, text: string): TextDocument {
  return TextDocument.create(uri, 'plaintext', 0, text);
}
