/** Open documents. What a handler works on is a snapshot: the library's documents change in place. */
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isDockerfileName, isDockerignoreName, maxDockerfileBytes } from '../dockerfile-name.ts';
import { baseName, locationKey } from '../location.ts';
import type { FileSystem } from '../ports.ts';

export type DocumentKind = 'dockerfile' | 'dockerignore' | 'other';

export class Documents {
  readonly open = new TextDocuments(TextDocument);

  /** The open document at this place, in any spelling of its URI. */
  find(uri: string): TextDocument | undefined {
    const exact = this.open.get(uri);
    if (exact) return exact;
    const key = locationKey(uri);
    return this.open.all().find((document) => locationKey(document.uri) === key);
  }

  /** A copy which later changes do not reach; undefined when the document is not open. */
  snapshot(uri: string): TextDocument | undefined {
    const document = this.find(uri);
    return document && snapshotOf(document);
  }

  /** The open document, or what stands on disk (then `version` is null). */
  async read(
    uri: string,
    fileSystem: FileSystem,
  ): Promise<{ document: TextDocument; version: number | null } | undefined> {
    const open = this.snapshot(uri);
    if (open) return { document: open, version: open.version };
    const read = await fileSystem.readText(uri, maxDockerfileBytes);
    return read.ok
      ? { document: TextDocument.create(uri, 'dockerfile', 0, read.text), version: null }
      : undefined;
  }

  /** Those that get diagnostics. */
  judged(): TextDocument[] {
    return this.open.all().filter((document) => kindOf(document) !== 'other');
  }
}

export function snapshotOf(document: TextDocument): TextDocument {
  return TextDocument.create(document.uri, document.languageId, document.version, document.getText());
}

/** By language id first (the user may have chosen it by hand), then by name. */
export function kindOf(document: TextDocument): DocumentKind {
  const name = baseName(document.uri);
  if (isDockerignoreName(name)) return 'dockerignore';
  if (document.languageId === 'dockerfile') return 'dockerfile';
  return isDockerfileName(name) ? 'dockerfile' : 'other';
}
