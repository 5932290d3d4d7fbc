/** Files that the settings of a Java program name: logs, databases, folders. */
import { literalPath } from './collected.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';

/** Settings that frameworks and loggers read from the class path. */
export function isJavaSetting(path: string): boolean {
  return /(?:^|\/)src\/main\/resources\/(?:application|bootstrap|logback|log4j2?)[\w.-]*\.(?:properties|ya?ml|xml)$/.test(
    path,
  );
}

/** Adds the files that a file of settings names: logs, databases, folders. */
export function readJavaSetting(file: SourceFile, scope: SourceScope, into: Collected): void {
  for (const line of file.text.split('\n')) {
    if (/^\s*(?:#|<!--)/.test(line)) continue;
    const port = /^\s*(?:server\.)?port\s*[=:]\s*(?:\$\{\w+:)?(\d+)\}?\s*$/.exec(line)?.[1];
    if (port !== undefined && /application/.test(file.path)) into.addPort(Number(port), file.path);
    for (const { path, writes } of placesIn(line)) addPlace(path, 'a setting', writes, file, scope, into);
  }
}

/** `jdbc:h2:file:./data/shop`, `jdbc:sqlite:shop.db`, `file:./uploads/`, `logging.file.name=logs/shop.log`, `<file>logs/a.log</file>`. */
function placesIn(line: string): { path: string; writes: boolean }[] {
  const database = /jdbc:(?:h2:(?:file:)?|sqlite:|hsqldb:file:|derby:)((?:\.{0,2}\/|~\/)?[\w./-]+)/.exec(
    line,
  );
  if (database) {
    const path = database[1]!;
    return /^(?:mem|tcp|ssl|zip)\b/.test(path) || line.includes(':memory:')
      ? []
      : [{ path: path.replace(/^~\//, '/root/'), writes: true }];
  }
  const log =
    /^\s*(?:logging\.file(?:\.(?:name|path))?)\s*[=:]\s*([\w./-]+)\s*$/.exec(line) ??
    /<(?:file|fileNamePattern)>\s*([^<\s$%{]+)/i.exec(line) ??
    /\bfile(?:Name|Pattern)="([^"$%{]+)/i.exec(line);
  if (log) return [{ path: log[1]!, writes: true }];
  const located = [...line.matchAll(/\bfile:(?:\/\/)?((?:\.{0,2}\/)?[\w.-][\w./-]*)/g)].map((match) => ({
    path: match[1]!,
    writes: false,
  }));
  if (located.length > 0) return located;
  const folder =
    /^\s*[\w.-]*(?:dir|directory|folder|path|location)\s*[=:]\s*["']?(?:\$\{\w+:)?(\.{0,2}\/?[\w-][\w./-]*)["'}]*\s*$/i.exec(
      line,
    )?.[1];
  // Paths of addresses have the same form.
  return folder === undefined ||
    !/^\.{1,2}\/|(?:^|\/)(?:uploads?|data|logs?|storage|files?|images?|tmp)(?:\/|$)/.test(folder)
    ? []
    : [{ path: folder, writes: true }];
}

/** A path that the program uses: read where the context has it, else made when it runs. */
export function addPlace(
  written: string,
  how: string,
  writes: boolean,
  file: SourceFile,
  scope: SourceScope,
  into: Collected,
): void {
  const text = written.replace(/^file:(?:\/\/)?/, '');
  if (text.startsWith('/')) {
    if (writes) into.addWriteElsewhere(text, file.path);
    return;
  }
  const path = literalPath(scope.directory, text);
  if (path === undefined || path === scope.directory) return;
  if (scope.exists(path)) into.addRead(path, file.path, how);
  if (writes) into.addWrite(path, file.path);
}
