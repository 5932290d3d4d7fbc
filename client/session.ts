/** The language client's life: started once, restarted on demand, one at a time. */
import type { BaseLanguageClient, CancellationToken } from 'vscode-languageclient';
import * as vscode from 'vscode';
import { trustedNotification } from '../shared/protocol.ts';
import { type ClientFactory, clientName, clientOptions, userSchemes } from './client.ts';
import { serveFiles } from './files.ts';
import { serveHttp } from './http.ts';

export class Session implements vscode.Disposable {
  readonly #factory: ClientFactory;
  readonly #channel: vscode.LogOutputChannel;
  /** Where the server may keep things between runs. */
  readonly #storage: vscode.Uri;
  readonly #folders: vscode.Disposable;
  readonly #trust: vscode.Disposable;
  #client: BaseLanguageClient | undefined;
  #schemes = '';
  /** The last of the starts and stops; they run one after the other. */
  #queue: Promise<void> = Promise.resolve();

  constructor(factory: ClientFactory, storage: vscode.Uri) {
    this.#factory = factory;
    this.#storage = storage;
    this.#channel = vscode.window.createOutputChannel(clientName, { log: true });
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      // The document selector is fixed for a client's life, so files of a new kind need a new client.
      if (userSchemes().join() !== this.#schemes) void this.restart();
    });
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // One that is starting learned it from its options, and one that stopped asks again when it starts.
      void this.#client?.sendNotification(trustedNotification).catch((error: unknown) => {
        this.#channel.warn(`The server was not told that the workspace is trusted: ${String(error)}`);
      });
    });
  }

  /** Starts the server, or waits until it has started. Says so when it can't. */
  start(): Promise<void> {
    return this.#enqueue(() => (this.#client === undefined ? this.#start() : Promise.resolve()));
  }

  restart(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#enqueue(() => this.#stop());
  }

  /**
   * Sends a request to the server, starting it when needed.
   * @throws what the server answers instead of a result
   */
  async request<Params, Result>(method: string, params: Params, token: CancellationToken): Promise<Result> {
    await this.start();
    if (this.#client === undefined) throw new Error('The language server is not running.');
    return this.#client.sendRequest<Result>(method, params, token);
  }

  /** A URI as the server knows the document. */
  protocolUri(uri: vscode.Uri): string {
    return this.#client?.code2ProtocolConverter.asUri(uri) ?? uri.toString();
  }

  showLog(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#folders.dispose();
    this.#trust.dispose();
    void this.stop().finally(() => {
      this.#channel.dispose();
    });
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const next = this.#queue.then(work);
    // The caller hears of a failure; the queue goes on.
    this.#queue = next.catch((error: unknown) => {
      this.#channel.error(String(error));
    });
    return next;
  }

  async #start(): Promise<void> {
    this.#schemes = userSchemes().join();
    const client = this.#factory(clientOptions(this.#channel, this.#storage));
    serveFiles(client);
    serveHttp(client);
    try {
      await client.start();
    } catch (error) {
      await this.#disposeOf(client);
      throw error;
    }
    this.#client = client;
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined) await this.#disposeOf(client);
  }

  async #disposeOf(client: BaseLanguageClient): Promise<void> {
    try {
      await client.dispose();
    } catch (error) {
      // A server that crashed or hangs can't say goodbye; a new one is wanted all the same.
      this.#channel.warn(`The server did not stop in order: ${String(error)}`);
    }
  }
}
