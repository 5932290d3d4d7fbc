/** What the values and names of labels have to look like. */
import { valid } from 'semver';
import type { LabelFormat } from '../../../shared/settings.ts';

/** Names that the OCI image specification defines, by the format it asks for (annotations.md, pre-defined keys). */
export const knownLabels: Readonly<Record<string, LabelFormat>> = {
  'org.opencontainers.image.created': 'rfc3339',
  'org.opencontainers.image.url': 'url',
  'org.opencontainers.image.documentation': 'url',
  'org.opencontainers.image.source': 'url',
  'org.opencontainers.image.licenses': 'spdx',
};

/** What a value should be, for messages. */
export const formatNames: Readonly<Record<LabelFormat, string>> = {
  text: 'text',
  url: 'a URL (`https://…`)',
  rfc3339: 'a time in RFC 3339 (`2026-01-31T12:00:00Z`)',
  spdx: 'an SPDX license expression (`Apache-2.0`)',
  hash: 'a git hash (7 or 40 hexadecimal digits)',
  semver: 'a semantic version (`1.2.3`)',
  email: 'an e-mail address',
};

export function hasFormat(value: string, format: LabelFormat): boolean {
  switch (format) {
    case 'text':
      return true;
    case 'url':
      return isUrl(value);
    case 'rfc3339':
      return isTime(value);
    case 'spdx':
      return isLicenseExpression(value);
    case 'hash':
      return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(value);
    case 'semver':
      // The library also takes `v1.2.3` and blanks around it.
      return valid(value) !== null && /^\d\S*$/.test(value);
    case 'email':
      return /^[^\s@<>"]+@[^\s@<>".]+(?:\.[^\s@<>".]+)+$/.test(value);
  }
}

/** A scheme with something behind it (RFC 3986); blanks have no place in one. */
function isUrl(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^\s/?#]+)?[^\s]*$/.test(value) && !/^[^:]*:\/*$/.test(value);
}

function isTime(value: string): boolean {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/.exec(value);
  if (!match) return false;
  const [year, month, day, hour, minute, second, offsetHour = 0, offsetMinute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number?, number?];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  // A leap second is the 60th.
  return hour < 24 && minute < 60 && second <= 60 && offsetHour < 24 && offsetMinute < 60;
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * The grammar of SPDX expressions (annex D of the specification): ids, `+`, AND, OR, WITH, brackets. Whether an id is on
 * SPDX's list is not looked at.
 */
function isLicenseExpression(text: string): boolean {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const isId = (token: string | undefined): boolean =>
    token !== undefined &&
    /^(?:DocumentRef-[\w.-]+:)?[A-Za-z0-9][\w.-]*\+?$/.test(token) &&
    !/^(?:AND|OR|WITH)$/i.test(token);
  const simple = (depth: number): boolean => {
    if (tokens[at] === '(') {
      at++;
      if (depth > 20 || !compound(depth + 1) || tokens[at] !== ')') return false;
      at++;
      return true;
    }
    if (!isId(tokens[at])) return false;
    at++;
    if (tokens[at]?.toUpperCase() !== 'WITH') return true;
    return isId(tokens[at + 1]) ? ((at += 2), true) : false;
  };
  const compound = (depth: number): boolean => {
    if (!simple(depth)) return false;
    while (/^(?:AND|OR)$/i.test(tokens[at] ?? '')) {
      at++;
      if (!simple(depth)) return false;
    }
    return true;
  };
  return compound(0) && at === tokens.length;
}

/** What is wrong with a label's name (docs.docker.com/engine/manage-resources/labels); undefined when nothing is. */
export function nameProblem(name: string): string | undefined {
  if (/^(?:com\.docker|io\.docker|org\.dockerproject)\./.test(name))
    return "is in a namespace that is reserved for Docker's own use";
  if (!/^[a-z](?:.*[a-z0-9])?$/s.test(name))
    return 'must begin with a lower-case letter and end with one or a digit';
  if (/[^a-z0-9./_-]/.test(name)) return 'may have lower-case letters, digits, `.`, `-`, `_` and `/` only';
  return /\.\.|--/.test(name) ? 'may not have two dots or hyphens in a row' : undefined;
}
