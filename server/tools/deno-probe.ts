/** Health checks through Deno itself. */

/** Fails unless a GET of the URL succeeds. `deno eval` runs with all permissions (docs.deno.com/runtime/reference/cli/eval). */
export function denoProbe(url: string): readonly string[] {
  return [
    'deno',
    'eval',
    `fetch(${JSON.stringify(url).replaceAll('"', "'")}).then(r => Deno.exit(r.ok ? 0 : 1), () => Deno.exit(1))`,
  ];
}
