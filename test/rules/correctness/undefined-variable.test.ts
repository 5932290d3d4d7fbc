import { describe, it } from 'vitest';
import rule from '../../../server/rules/correctness/undefined-variable.ts';
import { checkCase, type RuleCase } from '../../support/rule-tester.ts';

const alpine = 'FROM alpine:3.23\n';

const cases: readonly RuleCase[] = [
  { name: 'ARG in the stage', text: `${alpine}ARG SRC\nCOPY $SRC /app/\n`, findings: 0 },
  {
    name: 'ARG of the stage it builds on',
    text: 'FROM alpine:3.23 AS base\nARG SRC=a\nFROM base\nCOPY $SRC /app/\n',
    findings: 0,
  },
  { name: 'PATH', text: `${alpine}ENV PATH=/app/bin:$PATH\n`, findings: 0 },
  { name: 'PATH on scratch', text: 'FROM scratch\nENV PATH=/app/bin:$PATH\n', findings: 0 },
  {
    name: 'RUN is expanded by the shell',
    text: `${alpine}RUN echo $FOO \${BAR}\nCMD echo $FOO\nENTRYPOINT echo $BAR\n`,
    findings: 0,
  },
  {
    name: 'set by the base image',
    text: 'FROM python:3.13-slim\nLABEL python=$PYTHON_VERSION\n',
    findings: 0,
  },
  {
    name: 'the same name before FROM and in the base image',
    text: 'ARG NODE_VERSION=22\nFROM node:${NODE_VERSION}\nLABEL node=$NODE_VERSION\n',
    findings: 0,
  },
  {
    name: 'perhaps set by an unknown base image',
    text: 'FROM registry.example.com/team/base:1\nWORKDIR $APP_HOME\n',
    findings: 0,
  },
  { name: 'a base image in a variable', text: 'ARG BASE\nFROM ${BASE}\nWORKDIR $APP_HOME\n', findings: 0 },
  {
    name: 'with a default',
    text: `${alpine}ENV PORT=\${PORT:-8080} LIB=/a\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n`,
    findings: 0,
  },
  { name: 'escaped, and in single quotes', text: `${alpine}ENV A=\\$FOO B='$FOO'\n`, findings: 0 },
  { name: 'escaped by a backtick', text: `# escape=\`\n${alpine}ENV A=\`$FOO\n`, findings: 0 },
  { name: 'a lone dollar', text: `${alpine}ENV A=5$ B=$1\n`, findings: 0 },
  {
    name: 'proxies are predefined',
    text: `${alpine}ENV http_proxy=$HTTP_PROXY no_proxy=$no_proxy\n`,
    findings: 0,
  },
  { name: 'ONBUILD is expanded later', text: `${alpine}ONBUILD COPY $SRC /app/\n`, findings: 0 },
  {
    name: 'an ONBUILD ARG of the stage below',
    text: 'FROM alpine:3.23 AS base\nONBUILD ARG SRC=a\nFROM base\nCOPY $SRC /app/\n',
    findings: 0,
  },
  { name: 'each ARG sees those before it', text: `${alpine}ARG A=1 B=$A\n`, findings: 0 },
  { name: 'another pair of the same ENV is another rule', text: `${alpine}ENV A=1 B=$A\n`, findings: 0 },
  { name: 'a RUN heredoc', text: `${alpine}RUN <<EOF\necho $FOO\nEOF\n`, findings: 0 },
  {
    name: 'a COPY heredoc with a quoted delimiter',
    text: `${alpine}COPY <<"EOF" /a\n$host $1\nEOF\n`,
    findings: 0,
  },
  { name: 'a COPY heredoc with escapes', text: `${alpine}COPY <<EOF /a\n\\$host\nEOF\n`, findings: 0 },
  { name: 'a template', text: `${alpine}{{if x}}\nCOPY $SRC /app/\n`, findings: 0 },
  {
    name: 'a mount',
    text: `${alpine}RUN --mount=type=cache,target=$CACHE_DIR true\n`,
    findings: ['$CACHE_DIR'],
  },
  { name: 'nowhere', text: `${alpine}COPY $SRC /app/\n`, findings: ['$SRC'] },
  {
    name: 'one finding for all uses',
    text: `${alpine}COPY $SRC /app/\nCOPY $SRC/b /b/\n`,
    findings: ['$SRC'],
  },
  { name: 'in JSON form', text: `${alpine}COPY ["\${SRC}/a", "/b/"]\n`, findings: ['${SRC}'] },
  { name: 'in a flag', text: `${alpine}COPY --chown=$OWNER a /b\n`, findings: ['$OWNER'] },
  {
    name: 'EXPOSE, USER, WORKDIR, VOLUME, STOPSIGNAL, LABEL',
    text: `${alpine}EXPOSE $A1\nUSER $A2\nWORKDIR /$A3\nVOLUME $A4\nSTOPSIGNAL $A5\nLABEL a=$A6\n`,
    findings: ['$A1', '$A2', '$A3', '$A4', '$A5', '$A6'],
  },
  {
    name: 'over lines',
    text: `${alpine}LABEL a=b \\\n  # comment\n  c="d \${SRC} e"\n`,
    findings: ['${SRC}'],
  },
  {
    name: 'a global ARG',
    text: `ARG VERSION=1\n${alpine}WORKDIR /app\n# the sources\nCOPY app-$VERSION /app/\nLABEL v=\${VERSION}\n`,
    findings: ['$VERSION'],
    fixed: `ARG VERSION=1\n${alpine}WORKDIR /app\nARG VERSION\n# the sources\nCOPY app-$VERSION /app/\nLABEL v=\${VERSION}\n`,
  },
  {
    name: 'a global ARG with a default where it is used',
    text: `ARG VERSION=1\n${alpine}LABEL v=\${VERSION:-0}\n`,
    findings: ['${VERSION:-0}'],
  },
  {
    name: 'a platform ARG',
    text: 'from alpine:3.23\ncopy app-$TARGETARCH /app\n',
    findings: ['$TARGETARCH'],
    fixed: 'from alpine:3.23\narg TARGETARCH\ncopy app-$TARGETARCH /app\n',
  },
  {
    name: 'near miss, twice',
    text: `${alpine}ARG DIR_ASSETS=a\nCOPY $DIR_ASSET \${DIR_ASSET}/ /app/\n`,
    findings: ['$DIR_ASSET'],
    fixed: `${alpine}ARG DIR_ASSETS=a\nCOPY $DIR_ASSETS \${DIR_ASSETS}/ /app/\n`,
  },
  {
    name: 'near miss on an unknown image',
    text: 'FROM example.com/a:1\nENV PATH=/a:$PAHT\n',
    findings: ['$PAHT'],
  },
  {
    name: 'declared only below',
    text: `${alpine}COPY $foo /app/\nARG foo=bar\nRUN echo $foo\n`,
    findings: ['$foo'],
    fixed: `${alpine}ARG foo=bar\nCOPY $foo /app/\nRUN echo $foo\n`,
  },
  {
    name: 'set in another stage',
    text: `FROM alpine:3.23 AS a\nENV HOME_DIR=/x\n${alpine}WORKDIR $HOME_DIR\n`,
    findings: ['$HOME_DIR'],
  },
  {
    name: 'extends itself without being there',
    text: `${alpine}ENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH\n`,
    findings: ['$LD_LIBRARY_PATH'],
    fixed: `${alpine}ENV LD_LIBRARY_PATH=/opt/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n`,
  },
  ...[
    ['set above', `ARG A=1\nRUN echo $A\n`],
    ['set by the script', `RUN A=2; echo $A\nARG A=1\n`],
    ['set by a loop', `RUN for A in a b; do echo $A; done\nARG A=1\n`],
    ['read', `RUN read A < /a && echo $A\nARG A=1\n`],
    ['sourced', `RUN . /etc/os-release && echo $A\nARG A=1\n`],
    ['with a default', `RUN echo \${A:-1}\nARG A=1\n`],
    ['for another shell', `RUN echo '$A' "\\$A"\nARG A=1\n`],
    ['used below too only', `ARG A=1\nRUN echo $A\nENV A=2\n`],
    ['not declared at all', `RUN echo $A\n`],
    ['a longer name', `RUN AB=1; echo $AB\nARG A=1\n`],
    ['a variable of the image', `RUN echo $PATH\nENV PATH=/a\n`],
  ].map(([name, lines]) => ({ name: `RUN: ${name!}`, text: `${alpine}${lines!}`, findings: 0 })),
  { name: 'RUN: an unknown image', text: 'FROM example.com/a:1\nRUN echo $A\nARG A=1\n', findings: 0 },
  {
    name: 'RUN: an image that sets it',
    text: 'FROM node:22\nRUN echo $NODE_VERSION\nENV NODE_VERSION=1\n',
    findings: 0,
  },
  {
    name: 'RUN: declared only below',
    text: `${alpine}RUN if [ "$MODE" = production ]; then make release; fi\nRUN echo \${MODE}\nARG MODE=production\nUSER 1\n`,
    findings: ['$MODE'],
    fixed: `${alpine}ARG MODE=production\nRUN if [ "$MODE" = production ]; then make release; fi\nRUN echo \${MODE}\nUSER 1\n`,
  },
  {
    name: 'RUN: set only below',
    text: `${alpine}RUN echo "home=$APP_HOME" > /etc/app\nENV APP_HOME=/srv\n`,
    findings: ['$APP_HOME'],
  },
  {
    name: 'RUN and COPY: one problem',
    text: `${alpine}COPY $foo /app/\nRUN echo $foo\nARG foo=bar\n`,
    findings: ['$foo'],
  },
  { name: 'a global ARG in a global ARG', text: 'ARG A=$B\nARG B=1\nFROM alpine:3.23\n', findings: ['$B'] },
  {
    name: 'a script in a COPY heredoc, beside a variable that is meant',
    text: `${alpine}ARG PORT=80\nCOPY <<EOF /start.sh\nserve $PORT "$@"\nEOF\n`,
    findings: ['$@'],
    fixed: `${alpine}ARG PORT=80\nCOPY <<EOF /start.sh\nserve $PORT "\\$@"\nEOF\n`,
  },
  {
    name: 'quotes mean nothing in a heredoc, on any image',
    text: "FROM example.com/a:1\nCOPY <<EOF /a\n'$host'\n$HOME_DIR\nEOF\n",
    findings: ['$host'],
  },
];

describe('correctness/undefined-variable', () => {
  it.each(cases.map((test) => [test.name, test] as const))('%s', async (_, test) => {
    await checkCase(rule, test);
  });
});
