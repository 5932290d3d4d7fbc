import { describe, expect, it } from 'vitest';
import { attributeOf, childrenOf, elementAt, readXml, textAt } from '../../server/project/xml.ts';
import type { XmlElement } from '../../server/project/xml.ts';

function rootOf(text: string): XmlElement {
  const result = readXml(text);
  if (!result.ok) throw new Error(result.reason);
  return result.root;
}

describe('XML', () => {
  it('reads elements, text and attributes', () => {
    const root = rootOf(
      '<?xml version="1.0"?>\r\n<!-- a -->\r\n<p xmlns="urn:x"><a> one &amp; <!-- no --> <![CDATA[<two>]]></a><a>2<b>3</b></a><c Include="x"/></p>',
    );
    expect(textAt(root, 'a')).toBe('one &  <two>');
    expect(childrenOf(root, 'a')).toHaveLength(2);
    expect(textAt(childrenOf(root, 'a')[1], 'b')).toBe('3');
    expect(textAt(root, 'c')).toBeUndefined();
    expect(textAt(root, 'no', 'such')).toBeUndefined();
    expect(attributeOf(elementAt(root, 'c')!, 'include')).toBe('x');
    expect(attributeOf(elementAt(root, 'c')!, 'constructor')).toBeUndefined();
  });
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['an open element', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['an entity of a DTD', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'],
    ['a million levels', '<a>'.repeat(300_000)],
    [
      'a billion laughs',
      `<!DOCTYPE l [<!ENTITY l0 "ha">${Array.from({ length: 40 }, (_, i) => `<!ENTITY l${i + 1} "&l${i};&l${i};">`).join('')}]><l>&l40;</l>`,
    ],
  ])('answers for %s', (_name, text) => {
    const result = readXml(text);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.reason).toMatch(/\S/);
  });
});
