/** For editors without Markdown: our own texts use bold, code, links and tables, no more. */
export function withoutMarkup(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1: $2')
    .replace(/\*\*|`/g, '')
    .replace(/^\|[-|: ]*\|$\n?/gm, '')
    .replace(/^\|\s?|\s?\|$/gm, '');
}
