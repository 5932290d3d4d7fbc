import { describe, expect, it } from 'vitest';
import rule from '../../../server/rules/correctness/quotes-in-json.ts';
import { factsFor } from '../../support/facts.ts';
import { checkCase, findingsOf } from '../../support/rule-tester.ts';

const head = 'FROM nginx:1.29-alpine\n';

describe('correctness/quotes-in-json', () => {
  it.each([
    ['no quotes', 'CMD ["nginx", "-g", "daemon off;"]'],
    ['shell form', "CMD nginx -g 'daemon off;'"],
    ['a script for a shell', `ENTRYPOINT ["sh", "-c", "'/opt/my app'"]`],
    ['a script of another language', `CMD ["python", "-c", "'x'"]`],
    ['a text', `CMD ["echo", "'hello'"]`],
    ['a language of its own', `CMD ["jq", "'a'"]`],
    ['a quote inside', `CMD ["app", "it's", "a 'b' c"]`],
    ['two quoted parts', `CMD ["app", "'a' and 'b'"]`],
    ['nothing between', `CMD ["app", "--save", "''"]`],
    ['words of a shell above', `ENTRYPOINT ["/bin/sh", "-c"]\nCMD ["'/opt/my app'"]`],
    ['words of a script above', `ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["app", "'a b'"]`],
    ['a broken array', `CMD ['nginx', "-g"]`],
    ['a copy', `COPY ["'a'", "/b"]`],
  ])('is silent: %s', async (name, line) => {
    await checkCase(rule, { name, text: `${head}${line}\n`, findings: 0 });
  });

  it.each([
    ['single quotes', `CMD ["nginx", "-g", "'daemon off;'"]`, `"'daemon off;'"`, 'CMD ["nginx", "-g", "daemon off;"]'],
    ['double quotes', `CMD ["nginx", "-g", "\\"daemon off;\\""]`, `"\\"daemon off;\\""`, 'CMD ["nginx", "-g", "daemon off;"]'],
    ['an option', `CMD ["app", "--name='a b'"]`, `"--name='a b'"`, 'CMD ["app", "--name=a b"]'],
    ['the program', `CMD ["'app'"]`, `"'app'"`, 'CMD ["app"]'],
    ['a health check', `HEALTHCHECK CMD ["check", "'a'"]`, `"'a'"`, 'HEALTHCHECK CMD ["check", "a"]'],
    ['a build step', `RUN ["make", "'all'"]`, `"'all'"`, 'RUN ["make", "all"]'],
    ['below a program', `ENTRYPOINT ["app"]\nCMD ["'a'"]`, `"'a'"`, 'ENTRYPOINT ["app"]\nCMD ["a"]'],
    ['continued', `CMD ["app", \\\n  "'a b'"]`, `"'a b'"`, 'CMD ["app", \\\n  "a b"]'],
  ])('finds: %s', async (name, line, span, fixed) => {
    await checkCase(rule, { name, text: `${head}${line}\n`, findings: [span], fixed: `${head}${fixed}\n` });
  }); // prettier-ignore

  it('says who gets the quotes', async () => {
    const text = `${head}CMD ["nginx", "-g", "'daemon off;'"]\n`;
    expect(findingsOf(rule, text, await factsFor(text))[0]!.message).toBe(
      '`nginx` gets the quotes of `\'daemon off;\'` too: in exec form no shell takes them away. Write `"daemon off;"`.',
    );
  });
});
