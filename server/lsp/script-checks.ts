/** ShellCheck's findings for open documents. Nobody waits long for them: they come in when they are there. */
import { CancellationTokenSource } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import type { DockerfileModel } from '../dockerfile/model.ts';
import type { ImageFacts } from '../images/facts.ts';
import type { Logger, ShellChecker } from '../ports.ts';
import type { Rule } from '../rules/rule.ts';
import { shellCheckJobs } from '../shellcheck/job.ts';
import { shellcheckRules } from '../shellcheck/rules.ts';
import { ShellCheckSession } from '../shellcheck/session.ts';
import { describeError, orCancelled } from './guard.ts';

/** Milliseconds an answer waits for ShellCheck: enough for the one script that a key press has changed. */
const patience = 300;

interface Look {
  readonly model: DockerfileModel;
  readonly source: CancellationTokenSource;
  /** Resolves when all is known. */
  readonly done: Promise<void>;
  rules: readonly Rule[];
  complete: boolean;
  /** Somebody was answered before all was known. */
  answeredEarly: boolean;
}

const nothing: readonly Rule[] = [];

export class ScriptChecks {
  readonly #session: ShellCheckSession | undefined;
  readonly #logger: Logger;
  readonly #looks = new Map<string, Look>();
  #trusted = false;
  #waitsForAll = false;
  #arrived: (uri: string) => void = () => undefined;

  constructor(shellChecker: ShellChecker | undefined, logger: Logger) {
    this.#session = shellChecker && new ShellCheckSession(shellChecker, logger);
    this.#logger = logger;
  }

  /** @param options.waitsForAll for an editor that can't be told that there is more. */
  listen(options: { trusted: boolean; waitsForAll: boolean; arrived: (uri: string) => void }): void {
    this.#trusted = options.trusted;
    this.#waitsForAll = options.waitsForAll;
    this.#arrived = options.arrived;
  }

  trust(): void {
    this.#trusted = true;
  }

  /**
   * What ShellCheck is known to find; the same list as long as nothing is added. `arrived` is called when there is more.
   * @throws CancelledError when the token is cancelled.
   */
  async rules(
    uri: string,
    model: DockerfileModel,
    images: ImageFacts,
    token: CancellationToken,
  ): Promise<readonly Rule[]> {
    if (!this.#session || !this.#trusted) return nothing;
    const look = this.#looks.get(uri);
    const current = look?.model === model ? look : await this.#start(this.#session, uri, model, images);
    if (!current.complete) await orCancelled(this.#someTime(current), token);
    if (!current.complete) current.answeredEarly = true;
    return current.rules;
  }

  /** The document was closed, or its findings are not wanted: work under way for it ends. */
  forget(uri: string): void {
    this.#looks.get(uri)?.source.cancel();
    this.#looks.delete(uri);
  }

  forgetAll(): void {
    for (const uri of [...this.#looks.keys()]) this.forget(uri);
  }

  async #start(
    session: ShellCheckSession,
    uri: string,
    model: DockerfileModel,
    images: ImageFacts,
  ): Promise<Look> {
    const source = new CancellationTokenSource();
    const jobs = await session.prepare(shellCheckJobs(model, images));
    const { checked, complete } = session.known(jobs);
    const started = this.#looks.get(uri);
    if (started?.model === model) return started;
    const look: Look = {
      model,
      source,
      rules: checked.length > 0 ? shellcheckRules(model, images, checked) : nothing,
      complete,
      answeredEarly: false,
      done: complete
        ? Promise.resolve()
        : session.check(jobs, source.token).then(
            (all) => {
              if (source.token.isCancellationRequested) return;
              look.rules = all.length > 0 ? shellcheckRules(model, images, all) : nothing;
              look.complete = true;
              if (look.answeredEarly) this.#arrived(uri);
            },
            (error: unknown) => this.#logger.error(`ShellCheck: ${describeError(error)}`),
          ),
    };
    this.#looks.set(uri, look);
    // Behind the start of the new run: scripts that both have go on.
    started?.source.cancel();
    return look;
  }

  async #someTime({ done }: Look): Promise<void> {
    if (this.#waitsForAll) return done;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const time = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    await Promise.race([done, time]);
    clearTimeout(timer);
  }
}
