/** Markdown's and HTML's special characters, and line ends; `.` and `-` are harmless inside a line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|~!&]/g, '\\$&');
}
