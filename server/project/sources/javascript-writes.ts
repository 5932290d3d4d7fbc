/**
 * What a JavaScript program writes: with Node's modules, and with packages that keep data, uploads, sessions or logs in files.
 * It errs on the side of yes: a program that writes and is not seen fails as another user.
 */
import { folderOf } from '../paths.ts';
import { methodOf, receiverOf, stringAt, type Call, type TokenRange } from './calls.ts';
import { literalPath, type Collected, type SourceFile, type SourceScope } from './collected.ts';
import { calledMember, fsModules, type Imported } from './javascript-imports.ts';
import type { JavaScriptValues } from './javascript-values.ts';
import { packageWrites } from './javascript-writers.ts';
import type { Token } from './tokens.ts';
import { writtenPlace } from './written-place.ts';

/** nodejs.org/api/fs.html, and what fs-extra adds. */
const first =
  /^(?:writeFile|appendFile|mkdir|mkdtemp|outputFile|outputJson|outputJSON|writeJson|writeJSON|ensureDir|ensureFile|emptyDir|mkdirp|mkdirs|makeDirectory|createFile)(?:Sync)?$|^createWriteStream$/;
/** Names that other modules have too. */
const firstOfFs = /^(?:rm|rmdir|unlink|remove|truncate|utimes|chmod|chown)(?:Sync)?$/;
const second = /^(?:copyFile)(?:Sync)?$/;
const secondOfFs = /^(?:rename|cp|copy|move|symlink|link|ensureSymlink|ensureLink)(?:Sync)?$/;

/** Adds the files and folders that one source file writes. */
export function readJavaScriptWrites(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  values: JavaScriptValues,
  names: ReadonlyMap<string, Imported>,
  scope: SourceScope,
  into: Collected,
): void {
  const write = (range: TokenRange | undefined): void => {
    if (range === undefined || isMemory(stringAt(tokens, range))) return;
    const place = writtenPlace(tokens, range, values, scope.directory, folderOf(file.path));
    if (place.kind === 'project') into.addWrite(place.path, file.path);
    else if (place.kind === 'elsewhere') into.addWriteElsewhere(place.path, file.path);
  };
  const writeText = (text: string): void => {
    into.addWrite(literalPath(scope.directory, text), file.path);
  };
  for (const call of calls) {
    const imported = calledMember(call, tokens, names);
    const method = methodOf(imported && imported.member !== '' ? imported.member : call.callee);
    const isFs = imported !== undefined && fsModules.test(imported.module);
    // An own function of the same name is read itself; objects that are handed around may be the module.
    const mayBeFs = isFs || imported === undefined;
    const [one, two] = call.args;
    if (isFs && (firstOfFs.test(method) || (imported.member === '' && receiverOf(call.callee) === ''))) {
      // What it removes or changes somewhere it has made there.
      if (values.path(one)) write(one);
    } else if (mayBeFs && first.test(method)) write(one);
    else if ((mayBeFs && second.test(method)) || (isFs && secondOfFs.test(method))) write(two);
    else if (isFs && /^open(?:Sync)?$/.test(method) && /[wa+]/.test(stringAt(tokens, two) ?? '')) write(one);
    else
      for (const written of packageWrites(call, method, imported?.module, tokens, calls))
        if (typeof written === 'string') writeText(written);
        else if (written === null) into.addWriteElsewhere(undefined, file.path);
        else write(written);
  }
  for (const { module } of names.values())
    if (keepsFiles.test(module)) into.addWriteElsewhere(undefined, file.path);
}

/** Applications that keep uploads, a database or settings in files of their own unless they are told otherwise. */
const keepsFiles =
  /^(?:@strapi\/strapi|directus|ghost|@keystone-6\/core|node-red|n8n|@tinacms\/datalayer|pm2|forever)$/;

/** A database that lies in no file. */
function isMemory(text: string | undefined): boolean {
  return text === ':memory:' || text === '' || /^(?:sqlite:|file:)?:memory:/.test(text ?? '');
}
