import { folderOf } from '../paths.ts';
import { methodOf, propertiesOf, receiverOf, stringAt } from './calls.ts';
import type { Call, TokenRange } from './calls.ts';
import type { Collected, SourceFile, SourceScope } from './collected.ts';
import { calledMember, fsModules, importedNames } from './javascript-imports.ts';
import type { JavaScriptValues } from './javascript-values.ts';
import { readJavaScriptWrites } from './javascript-writes.ts';
import type { Token } from './tokens.ts';

const fsReads =
  /^(?:readFile|readFileSync|createReadStream|readdir|readdirSync|opendir|access|accessSync|existsSync|stat|statSync|readJson|readJsonSync)$/;

/** Files and folders the program opens by literal paths, and those it writes. */
export function readJavaScriptFiles(
  file: SourceFile,
  tokens: readonly Token[],
  calls: readonly Call[],
  values: JavaScriptValues,
  scope: SourceScope,
  into: Collected,
): void {
  const read = (range: TokenRange | undefined, how: string): void => {
    const found = values.path(range);
    // The project's whole folder is no asset, and neither are its sources.
    if (found === undefined || found.path === scope.directory || found.path === folderOf(file.path)) return;
    if (scope.exists(found.path)) into.addRead(found.path, file.path, how);
  };
  const names = importedNames(tokens);
  readJavaScriptWrites(file, tokens, calls, values, names, scope, into);
  for (const call of calls) {
    const method = methodOf(call.callee);
    const receiver = receiverOf(call.callee);
    const [first, second] = call.args;
    const imported = calledMember(call, tokens, names);
    const member = imported && imported.member !== '' ? methodOf(imported.member) : method;
    // Objects that are handed around may be the module.
    const isFs = imported
      ? fsModules.test(imported.module)
      : /^$|^(?:.*\.)?(?:fs\w*|promises)$/.test(receiver);
    if (isFs && fsReads.test(member)) read(first, `fs.${member}`);
    else if (method === 'static' && receiver !== '') read(first, call.callee);
    else if (method === 'sendFile' || method === 'sendfile' || method === 'download') {
      if (call.args.length > 0) read(first, method);
      read(propertiesOf(tokens, second).get('root'), method);
    } else if (method === 'set' && stringAt(tokens, first) === 'views') read(second, "app.set('views')");
    else if (method === 'set' && stringAt(tokens, first) === 'view engine')
      defaultViews(file, calls, tokens, scope, into); // prettier-ignore
    else if (method === 'setBaseViewsDir') read(first, method);
    else if (method === 'useStaticAssets') read(first, method);
    else if (/^(?:serveStatic|fastifyStatic|register)$/.test(method)) {
      const options = propertiesOf(tokens, method === 'serveStatic' ? first : second);
      read(options.get('root') ?? options.get('templates'), method);
      if (method === 'serveStatic') read(first, method);
    } else if (method === 'loadSync' || call.callee === 'YAML.load') read(first, call.callee);
  }
}

/** Express looks for views in `views` of the working directory unless told otherwise. */
function defaultViews(
  file: SourceFile,
  calls: readonly Call[],
  tokens: readonly Token[],
  scope: SourceScope,
  into: Collected,
): void {
  const isSet = calls.some(
    (call) => methodOf(call.callee) === 'set' && stringAt(tokens, call.args[0]) === 'views',
  );
  const path = scope.directory === '' ? 'views' : `${scope.directory}/views`;
  if (!isSet && scope.isDirectory(path)) into.addRead(path, file.path, 'view engine');
}
