/** Changes of a Dockerfile and of files beside it as one workspace edit, checked against what stands there now. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type {
  CreateFile,
  TextDocumentEdit,
  TextEdit as LspTextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { joinLocation } from '../location.ts';
import type { FileSystem } from '../ports.ts';
import type { ClientFeatures } from './client-features.ts';
import type { Documents } from './documents.ts';
import { replacement } from './mapping.ts';

/** Bytes; a .dockerignore is read again before it is replaced. */
const maxFileBytes = 1024 * 1024;

/** A file beside the Dockerfile, relative to the context; `before` undefined: it is created. */
export interface FileWrite {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

export interface Change {
  /** A snapshot of the Dockerfile. */
  readonly document: TextDocument;
  /** Null when the document is not open: then the editor takes what is on disk. */
  readonly version: number | null;
  readonly edits: LspTextEdit[];
  readonly files: readonly FileWrite[];
}

export class WorkspaceEdits {
  constructor(
    private readonly features: ClientFeatures,
    private readonly documents: Documents,
    private readonly fileSystem: FileSystem,
  ) {}

  /** Can this editor make all of the change in one edit? Files can be created only through `documentChanges`. */
  canMake(files: readonly FileWrite[]): boolean {
    return this.features.createFiles || files.every((file) => file.before !== undefined);
  }

  /**
   * @throws ResponseError ContentModified when a file is no longer what the change was computed for, or the
   * document has a newer version.
   */
  async make(change: Change, contextLocation: string): Promise<WorkspaceEdit> {
    this.#checkVersion(change);
    const created: CreateFile[] = [];
    const edited: TextDocumentEdit[] = [];
    if (change.edits.length > 0)
      edited.push({
        textDocument: { uri: change.document.uri, version: change.version },
        edits: change.edits,
      });
    for (const file of change.files) {
      const location = joinLocation(contextLocation, file.path);
      await this.#checkFile(location, file);
      const open = this.documents.find(location);
      const uri = open?.uri ?? location;
      if (file.before === undefined) created.push({ kind: 'create', uri, options: { ignoreIfExists: true } });
      const current = TextDocument.create(uri, 'ignore', 0, file.before ?? '');
      edited.push({
        textDocument: { uri, version: open?.version ?? null },
        edits: replacement(current, file.after),
      });
    }
    // Reading took time: the user may have typed meanwhile.
    this.#checkVersion(change);
    if (this.features.documentChanges) return { documentChanges: [...created, ...edited] };
    return { changes: Object.fromEntries(edited.map((edit) => [edit.textDocument.uri, plain(edit)])) };
  }

  #checkVersion({ document, version }: Change): void {
    if (version === null) return;
    if (this.documents.open.get(document.uri)?.version !== version)
      throw contentModified('The document changed meanwhile.');
  }

  async #checkFile(location: string, file: FileWrite): Promise<void> {
    const read = await this.fileSystem.readText(location, maxFileBytes);
    const current = read.ok ? read.text : undefined;
    const missing = !read.ok && read.reason === 'missing';
    if (read.ok ? current !== file.before : !(missing && file.before === undefined))
      throw contentModified(`${file.path} changed meanwhile.`);
  }
}

export function contentModified(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, message);
}

/** `changes` takes plain text edits; ours are never annotated ones or snippets. */
function plain(edit: TextDocumentEdit): LspTextEdit[] {
  return edit.edits.flatMap((one) => ('newText' in one ? [{ range: one.range, newText: one.newText }] : []));
}
