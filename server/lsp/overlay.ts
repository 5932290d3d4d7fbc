/** The file system as the user sees it in the editor: the unsaved text of open documents comes first. */
import type { FileSystem } from '../ports.ts';
import type { Documents } from './documents.ts';

export function overlayFileSystem(base: FileSystem, documents: Documents): FileSystem {
  return {
    stat: (location) => base.stat(location),
    readDirectory: (location) => base.readDirectory(location),
    async readText(location, maxBytes) {
      const open = documents.find(location);
      if (!open) return base.readText(location, maxBytes);
      const text = open.getText();
      return text.length > maxBytes ? { ok: false, reason: 'too-large' } : { ok: true, text };
    },
  };
}
