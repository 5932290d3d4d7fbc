/**
 * The one thing of Node's Buffer that dockerfile-ast uses: the UTF-8 bytes of a text (it looks for a byte order
 * mark). The bundler puts it in where a bundle for the browser says `Buffer` (scripts/bundle.mjs).
 */
export const Buffer = {
  from: (text: string): Uint8Array => new TextEncoder().encode(text),
};
