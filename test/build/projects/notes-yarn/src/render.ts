export async function renderNote(text: string): Promise<string> {
  const { marked } = await import('marked');
  return marked.parse(text);
}
