/** Routes that only answer who has logged in: nothing for a health check to call. */
import { isPunctuation } from './calls.ts';
import type { Call, TokenRange } from './calls.ts';
import type { Token } from './tokens.ts';

/** `verifyJWT`, `requireAuth`, `passport.authenticate('jwt')`, `isAdmin`, `checkPermission(…)`, `{ preHandler: auth }`. */
const guardName =
  /auth(?!or(?!iz))|jwt|bearer|verify|protect|guard|permission|^(?:is|ensure|check|require|must|has|only)\w*(?:log(?:ged)?_?in|admin|role|user|token|key|owner|staff)/i;
/** What is called like these is a router, which may be mounted like a middleware. */
const routerName = /rout|controller|handler|endpoint|plugin|api$|module/i;

/** Does one of the arguments between the path and the handler keep strangers out? */
export function isGuarded(tokens: readonly Token[], args: readonly TokenRange[]): boolean {
  return args.some((range) => isGuard(tokens, range));
}

function isGuard(tokens: readonly Token[], { start, end }: TokenRange): boolean {
  return tokens
    .slice(start, end)
    .some((token) => token.kind === 'name' && guardName.test(token.text) && !routerName.test(token.text));
}

/** What `use(guard)` and `use('/prefix', guard)` close for everything that is registered after them. */
export class Guards {
  readonly #closed = new Map<string, string[]>();

  /** `literal` is the path that the call starts with; '' without one. */
  readUse(tokens: readonly Token[], { args }: Call, owner: string, literal: string | undefined): void {
    const middleware = literal === undefined ? args : args.slice(1);
    // With a router behind it the guard is for that router only.
    const last = middleware.at(-1);
    if (!last || !isGuard(tokens, last) || isFunction(tokens, last)) return;
    this.#closed.set(owner, [...(this.#closed.get(owner) ?? []), literal ?? '']);
  }

  closes(owner: string, path: string): boolean {
    return this.#closed.get(owner)?.some((prefix) => path.startsWith(prefix)) ?? false;
  }
}

/** A function that is written here may let the health route pass; what it calls says nothing. */
function isFunction(tokens: readonly Token[], { start, end }: TokenRange): boolean {
  return tokens
    .slice(start, end)
    .some((token) => token.text === 'function' || isPunctuation(token, '=>') || isPunctuation(token, '{'));
}
