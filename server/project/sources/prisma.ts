/** A schema of Prisma: SQLite's database is a file that the program writes (prisma.io/docs/orm/overview/databases/sqlite). */
import { folderOf } from '../paths.ts';
import { closingOf, isName, isPunctuation } from './calls.ts';
import { literalPath, type Collected, type SourceFile } from './collected.ts';
import { tokenize } from './tokens.ts';

/** Adds the database that `datasource` names, which lies beside the schema unless the environment says where. */
export function readPrismaSchema(file: SourceFile, into: Collected): void {
  // Blocks, names, strings and comments are written as JavaScript's are.
  const tokens = tokenize(file.text, 'javascript');
  tokens.forEach((token, i) => {
    if (!isName(token, 'datasource') || !isPunctuation(tokens[i + 2], '{')) return;
    const end = closingOf(tokens, i + 2);
    const settings = new Map<string, string | undefined>();
    for (let at = i + 3; at < end; at++)
      if (isPunctuation(tokens[at], '=') && tokens[at - 1]?.kind === 'name')
        settings.set(
          tokens[at - 1]!.text,
          tokens[at + 1]?.kind === 'string' ? tokens[at + 1]!.text : undefined,
        );
    if (settings.get('provider') !== 'sqlite') return;
    const url = settings.get('url');
    const path = url?.startsWith('file:') ? url.slice('file:'.length).split('?')[0]! : undefined;
    const place =
      path === undefined || path.startsWith('/') ? undefined : literalPath(folderOf(file.path), path);
    if (place === undefined) into.addWriteElsewhere(path, file.path);
    else into.addWrite(place, file.path);
  });
}
