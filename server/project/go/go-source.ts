import { isName, isPunctuation } from '../sources/calls.ts';
import { goImports } from '../sources/go.ts';
import { tokenize } from '../sources/tokens.ts';

export interface GoSource {
  /** The name in the package clause; undefined for a file that no ordinary build takes. */
  readonly packageName: string | undefined;
  readonly importsC: boolean;
  /** The first import that brings the C library along where cgo is on. */
  readonly network: string | undefined;
}

/**
 * Of the standard library net and os/user use cgo (pkg.go.dev/cmd/cgo, pkg.go.dev/net: name resolution); these import
 * one of them, and so do all servers and clients of the network. net/url and net/netip don't.
 */
const network =
  /^(?:net|net\/(?:http(?:\/.*)?|rpc(?:\/.*)?|smtp|mail|textproto)|os\/user|crypto\/(?:tls|x509)|expvar|log\/syslog|mime\/multipart|archive\/tar|google\.golang\.org\/grpc|github\.com\/(?:gin-gonic\/gin|labstack\/echo|gofiber\/fiber|go-chi\/chi|gorilla\/(?:mux|websocket)|valyala\/fasthttp|jackc\/pgx|lib\/pq|go-sql-driver\/mysql|redis\/go-redis|julienschmidt\/httprouter)(?:\/v\d+)?)$/;

/** The package clause and imports of one file. Files with `//go:build ignore` (or tools, or wasm only) are left out. */
export function readGoSource(text: string): GoSource {
  const tokens = tokenize(text, 'go');
  const constraint = tokens.find(
    (token) => token.kind === 'directive' && /^(?:go:build|\+build)\b/.test(token.text),
  );
  const condition = constraint?.text.replace(/^(?:go:build|\+build)\s*/, '') ?? '';
  const isExcluded = /^(?:ignore|tools?|none|js|wasm|js && wasm|windows|darwin)$/.test(condition.trim());
  const clause = tokens.findIndex((token) => isName(token, 'package'));
  const name = tokens[clause + 1];
  const isClause = clause >= 0 && name?.kind === 'name' && !isPunctuation(tokens[clause - 1], '.');
  const imports = isExcluded ? [] : goImports(tokens);
  return {
    packageName: isClause && !isExcluded ? name.text : undefined,
    importsC: !/(?:^|\s|!)!cgo\b/.test(condition) && imports.includes('C'),
    network: imports.find((name) => network.test(name)),
  };
}
