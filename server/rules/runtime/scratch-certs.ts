import { insertAfter, keywordCase } from '../../edit/insert.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { mayBring } from './contents.part.ts';
import { installsPackage, scratchProgram, type ScratchProgram } from './scratch-go.part.ts';
import { runStages } from '../../tools/start-command.ts';

interface MissingCertificates {
  readonly program: ScratchProgram;
  /** The build stage has the file. */
  readonly inBuild: boolean;
  /** The source shows an https address; else it only shows a client. */
  readonly sure: boolean;
}

/** Where Go looks for certificates on Linux (src/crypto/x509/root_linux.go). */
const places = ['/etc/ssl', '/etc/pki', '/system/etc/security/cacerts'];

const bundle = '/etc/ssl/certs/ca-certificates.crt';

/** Modules that bring the certificates along. */
const embedded =
  /^(?:golang\.org\/x\/crypto\/x509roots\/fallback|github\.com\/(?:breml\/rootcerts|certifi\/gocertifi))$/;

export default defineRule<MissingCertificates>({
  id: 'runtime/scratch-certs',
  severity: 'warning',
  summary: 'An image from scratch has no CA certificates',
  fix: 'safe',
  why: `A program verifies the other side of a TLS connection with the certificates of the authorities in \`/etc/ssl/certs\`. \`scratch\` has none: every
call of an https address fails with \`x509: certificate signed by unknown authority\`, and nothing shows it before the first call. Distroless's
\`static\` image has them.

It does not matter for programs that only call other containers without TLS. Where the source shows a client but no https address the finding is
an information that says so.`,
  fixSafety: `Safe where the source calls an https address: a file of about 220 kB is added that nothing else reads. Otherwise it is only suggested.`,
  equivalents: [],
  examples: [
    {
      files: {
        'go.mod': 'module example.org/shop\n\ngo 1.26\n',
        'main.go':
          'package main\n\nimport "net/http"\n\nfunc main() { _, _ = http.Get("https://rates.example.com/today") }\n',
      },
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN CGO_ENABLED=0 go build -o /shop .\n\nFROM scratch\nCOPY --from=build /shop /shop\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nUSER 65532:65532\nENTRYPOINT ["/shop"]\n',
    },
  ],
  *check(context) {
    const { model, facts } = context;
    if (model.isWindows) return;
    for (const stage of runStages(model)) {
      const program = scratchProgram(stage, context);
      const sources = program && facts.project.sources(program.project.directory);
      if (!program || !sources?.needsCertificates || hasCertificates(program, context)) continue;
      const { env } = stage.endState;
      if (env.has('SSL_CERT_FILE') || env.has('SSL_CERT_DIR')) continue;
      const [use] = sources.tlsUses;
      const inBuild = certificatesInBuild(program, context);
      const advice = inBuild ? `Copy them from ${program.from}.` : 'Copy them from an image that has them.';
      yield {
        span: stage.imageWord?.span ?? stage.from.keywordSpan,
        message: use
          ? `${use.file} ${use.what}, and scratch has no CA certificates: the connection will be refused. ${advice}`
          : `The program calls other servers, and scratch has no CA certificates: if one of them is called with https, that fails. ${advice}`,
        ...(!use && { severity: 'info' }),
        data: { program, inBuild, sure: use !== undefined },
      };
    }
  },
  fixes({ data }, { model }) {
    if (!data?.inBuild) return [];
    const { from, copy } = data.program;
    const line = `${keywordCase(model, 'COPY')} --from=${from} ${bundle} /etc/ssl/certs/`;
    return [
      {
        title: `Copy the CA certificates from ${from}`,
        applicability: data.sure ? 'safe' : 'suggested',
        edits: [insertAfter(model, copy, [line])],
        ...(data.sure && { preferred: true }),
      },
    ];
  },
});

function hasCertificates({ stage, project }: ScratchProgram, context: RuleContext): boolean {
  return project.requires.some((name) => embedded.test(name)) || mayBring(stage, places, context);
}

/** The Go images and Alpine have the bundle (docker-library/golang: ca-certificates; Alpine: ca-certificates-bundle), others the package. */
function certificatesInBuild({ fact, site }: ScratchProgram, { model }: RuleContext): boolean {
  return (
    fact?.repository === 'golang' ||
    fact?.distro?.family === 'alpine' ||
    installsPackage(site.stage, 'ca-certificates', model)
  );
}
