/** `workspace/executeCommand`: the rewrites, for editors without a client of ours. Each applies one edit. */
import { MessageType, ShowMessageNotification } from 'vscode-languageserver';
import type {
  CancellationToken,
  Connection,
  ExecuteCommandParams,
  WorkDoneProgressReporter,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { serverCommands } from '../../shared/protocol.ts';
import { baseName } from '../location.ts';
import type { Logger } from '../ports.ts';
import type { ClientFeatures } from './client-features.ts';
import { guardEvent } from './guard.ts';
import { replacement } from './mapping.ts';
import { virtualDocument } from './rewrites.ts';
import type { RewriteKind, Rewrites } from './rewrites.ts';
import type { WorkspaceEdits } from './workspace-edits.ts';

export const commandNames: readonly string[] = Object.values(serverCommands);

export interface CommandResult {
  readonly applied: boolean;
}

interface Proposal {
  readonly label: string;
  readonly edit: WorkspaceEdit | undefined;
  /** What to tell the user when there is nothing to apply. */
  readonly nothing: string;
}

export class Commands {
  constructor(
    private readonly connection: Connection,
    private readonly rewrites: Rewrites,
    private readonly edits: WorkspaceEdits,
    private readonly features: ClientFeatures,
    private readonly logger: Logger,
  ) {}

  async execute(
    params: ExecuteCommandParams,
    token: CancellationToken,
    progress: WorkDoneProgressReporter,
  ): Promise<CommandResult> {
    const uri: unknown = params.arguments?.[0];
    if (typeof uri !== 'string') {
      this.#tell(MessageType.Error, `${params.command} needs the URI of a document.`);
      return { applied: false };
    }
    if (!this.features.applyEdit) {
      this.#tell(MessageType.Error, 'This editor does not let a language server change files.');
      return { applied: false };
    }
    progress.begin(`Reading ${baseName(uri)} and its project`, undefined, undefined, true);
    try {
      const proposal = await this.#propose(params.command, uri, token);
      if (!proposal) return { applied: false };
      return await this.#apply(proposal);
    } finally {
      progress.done();
    }
  }

  /** A notification: the library's own methods send a request, which editors may refuse. */
  #tell(type: MessageType, message: string): void {
    guardEvent(this.logger, 'window/showMessage', () =>
      this.connection.sendNotification(ShowMessageNotification.type, { type, message }),
    );
  }

  async #propose(command: string, uri: string, token: CancellationToken): Promise<Proposal | undefined> {
    switch (command) {
      case serverCommands.optimize:
        return this.#rewrite(uri, 'optimize', token);
      case serverCommands.convertToMultiStage:
        return this.#rewrite(uri, 'multi-stage', token);
      case serverCommands.updateDockerignore:
        return this.#dockerignore(uri, token);
      default:
        this.#tell(MessageType.Error, `${command} is not a command of this server.`);
        return undefined;
    }
  }

  async #rewrite(uri: string, kind: RewriteKind, token: CancellationToken): Promise<Proposal> {
    const { plan, analysis, version } = await this.rewrites.plan(uri, kind, [], token);
    const { document, facts } = analysis;
    const label = kind === 'optimize' ? 'Optimize Dockerfile' : 'Convert to multi-stage build';
    const files = plan.after.dockerignore ? [plan.after.dockerignore] : [];
    const possible = files.filter((file) => this.edits.canMake([file]));
    const edits = replacement(document, plan.after.text);
    const edit =
      edits.length + possible.length > 0
        ? await this.edits.make({ document, version, edits, files: possible }, facts.context.location)
        : undefined;
    return { label, edit, nothing: ['Nothing to change.', ...plan.obstacles].join(' ') };
  }

  async #dockerignore(uri: string, token: CancellationToken): Promise<Proposal> {
    const planned = await this.rewrites.dockerignore(uri, token);
    const label = planned.before === undefined ? 'Create .dockerignore' : 'Update .dockerignore';
    if (planned.before === planned.after || (planned.before === undefined && planned.after === ''))
      return { label, edit: undefined, nothing: `${planned.path} needs no change.` };
    if (!this.edits.canMake([planned]))
      return { label, edit: undefined, nothing: 'This editor does not let a language server create files.' };
    const edit = await this.edits.make(
      { document: virtualDocument(uri, ''), version: null, edits: [], files: [planned] },
      planned.contextLocation,
    );
    return { label, edit, nothing: '' };
  }

  async #apply({ label, edit, nothing }: Proposal): Promise<CommandResult> {
    if (!edit) {
      this.#tell(MessageType.Info, nothing);
      return { applied: false };
    }
    const answer = await this.connection.workspace.applyEdit({ label, edit });
    if (!answer.applied)
      this.#tell(
        MessageType.Error,
        `The editor did not apply the change${answer.failureReason ? `: ${answer.failureReason}` : '.'}`,
      );
    return { applied: answer.applied };
  }
}
