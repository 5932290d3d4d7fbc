/**
 * Trivy's checks of Dockerfiles, as its repository of checks has them (github.com/aquasecurity/trivy-checks,
 * checks/docker, commit 80e5382 of 2026-08-21). Older releases write DS-0001 as AVD-DS-0001 or DS001. The titles are
 * ours.
 */
export const trivyChecks: readonly { id: string; title: string }[] = [
  { id: 'DS-0001', title: 'a base image tagged latest, or without a tag' },
  { id: 'DS-0002', title: 'the last USER is root, or there is none' },
  { id: 'DS-0004', title: 'port 22 is exposed' },
  { id: 'DS-0005', title: 'ADD where COPY would do' },
  { id: 'DS-0006', title: 'COPY --from names its own stage' },
  { id: 'DS-0007', title: 'several ENTRYPOINTs' },
  { id: 'DS-0008', title: 'EXPOSE with a port out of range' },
  { id: 'DS-0009', title: 'a relative WORKDIR' },
  { id: 'DS-0010', title: 'sudo in RUN' },
  { id: 'DS-0011', title: 'COPY of several sources to a target without a slash' },
  { id: 'DS-0012', title: 'two stages of one name' },
  { id: 'DS-0013', title: 'cd where WORKDIR would do' },
  { id: 'DS-0014', title: 'both wget and curl' },
  { id: 'DS-0015', title: 'yum install without yum clean all' },
  { id: 'DS-0016', title: 'several CMDs' },
  { id: 'DS-0017', title: 'package lists updated in a RUN that installs nothing' },
  { id: 'DS-0019', title: 'dnf install without dnf clean all' },
  { id: 'DS-0020', title: 'zypper install without zypper clean' },
  { id: 'DS-0021', title: 'apt-get install without -y' },
  { id: 'DS-0022', title: 'MAINTAINER' },
  { id: 'DS-0023', title: 'several HEALTHCHECKs' },
  { id: 'DS-0024', title: 'apt-get dist-upgrade (deprecated there)' },
  { id: 'DS-0025', title: 'apk add without --no-cache' },
  { id: 'DS-0026', title: 'no HEALTHCHECK' },
  { id: 'DS-0027', title: 'microdnf install without microdnf clean all' },
  { id: 'DS-0029', title: 'apt-get install without --no-install-recommends' },
  { id: 'DS-0030', title: 'WORKDIR in a folder of the system such as /proc or /dev' },
  { id: 'DS-0031', title: 'secrets in ARG or ENV, or in files that are copied' },
];

/** Why no rule covers a check. */
export const trivyReasons: Readonly<Record<string, string>> = {
  'DS-0030':
    'Nobody writes a working folder below /proc, /dev or /boot by accident, and where it is written the build or the start fails visibly.',
};
