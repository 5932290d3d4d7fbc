/**
 * Reading XML manifests. The parser is a non-validating one: it loads nothing, declares no entities (one that a DTD
 * declares is an error), and so has nothing to expand.
 */
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { reasonOf } from './value.ts';

export type XmlResult =
  { readonly ok: true; readonly root: XmlElement } | { readonly ok: false; readonly reason: string };

export type { XmlElement };

/** Parses a document. Broken or absurdly deep ones are an answer, not an exception. */
export function readXml(text: string): XmlResult {
  if (depthOf(text) > deepest) return { ok: false, reason: 'it is nested too deeply' };
  try {
    const { root } = parseXml(text);
    return root === null ? { ok: false, reason: 'it has no root element' } : { ok: true, root };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** No manifest comes near; the parser calls itself for each level, and may end the process with its stack. */
const deepest = 500;

/** How deep elements are nested, about: tags in comments and CDATA count too. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [, closing, alone] of text.matchAll(/<(\/?)[\p{L}_][^<>]*?(\/?)>/gu)) {
    if (closing) depth -= 1;
    else if (!alone) most = Math.max(most, (depth += 1));
  }
  return most;
}

/** The element's children with this name, in order. A namespace prefix is part of the name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return elementsIn(element).filter((child) => child.name === name);
}

/** Its child elements, in order. */
export function elementsIn(element: XmlElement | undefined): readonly XmlElement[] {
  return (element?.children ?? []).filter((child): child is XmlElement => child instanceof XmlElement);
}

/** The first element at a path of names below this one. */
export function elementAt(
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined {
  let current = element;
  for (const name of path) current = elementsIn(current).find((child) => child.name === name);
  return current;
}

/** The trimmed text at a path of names; undefined when there is no such element or it is empty. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  const found = elementAt(element, ...path);
  return found === undefined ? undefined : textOf(found);
}

/** The element's trimmed text, without that of elements below it; undefined when there is none. */
export function textOf(element: XmlElement): string | undefined {
  const text = element.children
    .map((child) => (child instanceof XmlElement ? '' : 'text' in child && typeof child.text === 'string' ? child.text : ''))
    .join('')
    .trim(); // prettier-ignore
  return text === '' ? undefined : text;
}

/** An own attribute, in any casing (MSBuild's are not case-sensitive). */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  const key = Object.keys(element.attributes).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : element.attributes[key];
}
